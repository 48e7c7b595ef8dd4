// What was written by schema 1 and as bundle version 1 (tests/vectors/frozen) is read by the present program, for ever.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Client } from './support/person.mjs';
import { Server, newFolder, removeFolder, run } from './support/server.mjs';

const frozen = (name) => readFileSync(join('tests/vectors/frozen', name));
const facts = JSON.parse(frozen('facts_v1.json'));
const folder = newFolder('frozen');
const at = (name) => join(folder, name);
after(() => removeFolder(folder));

test('frozen: the bundle of version 1 verifies against its anchors', () => {
  writeFileSync(at('bundle.json'), gunzipSync(frozen('bundle_v1.json.gz')));
  writeFileSync(at('root.pem'), facts.root_pem);
  writeFileSync(at('log.vkey'), `${facts.log_key}\n`);
  const verdict = run(['verify', at('bundle.json'), '--root', at('root.pem'), '--log-key', at('log.vkey'), '--json']);
  assert.equal(verdict.status, 0, verdict.stdout + verdict.stderr);
  const report = JSON.parse(verdict.stdout);
  assert.equal(report.passed, true);
  assert.ok(report.checks.length >= 11);
  for (const check of report.checks) assert.equal(check.verdict, 'passed', JSON.stringify(check));
});

test('frozen: every byte of that bundle still counts', () => {
  const bytes = gunzipSync(frozen('bundle_v1.json.gz'));
  for (const share of [0, 0.01, 0.2, 0.4, 0.6, 0.8, 0.999]) {
    const copy = Buffer.from(bytes);
    copy[Math.floor(share * bytes.length)] ^= 1;
    writeFileSync(at('changed.json'), copy);
    assert.equal(run(['verify', at('changed.json')]).status, 1, `at ${share}`);
  }
});

function unpackDatabase(name) {
  const data = at(name);
  mkdirSync(data);
  const bytes = gunzipSync(frozen('database_v1.db.gz'));
  assert.equal(bytes.readUInt32BE(60), 1, 'the file is of schema 1');
  writeFileSync(join(data, 'kaibiao.db'), bytes);
  return data;
}
const serving = ['--trial', '--set', 'centre.id=frozen-city'];

// What a server shows of the lot: everything that is public.
async function shown(data) {
  const server = await Server.start({ data, args: serving });
  const anybody = new Client(server.url);
  const lots = await anybody.get('/api/lots');
  const view = await anybody.get(`/api/lots/${facts.lot}`);
  const board = await anybody.get(`/api/lots/${facts.lot}/board`);
  const { events } = await anybody.get(`/api/lots/${facts.lot}/events?from=0`);
  const tile = Buffer.from(await (await fetch(`${server.url}/api/log/tile/0/001.p/144`)).arrayBuffer()).toString('hex');
  const proof = (await (await fetch(`${server.url}/api/log/proof?hash=${facts.head}`)).text()).split('\n')[0];
  await server.stop();
  return { lots, view: { ...view, now: null }, board: { ...board, now: null }, events, tile, proof };
}

test('frozen: a database of schema 1 opens, shows its lot as it was, and goes on', { timeout: 60_000 }, async () => {
  const seen = await shown(unpackDatabase('opened'));
  assert.equal(seen.lots.lots.length, 1);
  assert.deepEqual(seen.lots.lots[0].project, seen.view.notice.project.name);
  assert.equal(seen.view.phase, facts.phase);
  assert.equal(seen.view.head, facts.head);
  assert.equal(seen.events.length, facts.events_count);
  assert.equal(seen.board.rows.length, 3);
  assert.equal(seen.proof, 'c2sp.org/tlog-proof@v1');
  // The bytes that were stored are the bytes that are shown.
  const stored = new Map(JSON.parse(frozen('events_v1.json')).events.map((event) => [event.header, event]));
  const met = seen.events.filter(({ header }) => stored.has(header));
  // All but submission and withdrawal, which stand in streams of their own.
  assert.equal(met.length, 14);
  for (const event of met) if (event.payload) assert.equal(event.payload, stored.get(event.header).payload);
  let previous = '0'.repeat(64);
  for (const { header } of seen.events) {
    assert.equal(JSON.parse(header).previous, previous);
    previous = createHash('sha256').update('kaibiao/event/v1').update(header).digest('hex');
  }
  assert.equal(previous, facts.head);
});

test('frozen: its lists and tiles are made again from its events, and are the same', { timeout: 60_000 }, async () => {
  const before = await shown(unpackDatabase('before'));
  const data = unpackDatabase('rebuilt');
  const report = run(['rebuild', '--data', data, '--json']);
  assert.equal(report.status, 0, report.stderr);
  assert.equal(JSON.parse(report.stdout).lots, 1);
  assert.deepEqual(await shown(data), before);
});
