/** One Compose file while it is read: its values with variables replaced, and what was found wrong or worth saying. */
import { isScalar, visit } from 'yaml';
import { readYaml, type Path, type YamlFile } from '../configuration/document.ts';
import type { Problem } from '../problem.ts';
import { interpolate, type Lookup } from './interpolate.ts';

export interface Findings {
  readonly problems: Problem[];
  readonly notices: string[];
}
export type Values = Readonly<Record<string, unknown>>;

export class Reading {
  readonly yaml: YamlFile;
  readonly values: Values;
  private readonly findings: Findings;

  constructor(yaml: YamlFile, values: Values, findings: Findings) {
    this.yaml = yaml;
    this.values = values;
    this.findings = findings;
  }

  /** The file is wrong by the specification. */
  wrong(
    path: Path,
    message: string,
    more: { nearest?: string | undefined; hint?: string | undefined; atKey?: boolean | undefined } = {},
  ): void {
    this.findings.problems.push(
      this.yaml.problem(message, { path, nearest: more.nearest, hint: more.hint, atKey: more.atKey ?? false }),
    );
  }

  /** The specification has it, Slipway has not. */
  unsupported(path: Path, message: string, hint?: string): void {
    this.findings.problems.push(this.yaml.problem(message, { path, hint, atKey: true }, 'usage.compose-unsupported'));
  }

  notice(path: Path, message: string): void {
    this.findings.notices.push(this.yaml.said(message, path, true));
  }
}

export const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the text of a Compose file; null when there is nothing to go on with. */
export function readCompose(file: string, text: string, lookup: Lookup, findings: Findings): Reading | null {
  const { yaml, problems } = readYaml(file, text, 'usage.compose');
  findings.problems.push(...problems);
  if (!yaml || problems.length > 0) return null;
  replaceVariables(yaml, lookup, findings);
  const { value, problem } = yaml.values();
  if (problem) findings.problems.push(problem);
  else if (!isValues(value))
    findings.problems.push(yaml.problem('a Compose file is a set of keys with "services"', { path: [] }));
  return isValues(value) ? new Reading(yaml, value, findings) : null;
}

/**
 * Replaces variables in every text. Numbers become their own source text: `1.10` stays `1.10` and `0444` stays octal,
 * and a number that came by a variable is read by the same rules as one that stands in the file.
 */
function replaceVariables(yaml: YamlFile, lookup: Lookup, findings: Findings): void {
  visit(yaml.document, {
    Scalar(key, scalar) {
      if (key === 'key' || !isScalar(scalar)) return;
      if (typeof scalar.value === 'number' || typeof scalar.value === 'bigint')
        scalar.value = scalar.source ?? String(scalar.value);
      if (typeof scalar.value !== 'string') return;
      const { text, unset, error } = interpolate(scalar.value, lookup);
      const offset = scalar.range?.[0] ?? 0;
      if (error !== null)
        findings.problems.push(
          yaml.problemAtOffset(error, offset, {
            path: [],
            hint: 'Variables come from the environment in slipway.yaml and from .env.',
          }),
        );
      for (const variable of unset)
        findings.notices.push(
          yaml.saidAtOffset(`the variable ${variable} has no value here: it counts as empty`, offset),
        );
      scalar.value = text;
    },
  });
}
