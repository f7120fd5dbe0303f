export function Inspector(_props: { readonly route: unknown; readonly status: unknown }) { return null; }
