// Sealing a 1 GiB file in Chromium by the Worker that the sealing desk uses: with and without staging, and its memory.

import { closeSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { randomFillSync } from 'node:crypto';
import { join } from 'node:path';
import { row } from './measure.mjs';
import { openChromium } from './programs.mjs';
import { startServer } from './submissions.mjs';

const size = 1 << 30;

function writeFile(file) {
  const block = randomFillSync(Buffer.alloc(8 << 20));
  const handle = openSync(file, 'w');
  for (let at = 0; at < size; at += block.length) writeSync(handle, block);
  closeSync(handle);
}

// Anonymous memory of Chromium's renderers, in MiB: JavaScript heaps, WebAssembly memories and all buffers.
function renderersMemory() {
  let largest = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) continue;
      largest = Math.max(largest, Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);
    } catch { /* it ended meanwhile */ }
  }
  return largest;
}

// In the page: runs the Worker until everything is sealed (and staged), before it is opened again.
const sealInPage = (stage) => new Promise((done, fail) => {
  const file = document.querySelector('#bench').files[0];
  const worker = new Worker('/seal-worker.js', { type: 'module' });
  const start = performance.now();
  worker.onerror = (event) => fail(new Error(event.message));
  worker.onmessage = ({ data }) => {
    if (data.type === 'failed') fail(new Error(data.error.join(' ')));
    if (data.type !== 'staged' || data.part.part !== 0) return;
    const seconds = (performance.now() - start) / 1000;
    worker.terminate();
    navigator.storage.getDirectory().then((root) => root.removeEntry('kaibiao-stage', { recursive: true })).catch(() => undefined).then(() => done(seconds));
  };
  worker.postMessage({
    act: 'seal', stage, number: 1, replaces: '', volumes: [{ title: 'bench', name: 'bench.bin', file }],
    lock: { centre: 'bench', origin: 'bench/log', lot: 'a'.repeat(32), envelope: 1, bidder: 'BENCH', policy: 'bidder', panel: null },
    offer: { bidder: { id: 'BENCH', name: '测试' }, duration_days: 1, manager: { certificate: '', name: '' }, price: '1.00', price_capital: '壹元整', quality: '', security: '', values: {} },
  });
});

export async function sealingRows() {
  const folder = mkdtempSync('/dev/shm/kaibiao-seal-');
  const server = await startServer();
  const browser = await openChromium();
  try {
    writeFile(join(folder, 'bid.pdf'));
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<input type="file" id="bench">'));
    await page.setInputFiles('#bench', join(folder, 'bid.pdf'));
    const before = renderersMemory();
    let most = before;
    const watch = setInterval(() => { most = Math.max(most, renderersMemory()); }, 50);
    const unstaged = await page.evaluate(sealInPage, '');
    const staged = await page.evaluate(sealInPage, 'bench');
    clearInterval(watch);
    const how = '1 GiB File on tmpfs, the sealing desk\'s Workers in Chromium, piece tree and commitment included';
    return [
      row('seal + piece tree in Chromium, staging not counted', 'MB/s', size / 1e6 / unstaged, '>=', 150, how),
      row('seal + piece tree in Chromium, staged in OPFS', 'MB/s', size / 1e6 / staged, '>=', 60, how),
      row('memory while sealing 1 GiB', 'MiB', most - before, '<=', 96, 'growth of the renderer\'s anonymous memory: heaps, WebAssembly, buffers'),
    ];
  } finally {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
