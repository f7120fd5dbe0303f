import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '@xyflow/react/dist/base.css';
import './theme/theme.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { startLive } from './state/live.ts';
import { stampNonce } from './theme/nonce.ts';

stampNonce();
startLive();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(<App />);
