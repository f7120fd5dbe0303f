export default function History(_props: { readonly route: unknown }) { return null; }
