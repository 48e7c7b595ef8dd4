// The programs that are measured: the native one, the WebAssembly one in node, and Debian's Chromium.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const require = createRequire(import.meta.url);

export const nativeSeconds = (work, size) =>
  Number(execFileSync(join(root, 'build/release/kaibiao_bench'), [work, String(size)], { encoding: 'utf8' }));

const wasmWork = {
  aead: '_bench_aead', age: '_bench_age_payload', ed25519: '_bench_ed25519_verify', es256: '_bench_es256_verify',
  score: '_bench_score', panel: '_bench_panel_member', release: '_bench_releases', announce: '_bench_announce',
};

/// A function that does the work once and returns its seconds.
export async function wasmInNode() {
  const create = require(join(root, 'build/wasm/kaibiao_bench.js'));
  const module = await create({ wasmBinary: readFileSync(join(root, 'build/wasm/kaibiao_bench.wasm')) });
  return (work, size) => {
    module._bench_prepare(work === 'aead' || work === 'age' ? size : 1024);
    module[wasmWork[work]](size);
    const start = performance.now();
    module[wasmWork[work]](size);
    return (performance.now() - start) / 1000;
  };
}

const types = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css', '.json': 'application/json' };

/// Serves `files` ({path: bytes or a file's name}) on loopback; returns {url, close}.
export async function serve(files) {
  const server = createServer((request, response) => {
    const entry = files[new URL(request.url, 'http://x').pathname];
    if (entry === undefined) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': types[extname(request.url) || '.html'] ?? 'application/octet-stream' });
    response.end(typeof entry === 'string' ? readFileSync(entry) : entry);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

export async function openChromium() {
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

const workerSource = `
importScripts('/kaibiao_bench.js');
let module;
const names = ${JSON.stringify(wasmWork)};
onmessage = async ({ data: { work, size } }) => {
  module ??= await createBench({ locateFile: () => '/kaibiao_bench.wasm' });
  module._bench_prepare(work === 'aead' || work === 'age' ? size : 1024);
  module[names[work]](size);
  const start = performance.now();
  module[names[work]](size);
  postMessage((performance.now() - start) / 1000);
};`;

/// The same in one Worker of a Chromium page; `close` ends the browser.
export async function wasmInChromium() {
  const site = await serve({
    '/': Buffer.from('<!doctype html><title>bench</title>'),
    '/worker.js': Buffer.from(workerSource),
    '/kaibiao_bench.js': join(root, 'build/wasm/kaibiao_bench.js'),
    '/kaibiao_bench.wasm': join(root, 'build/wasm/kaibiao_bench.wasm'),
  });
  const browser = await openChromium();
  const page = await browser.newPage();
  await page.goto(site.url);
  await page.evaluate(() => { globalThis.worker = new Worker('/worker.js'); });
  const run = (work, size) => page.evaluate((job) => new Promise((done, fail) => {
    globalThis.worker.onmessage = (event) => done(event.data);
    globalThis.worker.onerror = (event) => fail(new Error(event.message));
    globalThis.worker.postMessage(job);
  }), { work, size });
  return { run, close: async () => { await browser.close(); site.close(); } };
}
