/** The look of a run's page, light and dark by what its reader prefers. */
export const style = `
:root { color-scheme: light dark; --text: #191d23; --quiet: #57606c; --line: #dde1e6; --canvas: #f4f5f7; --surface: #fff;
  --good: #166b3e; --bad: #b42318; --wait: #8a5300; --move: #1b5fc1; }
@media (prefers-color-scheme: dark) { :root { --text: #e8ebef; --quiet: #a3adb9; --line: #2c323a; --canvas: #0f1216;
  --surface: #16191e; --good: #5fd397; --bad: #ff9086; --wait: #f2b455; --move: #83b7ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px; max-width: 1100px; background: var(--canvas); color: var(--text);
  font: 14px/1.45 Inter, system-ui, sans-serif; }
h1 { font-size: 20px; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 15px; margin: 28px 0 8px; }
h3 { font-size: 14px; margin: 16px 0 4px; overflow-wrap: anywhere; }
p, dl { margin: 0; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin-top: 12px; }
dt, .quiet { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; background: var(--surface); border: 1px solid var(--line); }
th, td { text-align: left; padding: 5px 10px; border-top: 1px solid var(--line); vertical-align: top; }
th { color: var(--quiet); font-weight: 500; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
svg { display: block; width: 220px; height: 14px; }
svg rect { fill: var(--move); }
svg .passed, svg .reused { fill: var(--good); } svg .failed { fill: var(--bad); } svg .cancelled { fill: var(--wait); }
.passed, .reused { color: var(--good); } .failed { color: var(--bad); }
.cancelled, .needs-attention { color: var(--wait); } .running { color: var(--move); }
.pending, .skipped { color: var(--quiet); }
pre { margin: 4px 0 0; padding: 10px 12px; background: var(--surface); border: 1px solid var(--line); border-radius: 4px;
  font: 12.5px/1.4 'JetBrains Mono', ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
footer { margin-top: 32px; color: var(--quiet); font-size: 12.5px; }
@media print { body { background: none; } }
`;
