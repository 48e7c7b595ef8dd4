// Every subcommand: its help, its exit codes, its errors as text and as JSON; and the auctions of a file.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { newFolder, removeFolder, run } from './support/server.mjs';

const folder = newFolder('command-line');
const at = (name) => join(folder, name);
after(() => removeFolder(folder));

const commands = ['serve', 'seal', 'open', 'submit', 'release', 'receipt', 'verify', 'draw', 'keygen', 'csr', 'age', 'log', 'demo', 'backup', 'rebuild', 'score', 'officer'];

test('command line: the program lists its commands, and each has help', () => {
  const listed = run(['--help']).stdout;
  for (const command of commands) {
    assert.match(listed, new RegExp(`^ *${command}\\b`, 'm'), command);
    const help = run([command, '--help']);
    assert.equal(help.status, 0, command);
    assert.ok(help.stdout.includes(`kaibiao ${command}`), command);
  }
});

test('command line: what is not understood exits with 2, as text and, asked for JSON, as JSON', () => {
  for (const command of commands) {
    const done = run([command, '--no-such-flag']);
    assert.equal(done.status, 2, `${command}: ${done.status}\n${done.stderr}`);
    assert.ok(done.stderr.length > 0, command);
  }
  assert.equal(run(['no-such-command']).status, 2);
});

test('command line: a file that is not there exits with 3, one that is wrong with 1, and says why', () => {
  const missing = run(['verify', at('nothing.json'), '--json']);
  assert.equal(missing.status, 3);
  assert.match(missing.stdout + missing.stderr, /file_unreadable/);
  writeFileSync(at('wrong.json'), '{"a":1}');
  const wrong = run(['verify', at('wrong.json'), '--json']);
  assert.equal(wrong.status, 1);
  assert.equal(JSON.parse(wrong.stdout).passed, false);
  const receipt = run(['receipt', 'verify', at('wrong.json'), '--log-key', 'x']);
  assert.equal(receipt.status, 1);
  assert.match(receipt.stderr, /verifier_key_malformed/);
  const log = run(['log', 'checkpoint', '--server', 'http://127.0.0.1:1']);
  assert.equal(log.status, 3);
  assert.match(log.stderr, /server_unreachable/);
});

// Three auctions: a tie, a bid under the minimum, blank prices, a bidder listed twice.
const head = 'auction,date,title,reserve_price_yen,minimum_price_yen,bidder,bid_yen,won\n';
const auctions = [
  ['1', '2008-01-15', 'road', '1000000', '800000', 'A', '900000', '1'],
  ['1', '2008-01-15', 'road', '1000000', '800000', 'B', '900000', '0'],
  ['1', '2008-01-15', 'road', '1000000', '800000', 'C', '', '0'],
  ['2', '2008-01-16', 'school', '2000000', '1500000', 'A', '1400000', '0'],
  ['2', '2008-01-16', 'school', '2000000', '1500000', 'B', '1600000', '1'],
  ['2', '2008-01-16', 'school', '2000000', '1500000', 'B', '1550000', '0'],
  ['3', '2008-01-17', 'bridge', '3000000', '', 'A', '2500000', '0'],
  ['3', '2008-01-17', 'bridge', '3000000', '', 'B', '2600000', '1'],
];

test('demo: the auctions of a file are played, and those that end otherwise are listed', { timeout: 120_000 }, () => {
  writeFileSync(at('auctions.csv'), head + auctions.map((row) => row.join(',')).join('\n') + '\n');
  mkdirSync(at('out'));
  const done = run(['demo', '--once', '--auctions', at('auctions.csv'), '--out', at('out')]);
  assert.equal(done.status, 0, done.stdout + done.stderr);
  assert.match(done.stdout, /ranked first in 2 of 3 auctions\n {2}auction 3 \(bridge\): first A; in the data B\n/);
});

test('demo: a file of auctions that is wrong is refused with its line', () => {
  writeFileSync(at('bad.csv'), `${head}1,2008-01-15,road,ten,800000,A,900000,1\n`);
  const done = run(['demo', '--once', '--auctions', at('bad.csv')]);
  assert.notEqual(done.status, 0);
  assert.match(done.stderr, /2/);
  writeFileSync(at('none.csv'), 'a,b\n1,2\n');
  assert.notEqual(run(['demo', '--once', '--auctions', at('none.csv')]).status, 0);
});

test('demo: the historical auctions, where the file is at hand', { timeout: 900_000 }, (t) => {
  const file = process.env.KAIBIAO_AUCTIONS;
  if (!file) return t.skip('KAIBIAO_AUCTIONS names no file');
  const done = run(['demo', '--once', '--auctions', file]);
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stdout, /ranked first in 685 of 691 auctions/);
});
