// Runs `kaibiao witness`.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { kaibiao } from './server.mjs';

const running = new Set();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export class Witness {
  // options: folder, name, logs (verifier keys), listen, binary, env
  static async start(options) {
    const witness = new Witness();
    const args = ['witness', '--listen', options.listen ?? '127.0.0.1:0', '--folder', options.folder, ...(options.name ? ['--name', options.name] : []),
      ...options.logs.flatMap((vkey) => ['--log', vkey]), ...(options.args ?? [])];
    witness.process = spawn(options.binary ?? kaibiao, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } });
    running.add(witness.process);
    witness.output = '';
    witness.ended = new Promise((done) => witness.process.once('exit', (code, signal) => { running.delete(witness.process); done({ code, signal }); }));
    witness.process.stderr.on('data', (bytes) => { witness.output += bytes; });
    await new Promise((ready, failed) => {
      witness.process.stdout.on('data', (bytes) => {
        witness.output += bytes;
        const found = /witness (\S+)\nready at (\S+)/.exec(witness.output);
        if (found) {
          [, witness.vkey, witness.url] = found;
          ready();
        }
      });
      witness.ended.then(({ code, signal }) => failed(new Error(`the witness ended: ${code ?? signal}\n${witness.output}`)));
    });
    return witness;
  }
  async add(body) {
    const answer = await fetch(`${this.url}/add-checkpoint`, { method: 'POST', body });
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  }
  async stop(signal = 'SIGTERM') {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill(signal);
    const how = await this.ended;
    assert.doesNotMatch(this.output, /Sanitizer|runtime error:/);
    return how;
  }
}
