/** dockerode's own BuildKit session. Used apart from `buildImage`, which does not end it when a build is cancelled. */
declare module 'dockerode/lib/session.js' {
  import type Docker from 'dockerode';
  export default function withSession(
    docker: Docker, auth: undefined, handler: (error: Error | null, id: string, end: () => void) => void,
  ): void;
}
