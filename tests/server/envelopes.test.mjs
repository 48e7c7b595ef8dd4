// A lot with two envelopes against a running trial centre: one bidder on the command line, the others through the API.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { verifyBundle } from '../verifier/verify.mjs';
import { Client, Person, canonical, problemOf } from './support/person.mjs';
import { Server, newFolder, pdf, removeFolder, run } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';

const folder = newFolder('envelopes');
const at = (name) => join(folder, name);
let server, tool, tender, anybody, logKey, bidders, offline;
const bids = []; // by bidder: [technical, price]

const options = ['--root', at('root.pem')];
const must = (...args) => {
  const done = run(args, { env: { KAIBIAO_PASSPHRASE: 'a long passphrase' } });
  assert.equal(done.status, 0, `${args.join(' ')}\n${done.stdout}${done.stderr}`);
  return done.stdout;
};
const refusal = (...args) => {
  const done = run([...args, '--json'], { env: { KAIBIAO_PASSPHRASE: 'a long passphrase' } });
  assert.notEqual(done.status, 0, done.stdout);
  return JSON.parse(done.stdout || done.stderr).error;
};
const prices = ['900000.00', '1000000.00', '1100000.00', '1200000.00'];
const view = () => tender.view();
/** Which of the two announcements lists find the lot in, and what they say of it. */
const listed = async () => Promise.all(['true', 'false'].map(async (priced) => {
  const { lots } = await anybody.get(`/api/lots?phase=announced&priced=${priced}`);
  return lots.filter(({ lot }) => lot === tender.lot).map((one) => one.priced);
}));
const board = () => anybody.get(`/api/lots/${tender.lot}/board`);
const signing = ['-k', at('key.pem'), '-c', at('certificate.pem')];

before(async () => {
  server = await Server.start({ data: at('data'), args: ['--trial', '--set', 'log.cover_milliseconds=200'] });
  tool = new Tool();
  anybody = new Client(server.url);
  logKey = (await anybody.get('/api/centre')).log_key;
  writeFileSync(at('root.pem'), (await anybody.get('/api/ca')).root_pem);
  tender = await Tender.publish(server.url, tool, 25, { twoEnvelopes: true, window: 20_000 });
  bidders = await Promise.all(Array.from({ length: 4 }, () => Person.enter(server.url, 'bidder')));
  offline = bidders[0];
  writeFileSync(at('key.pem'), offline.keyPem);
  writeFileSync(at('certificate.pem'), offline.certificatePem);
}, { timeout: 60_000 });
after(async () => {
  tool.end();
  await server.stop();
  removeFolder(folder);
});

const opening = (bid, ...more) => ['open', '--server', server.url, '--lot', tender.lot, '--bid', bid, ...signing, ...options, ...more];
const releasing = ({ receipt, secrets }) => ['release', '--server', server.url, '--lot', tender.lot, '--receipt', receipt, '--secrets', secrets, '--log-key', logKey, ...options];
const seal = (envelope, sheet, ...more) => {
  writeFileSync(at('sheet.json'), JSON.stringify({ duration_days: 120, quality: '合格', manager: '李工', manager_certificate: '浙1330', security: '电子保函', ...sheet }));
  return ['seal', '--server', server.url, '--lot', tender.lot, ...options, ...signing, '--envelope', String(envelope), '--sheet', at('sheet.json'), ...more];
};

test('envelopes: the notice says two, and a notice that says one under this method is refused', async () => {
  assert.equal((await view()).notice.envelopes, 2);
  const other = await Person.enter(server.url, 'tenderer');
  const notice = { ...(await view()).notice, ...await other.envelope('publish', 'ab'.repeat(16)), tenderer: { id: other.id, name: other.name }, envelopes: 1 };
  const refused = await other.fetch('/api/lots', { method: 'POST', body: other.sign(notice, 'publish') });
  assert.equal(await problemOf(refused), 'command_malformed');
});

test('envelopes: the offline tool seals each into a package of its own, and keeps prices out of the first', () => {
  writeFileSync(at('plan.pdf'), pdf(20_000));
  writeFileSync(at('bill.pdf'), pdf(9_000));
  const early = refusal(...seal(1, { price: prices[0] }, '--volume', at('plan.pdf'), '-o', at('wrong.kbp')));
  assert.deepEqual([early.name, early.place], ['sheet_malformed', `${at('sheet.json')}: /price`]);
  assert.equal(refusal(...seal(2, {}, '--volume', at('bill.pdf'), '-o', at('wrong.kbp'))).name, 'json_member_missing');
  const unsaid = seal(1, {}, '--volume', at('plan.pdf'), '-o', at('wrong.kbp')).filter((arg, i, args) => arg !== '--envelope' && args[i - 1] !== '--envelope');
  const { name, place, detail } = refusal(...unsaid);
  assert.deepEqual([name, place], ['usage', '--envelope']);
  assert.match(detail, /请给出 --envelope 1（技术）或 --envelope 2（报价）; this lot has two envelopes: give --envelope 1/);
  assert.match(must(...seal(1, {}, '--volume', at('plan.pdf'), '-o', at('technical.kbp'))), /技术信封/);
  assert.match(must(...seal(2, { price: prices[0] }, '--volume', at('bill.pdf'), '-o', at('price.kbp'))), /900,000\.00/);
  assert.match(must('open', at('technical.kbp'), '--secrets', at('technical.kbp.secrets.age'), '-o', at('again')), /without a price/);
  assert.equal(JSON.parse(readFileSync(at('again/sheet.json'), 'utf8')).price, null);
  const submit = (name, ...more) => must('submit', at(`${name}.kbp`), '--server', server.url, ...signing, ...more);
  assert.match(submit('price'), /只有一个信封不算投标，还缺技术信封[^]*one envelope alone does not count; the technical envelope is still missing[^]*kaibiao seal --envelope 1/);
  assert.equal(JSON.parse(submit('price', '--json')).missing_envelope, 1);
  assert.doesNotMatch(submit('technical'), /missing/);
  bids.push(['technical', 'price'].map((name) => ({ receipt: at(`${name}.kbp.receipt.json`), secrets: at(`${name}.kbp.secrets.age`) })));
});

test('envelopes: both are the bidder\'s own, each with its number and receipt; a third is refused', async () => {
  for (const [i, bidder] of bidders.entries()) {
    if (i === 0) continue;
    const mine = [await tender.submit(bidder, { envelope: 1, volume: 2000 })];
    if (i < 4) mine.push(await tender.submit(bidder, { envelope: 2, price: prices[i] }));
    bids.push(mine);
  }
  const own = await bidders[1].get(`/api/lots/${tender.lot}/my`);
  assert.deepEqual([own.bid, own.price_bid.bid], bids[1].map(({ answer }) => answer.bid));
  assert.ok(own.receipt && own.price_bid.receipt);
  const lot = await bidders[1].get(`/api/lots/${tender.lot}`);
  assert.deepEqual([lot.my_bid.number, lot.my_price_bid.number], [1, 1]);
  const again = await tender.submit(bidders[1], { envelope: 2, price: '990000.00', number: 2, replaces: bids[1][1].digest });
  assert.equal(again.answer.bid, bids[1][1].answer.bid);
  bids[1][1] = again;
  const third = await tender.prepare(bidders[1], { envelope: 2, price: prices[1] });
  const payload = JSON.parse(third.payload);
  const refused = await tender.send(bidders[1], bidders[1].sign({ ...payload, envelope: 3 }, 'submit'));
  assert.equal(await problemOf(refused), 'manifest_malformed');
});

test('envelopes: one alone does not count, and nobody learns more than how many do', async () => {
  const alone = await Person.enter(server.url, 'bidder');
  const technical = await tender.submit(alone, { envelope: 1 });
  await tender.phase('closed', 40);
  const lot = await view();
  assert.equal(lot.bids, 4);
  const { events } = await anybody.get(`/api/lots/${tender.lot}/events?from=0`);
  const closed = JSON.parse(Buffer.from(events.at(-1).payload, 'base64'));
  assert.equal(closed.heads.length, 9);
  assert.equal(closed.heads.filter(({ counts }) => counts).length, 8);
  assert.equal(closed.heads.find(({ stream }) => stream === technical.answer.bid).counts, false);
  await tender.act(tender.tenderer, 'open');
  assert.equal(await problemOf(await tender.release(alone, technical)), 'bid_withdrawn');
  assert.equal((await board()).rows.length, 4);
});

test('envelopes: no price is taken before its turn, from the command line neither', async () => {
  assert.equal(await problemOf(await tender.release(bidders[1], bids[1][1])), 'envelope_not_opened');
  const early = refusal(...releasing(bids[0][1]));
  assert.equal(early.name, 'envelope_not_opened');
  assert.match(must(...releasing(bids[0][0])), /^released 已解密; /m);
  for (const i of [1, 2, 3]) assert.equal((await tender.release(bidders[i], bids[i][0])).status, 200);
  await tender.phase('announced', 30);
  const { rows, envelope } = await board();
  assert.equal(envelope, 1);
  assert.deepEqual(await listed(), [[], [false]], 'no prices are announced yet');
  assert.equal(await problemOf(await anybody.fetch('/api/lots?priced=yes')), 'request_malformed');
  for (const row of rows) {
    assert.equal(row.state, 'opened');
    assert.equal(row.price, null);
  }
  const again = refusal(...releasing(bids[0][0]));
  assert.deepEqual([again.name, again.place], ['release_twice', rows.find(({ bidder }) => bidder.id === offline.id).bid]);
  const later = refusal(...opening(bids[1][1].answer.bid));
  assert.equal(later.name, 'envelope_not_opened');
  assert.match(later.detail, /该信封不予开启 this envelope stays sealed: 价格信封稍后开启 the price envelopes come later/);
  bids[0][0].answer = { bid: rows.find(({ bidder }) => bidder.id === offline.id).bid };
});

test('envelopes: the tenderer alone signs who passed, and only what the sheets give', async () => {
  const asked = async (person) => problemOf(await person.fetch(`/api/lots/${tender.lot}/outcome`));
  assert.equal(await asked(tender.tenderer), 'scores_incomplete');
  const early = tender.act(tender.tenderer, 'result', { outcome: 'a'.repeat(64) });
  await assert.rejects(early, /command_not_allowed_now/);
  const ids = bids.map(([technical]) => technical.answer.bid);
  // The last of them gets nothing for its plan.
  await tender.evaluate(ids, { cells: (cells) => cells.map((cell) => (cell.bid === ids[3] && typeof cell.value === 'string' && /^[0-9]/.test(cell.value) ? { ...cell, value: '0' } : cell)) });
  const lot = await view();
  assert.equal(lot.phase, 'qualified');
  assert.equal(lot.envelope, 2);
  assert.deepEqual(lot.technical.passing, ids.slice(0, 3).sort());
  for (const person of [bidders[1], tender.supervisor]) await assert.rejects(tender.act(person, 'qualify', { outcome: 'a'.repeat(64) }), /role_refused/);
  // Who passed is public; who scored is not, and neither are the sheets.
  const { events } = await anybody.get(`/api/lots/${tender.lot}/events?from=0`);
  const shown = events.filter(({ payload }) => payload !== null).map(({ header }) => JSON.parse(header).type);
  assert.ok(shown.includes('lot.qualified') && shown.includes('bid.sheet_released'));
  assert.ok(!shown.includes('expert.scored') && !shown.includes('committee.appointed'));
});

test('envelopes: the prices of those who passed are opened, and the other\'s stays sealed for everybody', async () => {
  writeFileSync(at('failed.receipt.json'), canonical(bids[3][1].answer.receipt));
  const hopeless = { receipt: at('failed.receipt.json'), secrets: bids[0][1].secrets };
  const assertNeverOpened = (refused) => assert.ok(refused.name === 'envelope_not_opened' && refused.detail.includes('该投标人未通过 its bidder did not pass'), JSON.stringify(refused));
  assertNeverOpened(refusal(...releasing(hopeless)));
  assert.match(refusal(...releasing(bids[0][1])).detail, /招标人尚未开始这次开标 the tenderer has not begun this opening; 尚未到时，请稍后再试 it is not time yet/);
  assert.equal(refusal(...releasing(bids[0][0])).name, 'release_twice');
  await tender.act(tender.tenderer, 'open');
  assert.equal(refusal(...releasing(bids[0][0])).name, 'release_twice');
  assert.equal(refusal(...opening(bids[1][1].answer.bid)).name, 'not_public_yet');
  const failed = await tender.release(bidders[3], bids[3][1]);
  assert.equal(await problemOf(failed), 'envelope_not_opened');
  must(...releasing(bids[0][1]));
  assert.equal((await tender.release(bidders[1], bids[1][1])).status, 200);
  const { events } = await anybody.get(`/api/lots/${tender.lot}/events?from=0`);
  const releases = events.filter(({ header }) => JSON.parse(header).type === 'bid.sheet_released').map(({ payload }) => payload !== null);
  assert.deepEqual(releases, [true, true, true, true, false, false], 'of the first stage public, of this one not yet');
  assert.equal((await tender.release(bidders[2], bids[2][1])).status, 200);
  await tender.phase('announced', 30);
  const { rows } = await board();
  assert.deepEqual(await listed(), [[true], []]);
  assert.deepEqual(rows.map(({ bidder }) => bidder.id), bidders.map(({ id }) => id));
  assert.deepEqual(rows.map(({ state }) => state), ['opened', 'opened', 'opened', 'unopened']);
  assert.deepEqual(rows.map(({ price }) => price ?? null), ['900000.00', '990000.00', '1100000.00', null]);
  const closed = refusal(...opening(bids[3][1].answer.bid));
  assertNeverOpened(closed);
  assert.match(closed.detail, /^该信封不予开启 this envelope stays sealed/);
  assert.match(must(...opening(rows[0].bid, '-o', at('own'))), /900,000\.00/);
  const secrets = (bid) => anybody.fetch(`/api/lots/${tender.lot}/bids/${bid}/secrets/sheet`);
  assert.equal((await secrets(bids[1][1].answer.bid)).status, 200);
  assert.equal(await problemOf(await secrets(bids[3][1].answer.bid)), 'not_public_yet');
  const root = JSON.parse(bids[3][1].payload).parts[0].root;
  assert.equal(await problemOf(await tender.supervisor.fetch(`/api/blobs/${root}`)), 'not_public_yet');
});

test('envelopes: the result ranks by both, and both verifiers accept the bundle', async () => {
  await tender.signOutcome();
  const { outcome, phase } = await view();
  assert.equal(phase, 'evaluated');
  const reasons = Object.fromEntries(outcome.bids.map(({ bid, rejection }) => [bid, rejection?.reason ?? null]));
  assert.equal(reasons[bids[3][0].answer.bid], 'not_shortlisted');
  assert.deepEqual([...outcome.candidates].sort(), bids.slice(0, 3).map(([technical]) => technical.answer.bid).sort());
  const bundle = await tender.bundle();
  writeFileSync(at('bundle.json'), bundle);
  assert.match(must('verify', at('bundle.json'), '--log-key', logKey, ...options), /verified/);
  const peer = verifyBundle(bundle, { logKey });
  assert.ok(peer.passed, JSON.stringify(peer.checks));
});

test('envelopes: rebuilt, and restored from a backup, the lot and its bundle are as they were', async () => {
  const shown = async () => {
    const paths = ['lots', `lots/${tender.lot}`, `lots/${tender.lot}/board`, `lots/${tender.lot}/bundle`];
    const answers = await Promise.all(paths.map(async (path) => (await fetch(`${server.url}/api/${path}`)).json()));
    delete answers[1].now;
    // The log goes on growing, so that a bundle made anew may stand under a newer checkpoint.
    const { body } = answers[3];
    delete body.checkpoint;
    for (const { events } of body.streams) for (const event of events) delete event.proof;
    answers[3] = body;
    return answers;
  };
  const before = await shown();
  assert.ok(before[0].lots.some(({ lot }) => lot === tender.lot));
  await server.stop();
  must('rebuild', '--data', at('data'));
  must('backup', 'create', '--data', at('data'), at('copy'));
  must('backup', 'restore', at('copy'), '--data', at('restored'));
  for (const data of ['data', 'restored']) {
    server = await Server.start({ data: at(data), args: ['--trial'] });
    assert.deepEqual(await shown(), before, data);
    await server.stop();
  }
});
