// A server that shows two clients two logs under one key: `kaibiao log audit` finds it from what they kept.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkpoint, inclusion, leafHash, noteKey } from './support/log.mjs';
import { kaibiao, newFolder, removeFolder } from './support/server.mjs';

const log = noteKey('liar.example/log', 1);
const folder = newFolder('split');
const at = (name) => join(folder, name);
const entry = (view, i) => Buffer.alloc(32, i < 5 ? `common ${i}` : `${view} ${i}`);

// One face of the liar. `size` may grow; `published` are the entries that it gives out.
class Face {
  constructor(view, size) {
    Object.assign(this, { view, size, published: view, signer: log });
  }
  leaves(size = this.size) {
    return Array.from({ length: size }, (_, i) => leafHash(entry(this.view, i)));
  }
  async start() {
    this.server = createServer((request, response) => {
      const tile = /^\/api\/log\/tile\/entries\/000\.p\/(\d+)$/.exec(request.url);
      if (request.url === '/api/log/checkpoint') response.end(checkpoint(this.signer, this.leaves()));
      else if (request.url === '/api/centre') response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ log_key: log.vkey }));
      else if (tile) response.end(Buffer.concat(Array.from({ length: Number(tile[1]) }, (_, i) => Buffer.concat([Buffer.of(0, 32), entry(this.published, i)]))));
      else response.writeHead(404).end();
    });
    await new Promise((done) => this.server.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }
  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}
// spawnSync would stop the server, which lives in this process.
const run = (...args) => new Promise((done) => {
  const child = spawn(kaibiao, [...args, '--log-key', log.vkey]);
  let stdout = '', stderr = '';
  child.stdout.on('data', (bytes) => { stdout += bytes; });
  child.stderr.on('data', (bytes) => { stderr += bytes; });
  child.once('exit', (status) => done({ status, stdout, stderr }));
});

let one, other;
before(async () => {
  one = await new Face('one', 20).start();
  other = await new Face('other', 30).start();
  for (const [name, face] of [['one', one], ['other', other]]) assert.equal((await run('log', 'checkpoint', '--server', face.url, '-o', at(name))).status, 0);
});
after(() => {
  one.stop();
  other.stop();
  removeFolder(folder);
});

test('split view: a log that only grew audits against everything that was kept', async () => {
  writeFileSync(at('beginning'), checkpoint(log, one.leaves(5)));
  const done = await run('log', 'audit', '--server', other.url, at('beginning'), at('other'));
  assert.equal(done.status, 0, done.stdout + done.stderr);
  assert.match(done.stdout, /no policy was given/);
});

test('split view: the checkpoint of one client against the server of the other is evidence, with an exit code of its own', async () => {
  const done = await run('log', 'audit', '--server', other.url, at('one'), '-o', at('evidence'));
  assert.equal(done.status, 4, done.stdout + done.stderr);
  for (const name of ['one', 'other']) assert.ok(done.stdout.includes(readFileSync(at(name), 'utf8')), `${name} is shown`);
  assert.equal(readFileSync(at('evidence'), 'utf8'), `${readFileSync(at('one'), 'utf8')}\n${readFileSync(at('other'), 'utf8')}`);
  const told = JSON.parse((await run('log', 'audit', '--server', other.url, at('one'), '--json')).stdout);
  assert.equal(told.consistent, false);
  assert.equal(told.error, 'log_split_view');
  assert.deepEqual(told.evidence.map(({ note }) => note), ['one', 'other'].map((name) => readFileSync(at(name), 'utf8')));
});

test('split view: a proof of logging that one client kept convicts as well', async () => {
  const hashes = inclusion(7, one.leaves()).map((hash) => `${hash.toString('base64')}\n`).join('');
  writeFileSync(at('proof'), `c2sp.org/tlog-proof@v1\nindex 7\n${hashes}\n${checkpoint(log, one.leaves())}`);
  assert.equal((await run('log', 'audit', '--server', other.url, at('proof'))).status, 4);
});

test('split view: two files of one size need no honest server', async () => {
  writeFileSync(at('same'), checkpoint(log, other.leaves(20)));
  for (const face of [one, other]) assert.equal((await run('log', 'audit', '--server', face.url, at('one'), at('same'))).status, 4);
});

test('split view: what is no evidence is told apart from it', async () => {
  const shorter = await run('log', 'audit', '--server', one.url, at('other'));
  assert.equal(shorter.status, 1);
  assert.match(shorter.stderr, /log_index_out_of_range: .*\(at \S+other; 现在出示的日志少于该存证点 the log shown now, of 20 entries, is shorter than this checkpoint, of 30\)/);
  other.published = 'one';
  const unsigned = await run('log', 'audit', '--server', other.url, at('one'));
  other.published = 'other';
  assert.equal(unsigned.status, 1);
  assert.match(unsigned.stderr, /proof_wrong/);
  const stranger = noteKey(log.name, 1);
  const idOf = (key) => `${key.name}\\+${key.id.toString('hex')}`;
  writeFileSync(at('foreign'), checkpoint(stranger, one.leaves(9)));
  const foreign = await run('log', 'audit', '--server', other.url, at('foreign'));
  assert.equal(foreign.status, 1);
  assert.match(foreign.stderr, new RegExp(`note_signature_missing: .*\\(at \\S+foreign; 接受的日志密钥 log keys accepted: ${idOf(log)}; 便笺上的签名 signatures on the note: ${idOf(stranger)}\\)`));
  const elsewhere = noteKey('elsewhere.example/log', 1);
  one.signer = elsewhere;
  const misled = await run('log', 'checkpoint', '--server', one.url);
  one.signer = log;
  assert.match(misled.stderr, new RegExp(`note_signature_missing: .*\\(at ${one.url}; 接受的日志密钥 log keys accepted: ${idOf(log)}; .*: ${idOf(elsewhere)}\\)`));
});

test('split view: of many files every wrong one is named with what is wrong', async () => {
  writeFileSync(at('hello'), 'hello\n');
  writeFileSync(at('half'), '{"event":{"header":');
  writeFileSync(at('cut'), checkpoint(log, one.leaves(9)).slice(0, 20));
  writeFileSync(at('lock.age'), 'age-encryption.org/v1\n');
  const done = await run('log', 'audit', '--server', one.url, at('beginning'), at('hello'), at('one'), at('half'), at('cut'), at('lock.age'), at('gone'));
  assert.equal(done.status, 1);
  const [told] = done.stderr.split('\n');
  assert.match(told, /^kaibiao: note_malformed: 签名便笺格式错误。 \(at \S+hello; 此处应为存证点、回执或存证证明 a checkpoint, a receipt or a proof of logging is expected here: 签名之前没有空行 there is no blank line before the signatures; 其他有误的文件 other wrong files; /);
  for (const [name, why] of [['half', 'JSON 文本格式错误'], ['cut', '签名便笺格式错误'], ['lock\\.age', '该文件不是此处所需的文件'], ['gone', '无法读取文件']]) assert.match(told, new RegExp(`; \\S*/${name}[^;]*: ${why}`));
  for (const name of ['beginning', 'one']) assert.ok(!told.includes(at(name)), name);
});
