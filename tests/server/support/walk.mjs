// A page of the documentation as it stands: its commands are taken out and run, block by block, as a reader would.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { kaibiao } from './server.mjs';

export const blocksOf = (page) => [...readFileSync(page, 'utf8').matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands]) => commands);

/** One reader's shell: what was exported before stays. `typed` gives a block with what is another's in place. */
export class Shell {
  constructor(home, typed) { Object.assign(this, { home, typed, before: '' }); }

  run(commands) {
    const typed = this.typed(commands);
    const env = { ...process.env, HOME: this.home, PATH: `${dirname(resolve(kaibiao))}:${process.env.PATH}`, KAIBIAO_PASSPHRASE: 'a long passphrase' };
    const child = spawn('bash', ['-eu', '-c', this.before + typed], { env });
    let told = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { told += bytes; });
    if (/^export /m.test(typed)) this.before += typed;
    return new Promise((done) => child.once('close', (status) => done({ status, told })));
  }

  async must(commands) {
    const { status, told } = await this.run(commands);
    assert.equal(status, 0, `${this.typed(commands)}\n${told}`);
    return told;
  }
}
