/** What a declared stage comes after, and what it takes to run it. */
import { parseDuration } from '../configuration/duration.ts';
import {
  isOwnStage,
  needsOfStage,
  type CommandStage,
  type DeclaredPipeline,
  type GateStage,
} from '../configuration/pipeline.ts';
import type { CommandWork, GateWork, StageWork } from '../domain/run.ts';

/** The declared stages that a stage comes after. */
export const needsOf = (pipeline: DeclaredPipeline, name: string): string[] =>
  needsOfStage(pipeline, name).filter((need) => !isOwnStage(need) && Object.hasOwn(pipeline, need));

/** Those of Slipway's own that it says it comes after. */
export const ownNeedsOf = (pipeline: DeclaredPipeline, name: string): string[] =>
  needsOfStage(pipeline, name).filter(isOwnStage);

/** The work of a stage with every default filled in. */
export function stageWork(pipeline: DeclaredPipeline, name: string): StageWork {
  const stage = pipeline[name] as CommandStage | GateStage;
  return 'gate' in stage ? gateWork(stage) : commandWork(stage);
}

const gibibyte = 1024 ** 3;
const units = { k: 1024, m: 1024 ** 2, g: gibibyte } as const;
const usual = { cpus: 2, memoryBytes: 4 * gibibyte, processes: 2048, diskBytes: 10 * gibibyte };

/** `512m`, `4g` in bytes. */
function bytesOf(size: string): number {
  const unit = size.at(-1)?.toLowerCase() as keyof typeof units;
  return Math.round(Number.parseFloat(size) * units[unit]);
}

const list = (value: string | readonly string[] | undefined): string[] => (value === undefined ? [] : [value].flat());

const texts = (values: Readonly<Record<string, string | number | boolean>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));

// The schema has seen every duration.
const ms = (text: string): number => parseDuration(text) ?? 0;

function commandWork(stage: CommandStage): CommandWork {
  const { limits = {}, reports = {}, services = {} } = stage;
  return {
    kind: 'command',
    run: stage.run,
    image: stage.in,
    variables: texts(stage.variables),
    timeoutMs: ms(stage.timeout),
    cache: list(stage.cache),
    artifacts: list(stage.artifacts),
    reports: (['junit', 'tap', 'cobertura', 'lcov'] as const).flatMap((format) =>
      list(reports[format]).map((path) => ({ format, path })),
    ),
    services: Object.entries(services).map(([name, { image, command, variables, ready }]) => ({
      name,
      image,
      command: command === undefined ? null : typeof command === 'string' ? ['/bin/sh', '-c', command] : command,
      variables: texts(variables),
      ready: ready ?? null,
    })),
    limits: {
      cpus: limits.cpus ?? usual.cpus,
      memoryBytes: limits.memory === undefined ? usual.memoryBytes : bytesOf(limits.memory),
      processes: limits.processes ?? usual.processes,
      diskBytes: limits.disk === undefined ? usual.diskBytes : bytesOf(limits.disk),
    },
    network: stage.network,
  };
}

function gateWork({ gate, timeout }: GateStage): GateWork {
  return {
    kind: 'gate',
    url: gate.url,
    token: gate.token ?? null,
    field: gate.field,
    passed: list(gate.passed),
    failed: list(gate.failed),
    everyMs: ms(gate.every),
    timeoutMs: ms(timeout),
  };
}
