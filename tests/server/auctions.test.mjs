// `kaibiao demo --once --auctions FILE`: auctions of a file played through the public API, and who came first.
// Without support/server.mjs, which ends whatever runs for four minutes: the historical auctions take longer.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const kaibiao = process.env.KAIBIAO_BIN ?? 'build/release/kaibiao';
const folder = mkdtempSync(join(tmpdir(), 'kaibiao-auctions-'));
const at = (name) => join(folder, name);
const run = (args) => spawnSync(kaibiao, args, { encoding: 'utf8', maxBuffer: 64 << 20 });
after(() => rmSync(folder, { recursive: true, force: true }));

// Each auction ends otherwise when the rule named in its title is broken.
const head = 'auction,date,title,reserve_price_yen,minimum_price_yen,bidder,bid_yen,won\n';
const auctions = [
  ['1', 'a tie has two firsts', '1000000', '800000', 'A', '900000', ''], ['1', 'a tie has two firsts', '1000000', '800000', 'B', '900000', '1'],
  ['2', 'a bid under the minimum is none', '2000000', '1500000', 'A', '1400000', ''], ['2', 'a bid under the minimum is none', '2000000', '1500000', 'B', '1600000', '1'],
  ['3', 'the data has another winner', '3000000', '', 'A', '2500000', ''], ['3', 'the data has another winner', '3000000', '', 'B', '2600000', '1'],
  ['4', 'the first of two rows counts', '2000000', '', 'A', '1600000', '1'], ['4', 'the first of two rows counts', '2000000', '', 'B', '1700000', ''], ['4', 'the first of two rows counts', '2000000', '', 'B', '1510000', ''],
  ['5', 'the first row counts though it is higher than the second', '2000000', '', 'A', '1600000', ''], ['5', 'the first row counts though it is higher than the second', '2000000', '', 'B', '1510000', '1'], ['5', 'the first row counts though it is higher than the second', '2000000', '', 'B', '1700000', ''],
  ['6', 'a blank is no bid', '2000000', '', 'A', '', ''], ['6', 'a blank is no bid', '2000000', '', 'B', '1900000', '1'], ['6', 'a blank is no bid', '2000000', '', 'C', '1950000', ''],
  ['7', 'nobody wins with a blank', '2000000', '', 'A', '', '1'], ['7', 'nobody wins with a blank', '2000000', '', 'B', '1900000', ''],
  ['8', 'a bid above the reserve price is none', '2000000', '', 'A', '2000001', '1'], ['8', 'a bid above the reserve price is none', '2000000', '', 'B', '2100000', ''],
  ['9', 'the reserve price itself is a bid', '2000000', '', 'A', '2000000', '1'], ['9', 'the reserve price itself is a bid', '2000000', '', 'B', '2000001', ''],
];
const csvOf = (rows) => head + rows.map(([number, title, ...rest]) => [number, '2008-01-15', title, ...rest.slice(0, 4), rest[4] || '0'].join(',')).join('\n') + '\n';

test('demo: the auctions of a file are played, and those that end otherwise are listed', { timeout: 180_000 }, () => {
  writeFileSync(at('auctions.csv'), csvOf(auctions));
  mkdirSync(at('out'));
  const done = run(['demo', '--once', '--auctions', at('auctions.csv'), '--out', at('out')]);
  assert.equal(done.status, 0, done.stdout + done.stderr);
  const told = done.stdout.slice(done.stdout.indexOf('the winner in the data'));
  assert.equal(told, 'the winner in the data is among those ranked first in 6 of 9 auctions\n'
    + '  auction 3 (the data has another winner): first A; in the data B\n'
    + '  auction 7 (nobody wins with a blank): first B; in the data A\n'
    + '  auction 8 (a bid above the reserve price is none): first nobody; in the data A\n');
});

test('demo: a file of auctions that is wrong is refused with its line', () => {
  writeFileSync(at('bad.csv'), `${head}1,2008-01-15,road,ten,800000,A,900000,1\n`);
  const done = run(['demo', '--once', '--auctions', at('bad.csv')]);
  assert.equal(done.status, 1);
  assert.match(done.stderr, /request_malformed: .*\(at line 2; reserve_price_yen: ten\)/);
  writeFileSync(at('none.csv'), 'a,b\n1,2\n');
  const none = run(['demo', '--once', '--auctions', at('none.csv')]);
  assert.equal(none.status, 1);
  assert.match(none.stderr, /request_malformed: .*\(at line 1; column missing: auction\)/);
});

test('demo: the historical auctions, where the file is at hand', { timeout: 900_000 }, (t) => {
  const file = process.env.KAIBIAO_AUCTIONS;
  if (!file) return t.skip('KAIBIAO_AUCTIONS names no file');
  const done = run(['demo', '--once', '--auctions', file]);
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stdout, /ranked first in 685 of 691 auctions/);
  assert.deepEqual([...done.stdout.matchAll(/^ {2}auction (\d+) \(/gm)].map(([, number]) => number).sort(), ['273', '423', '570', '577', '848', '874']);
});
