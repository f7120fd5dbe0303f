export function Drawer(_props: { readonly project: string }) { return null; }
