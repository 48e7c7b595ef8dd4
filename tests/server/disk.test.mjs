// A full disk, during an upload and during a commit: said so, nothing that was accepted is lost, and it goes on when there is room.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Person, problemOf } from './support/person.mjs';
import { Server, newFolder, pause, removeFolder } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';

const disk = newFolder('disk');
const data = join(disk, 'data');
const filling = join(disk, 'filling');
let mounted = false;
let server, tool, tender;

before(async () => {
  if (process.getuid() !== 0) return;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk], { stdio: 'ignore' });
    mounted = true;
  } catch { /* a container without the right to mount */ }
});
after(async () => {
  await server?.stop();
  tool?.end();
  tender?.end();
  if (mounted) execFileSync('umount', [disk]);
  removeFolder(disk);
});

const room = () => { const { bavail, bsize } = statfsSync(disk); return bavail * bsize; };
const leave = (bytes) => writeFileSync(filling, Buffer.alloc(Math.max(0, room() - bytes)));

test('disk full: uploads and commits are refused with 507, what was accepted stays, and with room again all goes on', { timeout: 120_000 }, async (t) => {
  if (!mounted) return t.skip('needs the right to mount a small disk');
  server = await Server.start({ data });
  tool = new Tool();
  tender = await Tender.publish(server.url, tool, 600);
  const [early, waiting, large] = await Promise.all(Array.from({ length: 3 }, () => Person.enter(server.url, 'bidder')));
  const accepted = await tender.submit(early, { volume: 1000 });
  const prepared = await tender.prepare(waiting, { volume: 1000 });
  const sealed = await tender.seal(large, { volume: 4_000_000 });
  const volume = sealed.bytes[1];

  leave(1_000_000);
  const created = await tender.create(large, volume.length);
  assert.equal(created.status, 201, await created.text());
  const location = created.headers.get('location');
  assert.equal(await problemOf(await tender.piece(large, location, 0, volume)), 'disk_full');
  const standing = Number((await tender.head(large, location)).headers.get('upload-offset'));
  assert.ok(standing < volume.length);

  rmSync(filling);
  leave(0);
  // The journal cannot be written either, and the server says so until it can.
  const ready = () => fetch(`${server.url}/readyz`);
  let unready;
  for (let i = 0; i < 500; i++) {
    unready = await ready();
    if (unready.status !== 200) break;
  }
  assert.equal(unready.status, 503);
  assert.equal(unready.headers.get('retry-after'), '1');
  assert.equal(await problemOf(unready), 'journal_unwritable');
  const refused = await tender.send(waiting, prepared.jws);
  assert.equal(refused.status, 507);
  assert.equal(await problemOf(refused), 'disk_full');
  const lotOf = (person) => person.get(`/api/lots/${tender.lot}`);
  assert.equal((await lotOf(waiting)).my_bid, null);
  assert.equal((await lotOf(early)).my_bid.bid, accepted.answer.bid);

  rmSync(filling);
  for (let i = 0; i < 50 && (await ready()).status !== 200; i++) await pause(50);
  assert.equal((await ready()).status, 200);
  const journal = readdirSync(join(data, 'logs')).map((name) => readFileSync(join(data, 'logs', name), 'utf8')).join('');
  const gap = journal.trimEnd().split('\n').map((line) => JSON.parse(line)).find(({ event }) => event === 'lines_lost');
  assert.ok(gap.lines > 0);
  const receipt = await waiting.checked(await tender.send(waiting, prepared.jws));
  const rest = await tender.piece(large, location, standing, volume.subarray(standing));
  assert.equal(rest.status, 204, await rest.text());
  assert.equal(rest.headers.get('kaibiao-root'), sealed.parts[1].root);

  await server.stop();
  server = await Server.start({ data });
  for (const person of [early, waiting]) person.url = server.url;
  assert.equal((await lotOf(waiting)).my_bid.bid, receipt.bid);
  assert.equal((await lotOf(early)).my_bid.bid, accepted.answer.bid);
});
