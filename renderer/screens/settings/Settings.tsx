export default function Settings(_props: { readonly route: unknown }) { return null; }
