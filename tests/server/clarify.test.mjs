// Clarifications through the server: what they change for bids under way, and for the deadline that was to come.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, Person, problemOf } from './support/person.mjs';
import { Server, pause } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';

let server, tool, tender, anybody, bidder, late;
let submission; // how long one takes on this machine, in seconds: the deadline that comes is set by it
const text = { zh: '图纸第三页更正', en: 'page three of the drawings is corrected' };
const inSeconds = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();

before(async () => {
  server = await Server.start();
  tool = new Tool();
  anybody = new Client(server.url);
  await anybody.begin();
  [bidder, late] = await Promise.all([1, 2].map(() => Person.enter(server.url, 'bidder')));
}, { timeout: 60_000 });
after(async () => {
  tool.end();
  tender?.end();
  await server.stop();
});

async function clarifyRefused(members, view) {
  const payload = { ...await tender.tenderer.envelope('clarify', tender.lot, view ?? await tender.view()), text, affects_bids: false, deadline: null, ...members };
  return tender.tenderer.fetch(`/api/lots/${tender.lot}/commands`, { method: 'POST', body: tender.tenderer.sign(payload, 'clarify') });
}

async function assertStale(answer) {
  const problem = await answer.clone().json();
  assert.equal(await problemOf(answer), 'command_stale');
  assert.deepEqual([answer.status, problem.place, problem.title], [409, '/notice', 'The notice or amendment named is not the latest one.']);
  assert.equal(problem.title_zh, '所依据的公告或澄清不是最新版本。');
}

test('clarify: one that changes no bid is read by all, and bids under the notice before it still count', async () => {
  tender = await Tender.publish(server.url, tool, 600);
  const before = await tender.view();
  const start = performance.now();
  const prepared = await tender.prepare(bidder);
  submission = (performance.now() - start) / 1000;
  await tender.act(tender.tenderer, 'clarify', { text, affects_bids: false, deadline: null });
  const view = await anybody.get(`/api/lots/${tender.lot}`);
  assert.notEqual(view.notice_digest, before.notice_digest);
  assert.equal(view.deadline, tender.deadline);
  const { events } = await anybody.get(`/api/lots/${tender.lot}/events?from=0`);
  assert.deepEqual(events.map((event) => JSON.parse(event.header).type), ['lot.published', 'lot.clarified']);
  const { jws } = JSON.parse(Buffer.from(events[1].payload, 'base64'));
  assert.deepEqual(JSON.parse(Buffer.from(jws.payload, 'base64url')).text, text);
  assert.equal((await tender.send(bidder, prepared.jws)).status, 200);
  tender.end();
});

test('clarify: a deadline that moves earlier, or a text without its words, is refused and changes nothing', async () => {
  tender = await Tender.publish(server.url, tool, 600);
  const before = await tender.view();
  const earlier = await clarifyRefused({ deadline: new Date(Date.parse(tender.deadline) - 1).toISOString() });
  const problem = await earlier.clone().json();
  assert.equal(await problemOf(earlier), 'deadline_moved_earlier');
  assert.equal(problem.place, '/deadline');
  assert.match(problem.title, /deadline/i);
  assert.equal(await problemOf(await clarifyRefused({ deadline: 'tomorrow' })), 'instant_malformed');
  assert.equal(await problemOf(await clarifyRefused({ text: { zh: '', en: '' } })), 'length_wrong');
  assert.equal(await problemOf(await clarifyRefused({ affects_bids: 'yes' })), 'json_member_type');
  const after = await tender.view();
  assert.deepEqual([after.notice_digest, after.deadline, after.events_count], [before.notice_digest, before.deadline, before.events_count]);
  tender.end();
});

test('clarify: one that affects bids moves the deadline; what was signed under the old notice is stale, and bids after the old deadline count', { timeout: 60_000 }, async () => {
  tender = await Tender.publish(server.url, tool, Math.ceil(6 + 6 * submission));
  const old = await tender.view();
  const standing = await tender.submit(bidder);
  const overtaken = await tender.prepare(late);
  const moved = inSeconds(900);
  await tender.act(tender.tenderer, 'clarify', { text, affects_bids: true, deadline: moved });

  const view = await anybody.get(`/api/lots/${tender.lot}`);
  assert.equal(view.deadline, moved);
  assert.notEqual(view.notice_digest, old.notice_digest);
  assert.equal((await anybody.get('/api/lots')).lots.find((row) => row.lot === tender.lot).deadline, moved);
  await assertStale(await tender.send(late, overtaken.jws));
  await assertStale(await clarifyRefused({}, old));
  // A bid that stood before stands on, and its bidder may replace it.
  assert.equal((await bidder.get(`/api/lots/${tender.lot}`)).my_bid.bid, standing.answer.bid);

  await pause(Math.max(0, Date.parse(tender.deadline) - Date.now()) + 500);
  assert.equal((await tender.view()).phase, 'published', 'the lot closed at the deadline that was moved');
  const { answer } = await tender.submit(late);
  assert.ok(JSON.parse(answer.receipt.event.header).stamp > tender.deadline);
  const replaced = await tender.submit(bidder, { number: 2, replaces: standing.digest });
  assert.equal(replaced.answer.bid, standing.answer.bid);
});
