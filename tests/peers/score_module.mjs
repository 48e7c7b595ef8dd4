// The core that browsers load, in this process: `score_evaluate` of wasm/exports.def on tenders, its bytes as they come.
// The call knows no draws: settled() writes what was drawn into the method, as if it had been fixed.
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

/** The tender with drawn parameters as fixed numbers and without an order of ties; undefined where draws are faulty. */
export function settled({ method, bids, sheets, draws = [] }) {
  const { parameters = [], ...rest } = method;
  const values = new Map(parameters.map(({ key, values }) => [key, values[draws.find(({ parameter }) => parameter === key)?.index]]));
  if (draws.length !== parameters.length || [...values.values()].includes(undefined)) return undefined;
  const price = Object.fromEntries(Object.entries(rest.price).map(([name, value]) => [name, value?.parameter ? values.get(value.parameter) : value]));
  return { bids, method: { ...rest, price }, sheets };
}

function evaluator(module) {
  const buffer = module._malloc(bufferSize);
  module.HEAPU8.fill(0, buffer, buffer + bufferSize);
  let input = 0, capacity = 0;
  const word = (at) => new DataView(module.HEAPU8.buffer).getUint32(at, true);
  return (tender) => {
    const bytes = Buffer.from(canonical(tender));
    if (bytes.length + 4 > capacity) {
      if (input) module._free(input);
      capacity = 2 * bytes.length + 4;
      input = module._malloc(capacity);
    }
    new DataView(module.HEAPU8.buffer).setUint32(input, bytes.length, true);
    module.HEAPU8.set(bytes, input + 4);
    const status = module._kb_score_evaluate(input, bytes.length + 4, buffer);
    if (status !== 0) return errorNames.get(status);
    const data = word(buffer);
    return Buffer.from(module.HEAPU8.subarray(data + 4, data + 4 + word(data))).toString();
  };
}

/** {folder, evaluate}: the canonical result of {method, bids, sheets}, or the name of the error. Undefined without a build. */
export async function loadModule() {
  const folder = folders.find((one) => existsSync(path.join(one, 'kaibiao_core.wasm')));
  if (!folder) return undefined;
  const { default: create } = await import(pathToFileURL(path.join(folder, 'kaibiao_core.js')));
  const module = await create({ wasmBinary: readFileSync(path.join(folder, 'kaibiao_core.wasm')) });
  return { folder, evaluate: evaluator(module) };
}
