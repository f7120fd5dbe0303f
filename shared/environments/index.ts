/** The catalog of environment kinds: one file and one line each. */
import type { EnvironmentKind } from './kind.ts';
import { development } from './development.ts';
import { test } from './test.ts';
import { qa } from './qa.ts';
import { staging } from './staging.ts';
import { release } from './release.ts';
import { production } from './production.ts';
import { productionCopy } from './production-copy.ts';

export const environmentKinds = [development, test, qa, release, staging, production, productionCopy] as const;

export type KindName = (typeof environmentKinds)[number]['kind'];
export const kindNames = environmentKinds.map((kind) => kind.kind) as [string, ...string[]];

/** The definition of a kind; every name that the configuration accepts has one. */
export function kindOf(name: string): EnvironmentKind {
  const kind = environmentKinds.find((candidate) => candidate.kind === name);
  if (!kind) throw new RangeError(`no environment kind is called ${name}`);
  return kind;
}
