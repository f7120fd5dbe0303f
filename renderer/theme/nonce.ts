/** The nonce of this page, which every `<style>` element needs under the Content-Security-Policy. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** Some libraries make `<style>` elements and know nothing of nonces: every new one gets it. */
export function stampNonce(): void {
  const nonce = styleNonce();
  /* eslint-disable @typescript-eslint/no-deprecated -- not the overload for outdated tags: the function as a whole is replaced */
  const create = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
  /* eslint-enable @typescript-eslint/no-deprecated */
}
