export default function Commits(_props: { readonly route: unknown }) { return null; }
