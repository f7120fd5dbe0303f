/** Durations and sizes as the Compose specification writes them. */
const durationUnits: Readonly<Record<string, number>> = {
  us: 0.001,
  µs: 0.001,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const durationPart = /(\d+(?:\.\d+)?)(us|µs|ms|s|m|h)/y;

/** `1m30s`, `500ms`, `1h5m` in milliseconds; `null` for anything else. */
export function parseComposeDuration(text: string): number | null {
  if (text === '0') return 0;
  let total = 0;
  let at = 0;
  while (at < text.length) {
    durationPart.lastIndex = at;
    const part = durationPart.exec(text);
    if (!part) return null;
    total += Number(part[1]) * (durationUnits[part[2] ?? ''] ?? Number.NaN);
    at += part[0].length;
  }
  return at === 0 || !Number.isFinite(total) ? null : total;
}

const sizePattern = /^(\d+(?:\.\d+)?)\s*(?:([kmgt])i?)?b?$/i;
const sizeUnits: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** `300m`, `1gb`, `2048k` or a plain number, in bytes (units of 1024, as the engine counts); `null` for anything else. */
export function parseSize(text: string): number | null {
  const match = sizePattern.exec(text);
  if (!match) return null;
  return Math.round(
    Number(match[1]) * (match[2] === undefined ? 1 : (sizeUnits[match[2].toLowerCase()] ?? Number.NaN)),
  );
}
