/** The process that starts git for an engine (git/process.ts). It ends with the engine, and is of no use by itself. */
import { serveGit } from './git/process.ts';

serveGit(process);
