// Backups while the server runs, damage that is found, and a restored server that signs nothing before it is reconciled.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Person, problemOf } from './support/person.mjs';
import { Server, newFolder, removeFolder, run } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';

const folder = newFolder('backup');
const at = (name) => join(folder, name);
let server, tool, tender, bidder, checkpoint;

before(async () => {
  server = await Server.start({ data: at('data'), args: ['--trial', '--set', 'log.cover_milliseconds=3600000'] });
  tool = new Tool();
  tender = await Tender.publish(server.url, tool, 600);
  bidder = await Person.enter(server.url, 'bidder');
  await tender.submit(bidder, { volume: 100_000 });
}, { timeout: 60_000 });
after(async () => {
  tool.end();
  tender.end();
  removeFolder(folder);
});

const must = (...args) => {
  const done = run(['backup', ...args]);
  assert.equal(done.status, 0, done.stdout + done.stderr);
  return done.stdout;
};
// A backup command that finds damage: exit code 1 and the reason.
const damaged = (reason, ...args) => {
  const done = run(['backup', ...args]);
  assert.equal(done.status, 1, `${args.join(' ')}\n${done.stdout}${done.stderr}`);
  assert.match(done.stderr, reason);
};
const checkpointOf = async (one) => (await fetch(`${one.url}/api/log/checkpoint`)).text();

test('backup: made while the server runs, complete and intact', async () => {
  // The log must not grow between the copy and the checkpoint that it is compared with.
  for (let i = 0; i < 5; i++) {
    const before = await checkpointOf(server);
    assert.match(must('create', '--data', at('data'), at('copy')), /backed up/);
    checkpoint = await checkpointOf(server);
    if (checkpoint === before) break;
    rmSync(at('copy'), { recursive: true });
  }
  assert.match(must('verify', at('copy')), /intact/);
  assert.equal(run(['backup', 'create', '--data', at('data'), at('copy')]).status, 3, 'a backup is never overwritten');
  const manifest = JSON.parse(readFileSync(at('copy/manifest.json')));
  assert.ok(manifest.files.some(({ path }) => path.startsWith('blobs/')));
  assert.ok(manifest.files.some(({ path }) => path === 'keys/log.key'));
});

test('backup: any damage is found', () => {
  const manifest = JSON.parse(readFileSync(at('copy/manifest.json')));
  for (const { path } of manifest.files) {
    const file = at(`copy/${path}`);
    const bytes = readFileSync(file);
    const changed = Buffer.from(bytes);
    changed[Math.floor(changed.length / 2)] ^= 1;
    writeFileSync(file, changed);
    damaged(/backup_damaged/, 'verify', at('copy'));
    writeFileSync(file, bytes.subarray(1));
    damaged(/backup_damaged/, 'verify', at('copy'));
    writeFileSync(file, bytes);
  }
  const part = manifest.files.find(({ path }) => path.startsWith('blobs/')).path;
  const bytes = readFileSync(at(`copy/${part}`));
  rmSync(at(`copy/${part}`));
  damaged(/backup_damaged.*missing/, 'verify', at('copy'));
  writeFileSync(at(`copy/${part}`), bytes);
  appendFileSync(at('copy/manifest.json'), '\n');
  damaged(/backup_damaged/, 'verify', at('copy'));
  const text = readFileSync(at('copy/manifest.json'), 'utf8').trimEnd();
  writeFileSync(at('copy/manifest.json'), text.replace('"path":"keys/log.key"', '"path":"../escaped"'));
  damaged(/backup_damaged/, 'restore', at('copy'), '--data', at('escaped-data'));
  assert.ok(!existsSync(at('escaped')) && !existsSync(at('escaped-data')), 'something was written');
  writeFileSync(at('copy/manifest.json'), text);
  must('verify', at('copy'));
  writeFileSync(at(`copy/${part}`), bytes.subarray(1));
  damaged(/backup_damaged/, 'restore', at('copy'), '--data', at('half/data'));
  assert.deepEqual(readdirSync(at('half')), [], 'a half-made folder is left');
  writeFileSync(at(`copy/${part}`), bytes);
});

test('backup: a folder that is none, or is not there, is told as that', () => {
  damaged(/backup_missing.*manifest\.json/, 'verify', at('data'));
  damaged(/backup_missing/, 'restore', at('data'), '--data', at('never'));
  const nowhere = run(['backup', 'verify', at('nowhere')]);
  assert.equal(nowhere.status, 3);
  assert.match(nowhere.stderr, /file_unreadable.*nowhere/);
});

test('backup: a restored server shows everything and signs nothing until it is reconciled', async () => {
  must('restore', at('copy'), '--data', at('restored'));
  assert.equal(run(['backup', 'restore', at('copy'), '--data', at('restored')]).status, 3, 'data are never overwritten');
  await server.stop();
  server = await Server.start({ data: at('restored') });
  for (const person of [bidder, tender.tenderer, tender.supervisor]) person.url = server.url;
  assert.ok((await bidder.get(`/api/lots/${tender.lot}`)).my_bid);
  const before = await checkpointOf(server);
  const suspend = async () => {
    const payload = { ...await tender.supervisor.envelope('suspend', tender.lot, await tender.view()), reason: { zh: '核查', en: '' } };
    return tender.supervisor.fetch(`/api/lots/${tender.lot}/commands`, { method: 'POST', body: tender.supervisor.sign(payload, 'suspend') });
  };
  const refused = await suspend();
  assert.equal(refused.status, 503);
  assert.equal(await problemOf(refused), 'log_reconcile_required');
  assert.equal(await checkpointOf(server), before);
  assert.equal(checkpoint, before, 'the restored log is not the one that was copied');
  const ready = await fetch(`${server.url}/readyz`);
  assert.equal(ready.status, 503);
  assert.equal(await problemOf(ready), 'log_reconcile_required');
  assert.equal((await fetch(`${server.url}/livez`)).status, 200);
  await server.stop();

  writeFileSync(at('newest'), checkpoint);
  must('reconcile', '--data', at('restored'), '--checkpoint', at('newest'));
  server = await Server.start({ data: at('restored') });
  for (const person of [bidder, tender.tenderer, tender.supervisor]) person.url = server.url;
  assert.equal((await suspend()).status, 200);
  assert.equal((await fetch(`${server.url}/readyz`)).status, 200);
  await server.stop();
});

test('backup: a log that lost entries goes on only under another name', async () => {
  const ahead = await Server.start({ data: at('data'), args: ['--trial', '--set', 'log.cover_milliseconds=50'] });
  const sizeOf = (note) => Number(note.split('\n')[1]);
  let newest = await checkpointOf(ahead);
  for (let i = 0; i < 200 && sizeOf(newest) <= sizeOf(checkpoint); i++) {
    await new Promise((done) => setTimeout(done, 50));
    newest = await checkpointOf(ahead);
  }
  assert.ok(sizeOf(newest) > sizeOf(checkpoint), 'the log does not grow');
  writeFileSync(at('ahead'), newest);
  const { log_key: oldName } = await (await fetch(`${ahead.url}/api/centre`)).json();
  await ahead.stop();
  must('restore', at('copy'), '--data', at('behind'));
  const refusedAs = (reason, note) => {
    const done = run(['backup', 'reconcile', '--data', at('behind'), '--checkpoint', at(note)]);
    assert.notEqual(done.status, 0, done.stdout);
    assert.match(done.stderr, reason);
  };
  refusedAs(/log_reconcile_required/, 'ahead');
  const forged = newest.replace(/\n\d+\n/, '\n16\n');
  assert.notEqual(forged, newest);
  writeFileSync(at('forged'), forged);
  refusedAs(/note_signature_wrong/, 'forged');
  const oldKey = readFileSync(at('behind/keys/log.key'));
  const origin = must('reconcile', '--data', at('behind'), '--new-origin').match(/goes on as (\S+)/)[1];
  const fresh = await Server.start({ data: at('behind') });
  const centre = await (await fetch(`${fresh.url}/api/centre`)).json();
  assert.equal(centre.origin, origin);
  assert.notEqual(origin, readFileSync(at('ahead'), 'utf8').split('\n')[0]);
  const publicKey = (logKey) => logKey.split('+').at(-1);
  assert.notEqual(publicKey(centre.log_key), publicKey(oldName), 'the new log signs with the old key');
  assert.deepEqual(readFileSync(at('behind/keys/log.key')), oldKey, 'the old key is gone');
  await fresh.stop();
});

const damage = (statement) => execFileSync('python3', ['-c', `
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
${statement}
database.commit()`, at('data/kaibiao.db')]);

test('rebuild: lists and tiles come out of the events as they were, and damaged events are named', async () => {
  const before = await Server.start({ data: at('data') });
  const list = await (await fetch(`${before.url}/api/lots`)).text();
  const tile = async (server) => Buffer.from(await (await fetch(`${server.url}/api/log/tile/0/000.p/16`)).arrayBuffer()).toString('hex');
  const hashes = await tile(before);
  assert.match(run(['rebuild', '--data', at('data')]).stderr, /data_folder_in_use/);
  await before.stop();
  damage("database.execute('delete from lots'); database.execute('update log_tiles set hashes = zeroblob(length(hashes))')");
  const report = run(['rebuild', '--data', at('data'), '--json']);
  assert.equal(report.status, 0, report.stderr);
  assert.equal(JSON.parse(report.stdout).lots, 1);
  const after = await Server.start({ data: at('data') });
  assert.equal(await (await fetch(`${after.url}/api/lots`)).text(), list);
  assert.equal(await tile(after), hashes);
  await after.stop();
  damage(`sequence, payload = database.execute('select sequence, payload from events order by sequence desc limit 1').fetchone()
payload = bytearray(payload); payload[50] ^= 1
database.execute('update events set payload = ? where sequence = ?', (bytes(payload), sequence))`);
  const refused = run(['rebuild', '--data', at('data')]);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /event_payload_mismatch/);
});
