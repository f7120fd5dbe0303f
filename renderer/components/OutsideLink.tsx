/** An address outside of Slipway: opened where such addresses are, never in this window. */
import { Anchor } from '@mantine/core';
import { Foreign } from './Foreign.tsx';
import { openUrl } from './openUrl.ts';

export function OutsideLink({ url, text }: { readonly url: string; readonly text: string }) {
  return (
    <Anchor
      href={url}
      rel="noreferrer"
      onClick={(event) => {
        event.preventDefault();
        openUrl(url);
      }}
    >
      <Foreign text={text} />
    </Anchor>
  );
}
