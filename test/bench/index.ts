/**
 * `npm run bench [-- history|deploy|open|start|rollouts|beside|watched|stages|output|pushes …]`: how fast Slipway is, mostly against the bare tools on the same machine in
 * the same run. Prints one table. It is no test: figures depend on the machine; ratios should hold on any.
 */
import { availableParallelism, loadavg } from 'node:os';
import { printTable, type Row } from './table.ts';

const parts: Readonly<Record<string, () => Promise<Row[]>>> = {
  history: async () =>
    (await import('./history.ts')).historyRows(Number(process.env['SLIPWAY_BENCH_REVISIONS'] ?? 1_000_000)),
  deploy: async () => (await import('./deploy.ts')).deployRows(),
  open: async () => (await import('./open.ts')).openRows(),
  picks: async () => (await import('./picks.ts')).pickRows(),
  changes: async () => (await import('./changes.ts')).changeRows(),
  log: async () => (await import('./log.ts')).logRows(),
  graph: async () => (await import('./graph.ts')).graphRows(),
  start: async () => (await import('./start.ts')).startRows(),
  rollouts: async () => (await import('./rollouts.ts')).rolloutRows(),
  beside: async () => (await import('./beside.ts')).besideRows(),
  watched: async () => (await import('./watched.ts')).watchedRows(),
  stages: async () => (await import('./stages.ts')).stageRows(),
  output: async () => (await import('./output.ts')).outputRows(),
  pushes: async () => (await import('./pushes.ts')).pushRows(),
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) {
  console.error(`There is no bench “${unknown}”: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
const rows: Row[] = [];
for (const [name, run] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) rows.push(...(await run()));
}
printTable(rows);
console.log(
  `\nLoad of the machine: ${loadavg()[0]?.toFixed(1) ?? '?'} on ${String(availableParallelism())} processors. Above one for each, the times say more about the others.`,
);
process.exit();
