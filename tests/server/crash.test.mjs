// kill -9 between any two steps of a submission, then a restart: either no receipt was given, or the bid is there.
// Uses kaibiao_crashing, the command with crash points.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { Person, canonical } from './support/person.mjs';
import { Server, kaibiao, newFolder, removeFolder } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';

const binary = join(dirname(kaibiao), 'tests/kaibiao_crashing');
const steps = ['upload_created', 'piece_stored', 'blob_synced', 'blob_renamed', 'submission_verified', 'before_commit', 'after_commit', 'before_answer'];

test('crash: the binary honours KAIBIAO_CRASH_AT', () => assert.ok(existsSync(binary), `${binary} is not built`));

/** A centre with an open tender and a bidder that has sealed. `restart` starts a server on the same data again. */
async function scene() {
  const data = newFolder('crash');
  const tool = new Tool();
  const server = await Server.start({ data, binary });
  const tender = await Tender.publish(server.url, tool, 300);
  const bidder = await Person.enter(server.url, 'bidder');
  const sealed = await tender.seal(bidder, { volume: 300_000 });
  const restart = async (env = {}) => {
    const next = await Server.start({ data, binary, env });
    for (const person of [bidder, tender.tenderer]) person.url = next.url;
    return next;
  };
  const end = async (last) => {
    await last.stop();
    tender.end();
    tool.end();
    removeFolder(data);
  };
  return { server, tender, bidder, sealed, restart, end };
}

for (const step of steps) {
  test(`crash: killed at "${step}", the bid is there or no receipt was given, and the bidder can go on`, { timeout: 60_000 }, async () => {
    const { tender, bidder, sealed, restart, end, ...begun } = await scene();
    let { server } = begun;
    const jws = bidder.sign(sealed.payload, 'submit');
    const uploads = /^(upload|piece|blob)_/.test(step);
    if (!uploads) for (const bytes of sealed.bytes) await tender.upload(bidder, bytes);

    await server.stop();
    server = await restart({ KAIBIAO_CRASH_AT: step });
    let receipt = null;
    try {
      if (uploads) for (const bytes of sealed.bytes) await tender.upload(bidder, bytes);
      receipt = (await bidder.checked(await tender.send(bidder, jws))).receipt;
    } catch (failure) {
      assert.ok(failure instanceof TypeError, failure); // fetch: the connection broke
    }
    assert.equal((await server.ended).signal, 'SIGKILL');

    server = await restart();
    const before = await bidder.get(`/api/lots/${tender.lot}`);
    if (receipt) assert.ok(before.my_bid, 'a receipt was given and the bid is gone');
    if (['after_commit', 'before_answer'].includes(step)) assert.ok(before.my_bid, 'what was committed is gone');
    if (step === 'before_commit') assert.equal(before.my_bid, null);
    // The bidder sends again what was not acknowledged, and gets one receipt for one bid.
    if (uploads) for (const bytes of sealed.bytes) await tender.upload(bidder, bytes);
    const again = await bidder.checked(await tender.send(bidder, jws));
    assert.equal(again.number, 1);
    const after = await bidder.get(`/api/lots/${tender.lot}`);
    assert.equal(after.my_bid.bid, again.bid);
    if (before.my_bid) assert.equal(after.my_bid.bid, before.my_bid.bid);
    assert.equal(canonical((await bidder.get(`/api/lots/${tender.lot}/my`)).receipt), canonical(again.receipt));
    await end(server);
  });
}

// A piece was acknowledged, the next is under way: whatever happens then, the bidder never sends the first again.
for (const step of steps.filter((one) => one.startsWith('piece') || one.startsWith('blob'))) {
  test(`crash: killed at "${step}", acknowledged parts and pieces are still there, and only the rest is sent again`, { timeout: 60_000 }, async () => {
    const { tender, bidder, sealed, restart, end, ...begun } = await scene();
    let { server } = begun;
    const [sheet, volume] = sealed.bytes;
    const acknowledged = 100_000;
    await tender.upload(bidder, sheet);
    const location = (await tender.create(bidder, volume.length)).headers.get('location');
    const first = await tender.piece(bidder, location, 0, volume.subarray(0, acknowledged));
    assert.equal(first.headers.get('upload-offset'), String(acknowledged));
    assert.equal((await server.stop('SIGKILL')).signal, 'SIGKILL');

    server = await restart({ KAIBIAO_CRASH_AT: step });
    assert.equal((await tender.head(bidder, location)).headers.get('upload-offset'), String(acknowledged));
    await assert.rejects(tender.piece(bidder, location, acknowledged, volume.subarray(acknowledged)), TypeError);
    assert.equal((await server.ended).signal, 'SIGKILL');

    server = await restart();
    const head = await tender.head(bidder, location);
    // Once the part is in its place, nothing of it is needed again. Before that, the upload must not look finished.
    assert.equal(head.status, step === 'blob_renamed' ? 404 : 200);
    if (step !== 'blob_renamed') {
      const standing = Number(head.headers.get('upload-offset'));
      assert.ok(standing >= acknowledged && standing < volume.length, `${standing} of ${volume.length}`);
      const rest = await tender.piece(bidder, location, standing, volume.subarray(standing));
      assert.equal(rest.headers.get('kaibiao-root'), sealed.parts[1].root);
    }
    const { number } = await bidder.checked(await tender.send(bidder, bidder.sign(sealed.payload, 'submit')));
    assert.equal(number, 1);
    await end(server);
  });
}
