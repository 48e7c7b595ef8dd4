// Final submission commands a second, with everything the server does for one: signature, decision, log, sync, receipt.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { row } from './measure.mjs';
import { root } from './programs.mjs';

const clients = 32;
const commands = 150;

const freePort = () => new Promise((done) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});

async function untilReady(url) {
  for (let i = 0; i < 200; i++) {
    try {
      if ((await fetch(`${url}/readyz`)).ok) return;
    } catch { /* not yet */ }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the server did not become ready');
}

/// A trial server with the web shell, in a data folder that goes away with it.
export async function startServer() {
  const data = mkdtempSync(join(root, 'build/bench-data-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = ['serve', '--trial', '--listen', `127.0.0.1:${port}`, '--data', data, '--web', join(root, 'build/web')];
  const server = spawn(join(root, 'build/release/kaibiao'), args, { stdio: 'ignore' });
  const stop = async () => {
    const ended = new Promise((done) => server.once('exit', done));
    server.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  await untilReady(url);
  return { url, stop };
}

export async function submissionRows() {
  const server = await startServer();
  try {
    const text = execFileSync(join(root, 'build/release/kaibiao_load'), [server.url, String(clients), String(commands)], { encoding: 'utf8' });
    const measured = JSON.parse(text);
    const how = `${measured.commands} commands from ${clients} clients on the same machine, each synced before its receipt`;
    return [
      row('final submission commands', '1/s', measured.commands / measured.seconds, '>=', 400, how),
      row('final submission command, p99', 'ms', measured.p99_ms, '<=', 250, how),
    ];
  } finally {
    await server.stop();
  }
}
