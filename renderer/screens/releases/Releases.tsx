export default function Releases(_props: { readonly route: unknown }) { return null; }
