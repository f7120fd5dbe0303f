/** From the text of slipway.yaml to a configuration that holds together, or to every reason why it does not. */
import type { Problem } from '../problem.ts';
import { contradictionsOf } from './checks.ts';
import { readYaml } from './document.ts';
import { placedLimitations } from './limitations.ts';
import { remarksOf } from './remarks.ts';
import { configurationSchema, type Configuration } from './schema.ts';

export interface ParsedConfiguration {
  /** Null when there is any problem. */
  readonly configuration: Configuration | null;
  /** Code `usage.configuration`; details `{file, line, column, path, nearest?}`; the message begins `FILE:LINE:COLUMN:`. */
  readonly problems: Problem[];
  /** What this version does not act on, one sentence each, with its place. */
  readonly notices: string[];
}

/** Parses slipway.yaml. Never throws; `file` is only a name for messages. */
export function parseConfiguration(text: string, file: string): ParsedConfiguration {
  const { yaml, problems } = readYaml(file, text, 'usage.configuration');
  const wrong = (all: Problem[]): ParsedConfiguration => ({ configuration: null, problems: all, notices: [] });
  if (!yaml || problems.length > 0) return wrong(problems);
  const { value, problem } = yaml.values();
  if (problem) return wrong([problem]);
  if (value === null)
    return wrong([yaml.problem('the file is empty', { path: [], hint: 'slipway init writes one to start from.' })]);

  const remarks = remarksOf(configurationSchema, value);
  if (remarks.length > 0) return wrong(remarks.map((remark) => yaml.problem(remark.message, remark)));
  const configuration = configurationSchema.parse(value);
  const contradictions = contradictionsOf(configuration);
  if (contradictions.length > 0) return wrong(contradictions.map((found) => yaml.problem(found.message, found)));
  const notices = placedLimitations(configuration).map(({ message, path }) => yaml.said(message, path, true));
  return { configuration, problems: [], notices };
}
