/** The application: providers, the frame around every screen, and the screen that the address names. */
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { Dialogs } from './dialogs/Dialogs.tsx';
import { prepareRouter } from './screens/home/diagram/route.ts';
import { Frame } from './frame/Frame.tsx';
import { styleNonce } from './theme/nonce.ts';
import { cssVariables, layers, theme } from './theme/theme.ts';

prepareRouter();

export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariables}
      getStyleNonce={styleNonce}
    >
      <Notifications position="bottom-right" limit={4} />
      <Frame />
      <Dialogs />
      <section id={layers} aria-label="Dialogs and messages" />
    </MantineProvider>
  );
}
