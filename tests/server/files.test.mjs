// No command writes over a file that is there, leaves half of what it writes behind, or names a file nobody named.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Server, newFolder, removeFolder, run } from './support/server.mjs';

const folder = newFolder('files');
const at = (...names) => join(folder, ...names);
const env = { KAIBIAO_PASSPHRASE: 'a long passphrase' };
const cli = (...args) => run(args, { env });
const must = (...args) => {
  const done = cli(...args);
  assert.equal(done.status, 0, `${args.join(' ')}\n${done.stdout}${done.stderr}`);
  return done.stdout;
};
const mine = 'what was here before\n';
const nowhere = ['--server', 'http://127.0.0.1:1'];
const lot = '0'.repeat(32);

before(() => {
  writeFileSync(at('there'), mine);
  must('keygen', '-o', at('key.pem'));
});
after(() => removeFolder(folder));

const person = ['--key', at('key.pem'), '--certificate', at('key.pem')];
const secret = ['--secret', at('key.pem')];
const trust = ['--lot', lot, '--log-key', 'centre.example+0+A', '--root', at('key.pem')];
// Each command with everything it needs but the file to write: told before anything is read, asked for or sent.
const commands = {
  keygen: ['keygen'], 'keygen --age': ['keygen', '--age'], csr: ['csr', '-k', at('key.pem'), '--id', 'X', '--name', 'X'],
  init: ['officer', 'init', '--panel', 'p', '--public', at('new')],
  round1: ['officer', 'round1', '--threshold', '1', '--member', at('key.pem'), ...secret, '--public', at('new')],
  round2: ['officer', 'round2', '--message', at('key.pem'), ...secret, '--public', at('new')],
  round3: ['officer', 'round3', '--signature', at('key.pem'), ...secret, '--public', at('new')],
  recover: ['officer', 'recover', '--message', at('key.pem'), '--panel-certificate', at('key.pem'), ...secret],
  rehearse: ['officer', 'rehearse', '--member', at('key.pem'), ...secret, ...person, '--centre', 'c', '--origin', 'o'],
  panel: ['officer', 'panel', '--panel-certificate', at('key.pem'), '--statement', at('key.pem')],
  'officer draw': ['officer', 'draw', '--unchecked-close', '--message', at('key.pem'), ...secret],
  'draw commit': ['draw', 'commit', '--list', at('key.pem'), '--lot', lot, '--freezing', '0'.repeat(64)],
  'draw run': ['draw', 'run', '--message', at('key.pem'), '--list', at('key.pem'), '--panel', at('key.pem'), '--release', at('key.pem')],
  'submit --fetch-tender': ['submit', '--fetch-tender', lot, ...nowhere],
  release: ['release', ...nowhere, ...trust, '--receipt', at('key.pem'), '--secrets', at('key.pem')],
};
for (const [name, args] of Object.entries(commands)) {
  test(`files: ${name} writes over nothing`, () => {
    const refused = cli(...args, '--out', at('there'));
    assert.notEqual(refused.status, 0);
    assert.match(refused.stderr, /file_exists: 文件已存在。 \(at \S+there\b/);
    assert.equal(readFileSync(at('there'), 'utf8'), mine);
    assert.ok(!existsSync(at('new')), 'nor is anything written beside it');
  });
}

test('files: a receipt and a certificate chain are no place for others either', () => {
  const submitted = cli('submit', at('key.pem'), ...nowhere, ...person, '--receipt', at('there'));
  assert.match(submitted.stderr, /file_kind_wrong|file_exists/);
  const certified = cli(...commands.csr, '-o', at('request.pem'), '--demo-ca', 'http://127.0.0.1:1', '--certificate', at('there'));
  assert.match(certified.stderr, /file_exists: .*\(at \S+there\)/);
  assert.ok(!existsSync(at('request.pem')));
  assert.equal(readFileSync(at('there'), 'utf8'), mine);
});

test('files: a request for a certificate makes way for the same key\'s next', () => {
  must(...commands.csr, '-o', at('again.pem'));
  const first = readFileSync(at('again.pem'), 'utf8');
  must('csr', '-k', at('key.pem'), '--id', 'Y', '--name', 'Y', '-o', at('again.pem'));
  assert.notEqual(readFileSync(at('again.pem'), 'utf8'), first);
});

test('files: the secret and the public file are two, however they are written, and one folder away is asked for first', () => {
  mkdirSync(at('rounds'));
  const told = (out, open) => {
    const refused = cli('officer', 'init', '--panel', 'p', '-o', out, '--public', open);
    assert.notEqual(refused.status, 0, refused.stdout);
    assert.deepEqual(readdirSync(at('rounds')), [], 'nothing is left behind');
    return refused.stderr;
  };
  assert.match(told(at('rounds/x'), at('rounds/x')), /usage: .*\(at \S+x; 两个输出是同一个文件 two outputs are the same file\)/);
  assert.match(told(at('rounds/x'), `${at('rounds')}/./x`), /two outputs are the same file/);
  assert.match(told(at('rounds/x'), at('gone/x.json')), /file_unwritable: .*\(at \S+gone\/x\.json; 没有该文件或目录 No such file or directory\)/);
  assert.match(told(at('gone/x'), at('rounds/x.json')), /file_unwritable: .*\(at \S+gone\/x; /);
  must('officer', 'init', '--panel', 'p', '-o', at('rounds/x'), '--public', at('rounds/x.json'));
  assert.deepEqual(readdirSync(at('rounds')).sort(), ['x', 'x.json']);
});

test('files: anchors that were accepted are kept; another centre\'s do not take their place', { timeout: 60_000 }, async () => {
  const server = await Server.start({ args: ['--trial'] });
  const trusting = ['trust', '--server', server.url, '--out', at('anchors')];
  must(...trusting);
  must(...trusting);
  writeFileSync(at('anchors', 'log.vkey'), mine);
  const refused = cli(...trusting);
  await server.stop();
  assert.match(refused.stderr, /file_exists: .*\(at \S+log\.vkey; 其中内容不同 it holds something else\)/);
  assert.equal(readFileSync(at('anchors', 'log.vkey'), 'utf8'), mine);
});

test('files: a tender is played only into a folder where nothing of one lies', () => {
  mkdirSync(at('played'));
  writeFileSync(at('played', 'bundle.json'), mine);
  const refused = cli('demo', '--once', ...nowhere, '--out', at('played'));
  assert.match(refused.stderr, /file_exists: .*\(at \S+bundle\.json\)/);
  assert.equal(readFileSync(at('played', 'bundle.json'), 'utf8'), mine);
});

test('files: help that is pointed to is that of the subcommand', () => {
  assert.match(cli('officer', 'round1').stderr, /用法 usage: kaibiao officer round1 --help/);
  assert.match(cli('draw', 'run').stderr, /用法 usage: kaibiao draw run --help/);
});
