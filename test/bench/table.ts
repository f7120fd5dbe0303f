/** One line of the result. `goal` and `reached` are in words; `met` is null where there is no goal. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly against: string;
  readonly ratio: string;
  readonly goal: string;
  readonly met: boolean | null;
}

/** Milliseconds for a person: three digits at most. */
export const ms = (value: number): string =>
  `${value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2)} ms`;

/** A measurement against another that was made in the same run. */
export function ratioRow(what: string, own: number, other: number, against: string, goal: number): Row {
  const ratio = own / other;
  return {
    what,
    measured: ms(own),
    against: `${against}: ${ms(other)}`,
    ratio: `${ratio.toFixed(2)}×`,
    goal: `≤ ${String(goal)}×`,
    met: ratio <= goal,
  };
}

/** A measurement against a fixed goal in milliseconds; without one it only informs. */
export function timeRow(what: string, own: number, goalMs: number | null): Row {
  return {
    what,
    measured: ms(own),
    against: '',
    ratio: '',
    goal: goalMs === null ? '' : `≤ ${String(goalMs)} ms`,
    met: goalMs === null ? null : own <= goalMs,
  };
}

export function printTable(rows: readonly Row[]): void {
  const header = { what: 'what', measured: 'measured', against: 'against', ratio: 'ratio', goal: 'goal' };
  const columns = ['what', 'measured', 'against', 'ratio', 'goal'] as const;
  const width = (column: (typeof columns)[number]): number =>
    Math.max(...[header, ...rows].map((row) => row[column].length));
  const line = (row: Readonly<Record<(typeof columns)[number], string>>): string =>
    columns.map((column) => row[column].padEnd(width(column))).join('  ');
  console.log(line(header));
  console.log(columns.map((column) => '─'.repeat(width(column))).join('  '));
  for (const row of rows) console.log(`${line(row)}  ${row.met === null ? '' : row.met ? 'met' : 'missed'}`);
}
