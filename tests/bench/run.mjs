// scripts/bench: node tests/bench/run.mjs [--json] [--plot FILE.svg] [--only NAME]...

import { writeFileSync } from 'node:fs';
import { ageRows, sizeRows } from './files.mjs';
import { cryptoRows } from './crypto.mjs';
import { drawRows } from './draw.mjs';
import { panelRows } from './panel.mjs';
import { scoreRows } from './score.mjs';
import { sealingRows } from './sealing.mjs';
import { submissionRows } from './submissions.mjs';
import { plot } from './plot.mjs';

const groups = { crypto: cryptoRows, draw: drawRows, panel: panelRows, score: scoreRows, age: ageRows, sealing: sealingRows, submissions: submissionRows, size: sizeRows };

const args = process.argv.slice(2);
const json = args.includes('--json');
const plotFile = args.includes('--plot') ? args[args.indexOf('--plot') + 1] : null;
const only = args.flatMap((arg, i) => (arg === '--only' ? [args[i + 1]] : []));
for (const name of only) if (!(name in groups)) throw new Error(`--only takes ${Object.keys(groups).join(', ')}; not ${name}`);

const rows = [];
for (const [name, measure] of Object.entries(groups)) {
  if (only.length > 0 && !only.includes(name)) continue;
  if (!json) console.error(`measuring ${name} …`);
  rows.push(...(await measure()));
}
if (plotFile) writeFileSync(plotFile, plot(rows));
if (json) console.log(JSON.stringify(rows, null, 2));
else for (const r of rows) console.log(`${r.met ? 'met    ' : 'NOT MET'}  ${String(r.value).padStart(8)} ${r.unit.padEnd(6)} ${r.target.padEnd(9)} ${r.name}\n         ${r.how}`);
