// `kaibiao age` against stock age on a file in memory-backed storage, and the size of the WebAssembly core.

import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { randomFillSync } from 'node:crypto';
import { join } from 'node:path';
import { alternate, row, timed } from './measure.mjs';
import { root } from './programs.mjs';

const size = 1 << 30;
const rounds = 5;

function writeRandom(file, bytes) {
  const block = randomFillSync(Buffer.alloc(8 << 20));
  const handle = openSync(file, 'w');
  for (let at = 0; at < bytes; at += block.length) writeSync(handle, block);
  closeSync(handle);
}

export async function ageRows() {
  const ours = join(root, 'build/release/kaibiao');
  const folder = mkdtempSync('/dev/shm/kaibiao-bench-');
  try {
    const at = (name) => join(folder, name);
    writeRandom(at('plain'), size);
    const key = execFileSync('age-keygen', [], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    writeFileSync(at('key'), key);
    const recipient = /public key: (age1\S+)/.exec(key)[1];
    // Both write a new file each time: freeing an old one is no part of the work.
    const run = (program, ...args) => () => {
      rmSync(args[args.indexOf('-o') + 1], { force: true });
      return timed(() => execFileSync(program, args, { stdio: 'ignore' }));
    };
    const encrypt = await alternate(rounds, {
      stock: run('age', '-r', recipient, '-o', at('sealed'), at('plain')),
      ours: run(ours, 'age', '-r', recipient, '-o', at('sealed2'), at('plain')),
    });
    const decrypt = await alternate(rounds, {
      stock: run('age', '-d', '-i', at('key'), '-o', at('opened'), at('sealed')),
      ours: run(ours, 'age', '-d', '-i', at('key'), '-o', at('opened'), at('sealed')),
    });
    const how = `1 GiB on tmpfs, wall time of whole processes, medians of ${rounds} alternating runs`;
    return [
      row('kaibiao age / stock age, encrypt', 'ratio', encrypt.ours / encrypt.stock, '<=', 1, how),
      row('kaibiao age / stock age, decrypt', 'ratio', decrypt.ours / decrypt.stock, '<=', 1, how),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function sizeRows() {
  const file = join(root, 'build/wasm/simd/kaibiao_core.wasm');
  if (!existsSync(file)) return [];
  // The program gzip: node's own zlib is tuned for speed and gives 0.6 % more.
  const kilobytes = execFileSync('gzip', ['-9', '-c', file], { maxBuffer: 64 << 20 }).length / 1000;
  return [row('core WASM, gzip', 'KB', kilobytes, '<=', 350, 'gzip -9 of kaibiao_core.wasm (SIMD build)')];
}
