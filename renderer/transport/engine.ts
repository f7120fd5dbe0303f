/** The one connection of this window. The rest of the renderer cannot tell what carries it. */
import { bridge } from './bridge.ts';
import { desktopLink } from './desktop.ts';
import { takeToken } from './token.ts';
import { webSocketLink } from './websocket.ts';

export const link = bridge ? desktopLink(bridge) : webSocketLink(takeToken());
export const engine = link.client;
