import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../shared/configuration/parse.ts';
import { planPipeline } from '../../../shared/planning/pipeline.ts';
import { problemFrom } from '../../../shared/problem.ts';

const head = 'slipway: 1\nname: shop\nenvironments:\n  qa: { kind: qa, follows: main }\npipeline:\n';

/** What is wrong with a pipeline: `line:column: message`, with the nearest name. */
function wrong(pipeline: string): string[] {
  const { problems } = parseConfiguration(head + pipeline.replace(/^/gm, '  '), 'slipway.yaml');
  return problems.map(
    ({ message, details }) => `${message}${typeof details['nearest'] === 'string' ? ` (${details['nearest']}?)` : ''}`,
  );
}

describe('a pipeline that contradicts itself', () => {
  it.each([
    [
      'build: { run: x, in: y }',
      '6:3: every pipeline has a stage "build" of its own: a declared one needs another name',
    ],
    [
      'test: { run: x, in: y, after: lnit }\nlint: { run: x, in: y, after: [] }',
      '6:33: there is no stage "lnit" (lint?)',
    ],
    ['test: { run: x, in: y, after: [biuld] }', '6:34: there is no stage "biuld" (build?)'],
    ['test: { run: x, in: y, reports: report.xml }', '6:35: "reports" must be a set of keys, not "report.xml"'],
    ['test: { rum: x, in: y }', '6:11: unknown key "rum" in pipeline.test (run?)'],
    ['sonar: { gate: { url: "https://x", field: a, passed: b } }', '6:18: "failed" is missing here'],
    ['test: { run: x, in: y, after: test }', '6:33: stage "test" cannot come after itself'],
    [
      'test: { run: x, in: y, after: deploy }',
      '6:33: no stage comes after deploy: a pipeline has ended when its release is deployed',
    ],
    [
      'a: { run: x, in: y, after: c }\nb: { run: x, in: y }\nc: { run: x, in: y }',
      '6:3: stages come after one another in a circle: a after c after b after a',
    ],
    [
      'smoke: { run: x, in: "service:web" }',
      '6:24: stage "smoke" runs before the build, and service:web is what the build makes',
    ],
    [
      'it: { run: x, in: y, network: none, services: { db: { image: z } } }',
      '6:33: stage "it" has services beside it, and a network that reaches none of them',
    ],
    [
      '1: { run: x, in: y }',
      '6:3: "1" is not a valid name: a letter, then lower-case letters, digits and dashes, at most 30',
    ],
  ])('%s', (pipeline, said) => {
    expect(wrong(pipeline)).toEqual([expect.stringContaining(said)]);
  });

  it('is none where an image of the build comes after it, also by way of another stage', () => {
    expect(wrong('wait: { run: x, in: y, after: release }\nsmoke: { run: x, in: "service:web" }')).toEqual([]);
  });
});

describe('stages that are asked for', () => {
  const pipeline = parseConfiguration(
    `${head}  test: { run: x, in: y }\n  night: { run: x, in: y, branches: nightly/* }\n`,
    'f',
  ).configuration?.pipeline;
  const ask = (stage: string): string => {
    try {
      planPipeline({ pipeline: pipeline ?? {}, ref: 'main', wanted: [stage], retries: null });
      return 'planned';
    } catch (error) {
      const { code, message, hint } = problemFrom(error);
      return `${code}: ${message} ${hint ?? ''}`;
    }
  };
  it('are told apart from those that there are not, and those that are for other branches', () => {
    expect(ask('test')).toBe('planned');
    expect(ask('tset')).toContain('usage.no-such-stage: The pipeline has no stage “tset”. Did you mean test?');
    expect(ask('night')).toContain('refused.not-for-branch: “night”: It runs for nightly/*, not for main.');
  });
});
