export default function ReleasePage(_props: { readonly route: unknown }) { return null; }
