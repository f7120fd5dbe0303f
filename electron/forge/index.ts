/** The forges there are: one file and one line each. */
import type { ForgeDeclaration } from '../../shared/configuration/watch.ts';
import { gitea } from './gitea.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import type { Forge, ForgeAddress } from './forge.ts';

const forges: Readonly<Record<ForgeDeclaration['kind'], (address: ForgeAddress) => Forge>> = {
  github,
  gitlab,
  gitea,
};

/** The forge that slipway.yaml names. Nothing is asked of it before it is used. */
export const forgeAt = ({ kind, url, repository }: ForgeDeclaration, token: string | null): Forge =>
  forges[kind]({ url: url?.replace(/\/+$/, '') ?? null, repository, token });
