// A whole evaluation computed again from the sheets, and how its cost grows with the number of bids.

import { alternate, median, row } from './measure.mjs';
import { nativeSeconds, wasmInNode } from './programs.mjs';

const bids = 500;
const rounds = 9;
const sizes = [125, 250, 500, 1000];

/// Microseconds for each bid, from alternating runs of all sizes.
async function perBid(run) {
  const seconds = await alternate(rounds, Object.fromEntries(sizes.map((size) => [size, () => run('score', size)])));
  return sizes.map((size) => (1e6 * seconds[size]) / size);
}

const growth = (build, costs) =>
  row(`time a bid, ${sizes.at(-1).toLocaleString('en')} bids to ${sizes[0]}, ${build}`, '×', costs.at(-1) / costs[0], '<=', 1.3,
    `µs a bid with ${sizes.join(', ')} bids: ${costs.map((cost) => cost.toFixed(1)).join(', ')}; medians of ${rounds} alternating runs`);

export async function scoreRows() {
  const node = await wasmInNode();
  const milliseconds = (run) => 1000 * median(Array.from({ length: rounds }, () => run('score', bids)));
  const name = `${bids} bids × 11 experts × 60 criteria, full recomputation`;
  const how = `sheets checked and entered, trimmed means, ranked; one thread, median of ${rounds} runs`;
  return [
    row(`${name}, native`, 'ms', milliseconds(nativeSeconds), '<=', 10, how),
    row(`${name}, WASM in node`, 'ms', milliseconds(node), '<=', 25, how),
    growth('native', await perBid(nativeSeconds)),
    growth('WASM in node', await perBid(node)),
  ];
}
