/** The load balancer: what a front's container holds, and how it is driven. */
export { haproxyFront, type WriteFile } from './balancer.ts';
export { clientOn, connectCommand, type Client, type Conversation } from './client.ts';
export { frontService, onlyChecking } from './container.ts';
