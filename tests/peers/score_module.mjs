// The core that browsers load, in this process: `score_evaluate` of wasm/exports.def on tenders, its bytes as they come.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { canonical } from './score_oracle.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const web = process.env.KAIBIAO_WEB ?? path.join(root, 'build/web');
const folders = process.env.KAIBIAO_SCORE_MODULE ? [process.env.KAIBIAO_SCORE_MODULE] : [path.join(root, 'build/wasm/simd'), path.join(web, 'core/simd')];
const bufferSize = 12; // data, size, capacity

const table = readFileSync(path.join(root, 'core/include/kaibiao/base/errors.def'), 'utf8');
const errorNames = new Map([...table.matchAll(/^KAIBIAO_ERROR\((\d+), (\w+)/gm)].map(([, number, name]) => [Number(number), name]));

function evaluator(module) {
  const buffer = module._malloc(bufferSize);
  module.HEAPU8.fill(0, buffer, buffer + bufferSize);
  let place = 0, capacity = 0;
  const word = (at) => new DataView(module.HEAPU8.buffer).getUint32(at, true);
  return ({ method, ...input }) => {
    const bytes = Buffer.from(canonical({ input: { label: 'kaibiao/score-input/v1', ...input }, method }));
    if (bytes.length + 4 > capacity) {
      if (place) module._free(place);
      capacity = 2 * bytes.length + 4;
      place = module._malloc(capacity);
    }
    new DataView(module.HEAPU8.buffer).setUint32(place, bytes.length, true);
    module.HEAPU8.set(bytes, place + 4);
    const status = module._kb_score_evaluate(place, bytes.length + 4, buffer);
    const data = word(buffer);
    const text = Buffer.from(module.HEAPU8.subarray(data + 4, data + 4 + word(data))).toString();
    return status === 0 ? text : canonical({ error: errorNames.get(status), place: text });
  };
}

/** {folder, evaluate}: the canonical result of {method, bids, sheets, draws, tie_order}, or {error, place} as JSON. Undefined without a build. */
export async function loadModule() {
  const folder = folders.find((one) => existsSync(path.join(one, 'kaibiao_core.wasm')));
  if (!folder) return undefined;
  const { default: create } = await import(pathToFileURL(path.join(folder, 'kaibiao_core.js')));
  const module = await create({ wasmBinary: readFileSync(path.join(folder, 'kaibiao_core.wasm')) });
  return { folder, evaluate: evaluator(module) };
}
