// Starts the real binary on a free port of loopback, in a data folder of its own.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const kaibiao = process.env.KAIBIAO_BIN ?? 'build/release/kaibiao';

// A test that failed half-way may leave a server behind: it must not keep the run alive.
const running = new Set();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));
setTimeout(() => {
  console.error('this file has run for a quarter of an hour: something hangs');
  process.exit(1);
}, 900_000).unref();

export const run = (args, options = {}) =>
  spawnSync(kaibiao, args, { encoding: 'utf8', maxBuffer: 64 << 20, ...options, env: { ...process.env, ...options.env } });

export const newFolder = (name = 'server') => mkdtempSync(join(tmpdir(), `kaibiao-${name}-`));
export const removeFolder = (folder) => rmSync(folder, { recursive: true, force: true });
// About `size` bytes between the marks that a complete PDF has at either end.
export const pdf = (size) => Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(size, '% filling\n'), Buffer.from('%%EOF\n')]);
export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export class Server {
  // options: command, data, listen, args, env, binary
  static async start(options = {}) {
    const server = new Server();
    server.data = options.data ?? newFolder();
    server.ownsData = options.data === undefined;
    const args = [options.command ?? 'serve', '--listen', options.listen ?? '127.0.0.1:0', '--data', server.data, ...(options.args ?? ['--trial'])];
    server.process = spawn(options.binary ?? kaibiao, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } });
    running.add(server.process);
    server.process.once('exit', () => running.delete(server.process));
    server.output = '';
    server.errors = '';
    server.ended = new Promise((done) => server.process.once('exit', (code, signal) => done({ code, signal })));
    server.process.stderr.on('data', (bytes) => { server.errors += bytes; });
    await new Promise((ready, failed) => {
      server.process.stdout.on('data', (bytes) => {
        server.output += bytes;
        const found = server.output.match(/(?:ready at |开标 Kaibiao {2}— {2})(\S+)/);
        if (found) {
          server.url = found[1];
          ready();
        }
      });
      server.ended.then(({ code, signal }) => failed(new Error(`the server ended: ${code ?? signal}\n${server.output}${server.errors}`)));
    });
    server.port = Number(new URL(server.url).port);
    return server;
  }

  async stop(signal = 'SIGTERM') {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill(signal);
    const how = await this.ended;
    assert.doesNotMatch(this.errors, /Sanitizer|runtime error:/);
    if (this.ownsData) removeFolder(this.data);
    return how;
  }
}

// What a start that must fail says.
export function refused(args, options = {}) {
  const done = run(args, { timeout: 20_000, ...options });
  assert.notEqual(done.status, 0, `it started:\n${done.stdout}`);
  return done.stdout + done.stderr;
}
