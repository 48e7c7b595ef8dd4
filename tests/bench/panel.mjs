// The officers' panel: making a key, releasing for a lot, checking and combining what all officers released.

import { median, row } from './measure.mjs';
import { nativeSeconds, wasmInNode } from './programs.mjs';

const rounds = 3;
const bids = 1000;

async function repeated(run) {
  const seconds = [];
  for (let i = 0; i < rounds; i++) seconds.push(await run());
  return median(seconds);
}

export async function panelRows() {
  const node = await wasmInNode();
  const how = `median of ${rounds} runs, one thread`;
  const lot = `${bids.toLocaleString('en')} bids, two classes each, panel of 2 of 3; ${how}`;
  return [
    row('panel of 15, k = 8: all rounds of one member, WASM in node', 's', await repeated(() => node('panel', 1)), '<=', 1, how),
    row('panel of 15, k = 8: all rounds of one member, native', 's', await repeated(() => nativeSeconds('panel', 1)), '<=', 1, how),
    row('an officer releases for a lot, proofs of r checked, native', 's', await repeated(() => nativeSeconds('release', bids)), '<=', 1, lot),
    row('an officer releases for a lot, proofs of r checked, WASM in node', 's', await repeated(() => node('release', bids)), '<=', 4, lot),
    row('releases of three officers checked and combined, all sheets opened, native', 's', await repeated(() => nativeSeconds('announce', bids)), '<=', 4, lot),
  ];
}
