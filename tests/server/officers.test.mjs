// Officers from their ceremony to the announcement, with the command line against a running trial centre: policies `dual`
// and `officers`, and what must be refused.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { verifyBundle } from '../verifier/verify.mjs';
import { Person, problemOf } from './support/person.mjs';
import { Server, newFolder, removeFolder, run } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';

const folder = newFolder('officers');
const at = (name) => join(folder, name);
const numbers = [0, 1, 2];
let server, tool, centre, officers, panel;

const must = (...args) => {
  const done = run(['officer', ...args]);
  assert.equal(done.status, 0, `${args.join(' ')}\n${done.stdout}${done.stderr}`);
  return done.stdout;
};
// The name under which the command line refuses.
const refusal = (...args) => {
  const done = run(['officer', ...args, '--json']);
  assert.equal(done.status, 1, done.stdout + done.stderr);
  return JSON.parse(done.stdout || done.stderr).error.name;
};
const each = (option, name) => numbers.flatMap((i) => [option, at(name(i))]);
const kept = (i, step) => ['-r', officers[i].recipient, '-o', at(`${i}.${step}`)];
const opened = (i, step) => ['--secret', at(`${i}.${step}`), '-i', at(`${i}.age`)];
const signing = (i) => ['-k', at(`${i}.pem`), '-c', at(`${i}.crt`)];

function makePanel() {
  for (const i of numbers) must('init', '--panel', 'city-panel-1', ...kept(i, 'member'), '--public', at(`${i}.key.json`));
  for (const i of numbers) must('round1', '--threshold', '2', ...each('--member', (j) => `${j}.key.json`), ...opened(i, 'member'), ...kept(i, 'joining'), '--public', at(`${i}.message.json`));
  for (const i of numbers) must('round2', ...each('--message', (j) => `${j}.message.json`), ...opened(i, 'joining'), ...kept(i, 'certifying'), '--public', at(`${i}.signature.json`));
  for (const i of numbers) must('round3', ...each('--signature', (j) => `${j}.signature.json`), ...opened(i, 'certifying'), ...kept(i, 'seat'), '--public', at(`${i}.certificate.json`));
  for (const i of numbers) must('rehearse', ...each('--member', (j) => `${j}.key.json`), ...opened(i, 'seat'), ...signing(i), '--centre', centre.id, '--origin', centre.origin, '-o', at(`${i}.statement.json`));
  must('panel', '--panel-certificate', at('0.certificate.json'), ...each('--statement', (j) => `${j}.statement.json`), '-o', at('panel.json'));
  return JSON.parse(readFileSync(at('panel.json'), 'utf8'));
}

before(async () => {
  server = await Server.start();
  tool = new Tool();
  officers = [];
  for (const i of numbers) {
    const officer = await Person.enter(server.url, 'officer', `OFFICER-${i}`, `见证单位${i}`);
    writeFileSync(at(`${i}.pem`), officer.keyPem);
    writeFileSync(at(`${i}.crt`), officer.certificatePem);
    assert.equal(run(['keygen', '--age', '-o', at(`${i}.age`)]).status, 0);
    officer.recipient = /# public key: (\S+)/.exec(readFileSync(at(`${i}.age`), 'utf8'))[1];
    officers.push(officer);
  }
  centre = await officers[0].get('/api/centre');
  writeFileSync(at('root.pem'), (await officers[0].get('/api/ca')).root_pem);
  panel = makePanel();
}, { timeout: 120_000 });
after(async () => {
  tool.end();
  await server.stop();
  removeFolder(folder);
});

const looking = (tender) => ['--server', server.url, '--lot', tender.lot, '--log-key', centre.log_key, '--root', at('root.pem')];
const releasing = (tender, i, ...more) => ['release', ...opened(i, 'seat'), ...signing(i), ...looking(tender), ...more];

async function submitted(tender) {
  const bidders = await Promise.all(numbers.map(() => Person.enter(server.url, 'bidder')));
  const bids = [];
  for (const bidder of bidders) bids.push(await tender.submit(bidder, { volume: 1000 }));
  return bids;
}

async function finish(tender) {
  const { notice } = await tender.view();
  const experts = await Promise.all([...Array(5).keys()].map(() => Person.enter(server.url, 'expert')));
  await tender.act(tender.tenderer, 'appoint', { members: experts.map(({ id, name }) => ({ id, name, kind: 'expert' })) });
  const { rows } = await tender.tenderer.get(`/api/lots/${tender.lot}/board`);
  const { cells } = await tool.ask({ do: 'cells', method: notice.method, bids: rows.filter(({ state }) => state === 'opened').map(({ bid }) => bid) });
  for (const expert of experts) await tender.act(expert, 'score', { cells });
  const { digest } = await tender.tenderer.get(`/api/lots/${tender.lot}/outcome`);
  await tender.act(tender.tenderer, 'result', { outcome: digest });
  const bundle = Buffer.from(await (await fetch(`${server.url}/api/lots/${tender.lot}/bundle`)).arrayBuffer());
  writeFileSync(at('bundle.json'), bundle);
  const verified = run(['verify', at('bundle.json'), '--root', at('root.pem'), '--log-key', centre.log_key]);
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  const peer = verifyBundle(bundle, { logKey: centre.log_key });
  assert.ok(peer.passed, JSON.stringify(peer.checks));
  return bundle;
}

test('officers: under dual nothing opens without B and two of three, and with them everything does', { timeout: 120_000 }, async () => {
  const tender = await Tender.publish(server.url, tool, 4, { window: 20_000, panel });
  assert.equal(refusal(...releasing(tender, 0)), 'deadline_not_reached');
  const bids = await submitted(tender);
  await tender.phase('closed', 30);
  await tender.act(tender.tenderer, 'open');
  assert.equal(refusal(...releasing(tender, 0)), 'command_not_allowed_now');
  // The window is open: an officer is shown no bid yet.
  const early = await officers[0].get(`/api/lots/${tender.lot}/events?stream=${bids[0].answer.bid}`);
  assert.equal(early.events[0].payload, null);
  for (const bid of bids) assert.equal((await tender.release(tender.tenderer, bid)).status, 200);
  await tender.phase('window_closed', 30);
  const stranger = await Person.enter(server.url, 'bidder');
  for (const person of [tender.tenderer, tender.supervisor, stranger])
    assert.equal((await person.get(`/api/lots/${tender.lot}/events?stream=${bids[0].answer.bid}`)).events[0].payload, null);

  assert.match(must(...releasing(tender, 2, '--dry-run')), /five looks passed/);
  assert.match(must(...releasing(tender, 2)), /released/);
  assert.equal(refusal(...releasing(tender, 2)), 'release_twice');
  assert.equal((await tender.view()).phase, 'window_closed');
  // One of two is there, and what it holds is nobody's to read.
  const { events } = await stranger.get(`/api/lots/${tender.lot}/events`);
  const released = events.filter(({ header }) => JSON.parse(header).type === 'officer.sheets_released');
  assert.deepEqual(released.map(({ payload }) => payload), [null]);
  must(...releasing(tender, 0));
  await tender.phase('announced', 30);
  const { rows } = await stranger.get(`/api/lots/${tender.lot}/board`);
  assert.deepEqual(rows.map(({ state }) => state), ['opened', 'opened', 'opened']);
  must(...releasing(tender, 0, '--volumes'));
  must(...releasing(tender, 1, '--volumes'));
  const bundle = (await finish(tender)).toString();
  for (const { volumes } of bids) assert.ok(!bundle.includes(volumes) && !bundle.includes(Buffer.from(volumes).toString('base64')));
  tender.end();
});

test('officers: under officers no bidder attends', { timeout: 120_000 }, async () => {
  const tender = await Tender.publish(server.url, tool, 4, { window: 20_000, panel, policy: 'officers' });
  await submitted(tender);
  await tender.phase('closed', 30);
  await tender.act(tender.tenderer, 'open');
  await tender.phase('window_closed', 30);
  must(...releasing(tender, 1));
  must(...releasing(tender, 2));
  await tender.phase('announced', 30);
  await finish(tender);
  tender.end();
});

test('officers: a panel without its papers, and somebody who is no officer, are refused by name', { timeout: 60_000 }, async () => {
  const broken = { ...panel, seats: [panel.seats[1], panel.seats[0], panel.seats[2]] };
  await assert.rejects(Tender.publish(server.url, tool, 60, { panel: broken }), /panel_seat_wrong/);
  const tender = await Tender.publish(server.url, tool, 60, { panel });
  const release = { class: 'sheet', officer: 1, panel: panel.id, releases: [] };
  const send = async (person) => {
    const payload = { ...await person.envelope('release', tender.lot, await tender.view()), ...release };
    return problemOf(await person.fetch(`/api/lots/${tender.lot}/commands`, { method: 'POST', body: person.sign(payload, 'release') }));
  };
  assert.equal(await send(await Person.enter(server.url, 'officer')), 'command_not_allowed_for_role');
  assert.equal(await send(officers[0]), 'deadline_not_reached');
  tender.end();
});

test('officers: files of another panel, a missing member and a changed message are refused by name', () => {
  must('init', '--panel', 'city-panel-2', '-r', officers[0].recipient, '-o', at('other.member'), '--public', at('other.key.json'));
  const round1 = (...members) => ['round1', '--threshold', '2', ...members.flatMap((name) => ['--member', at(name)]), ...opened(0, 'member'), '-r', officers[0].recipient, '-o', at('again.joining'), '--public', at('again.json')];
  assert.equal(refusal(...round1('0.key.json', '1.key.json', 'other.key.json')), 'panel_context_mismatch');
  assert.equal(refusal(...round1('0.key.json', '1.key.json')), 'panel_size_wrong');
  const round2 = (...messages) => ['round2', ...messages.flatMap((name) => ['--message', at(name)]), ...opened(0, 'joining'), '-r', officers[0].recipient, '-o', at('again.certifying'), '--public', at('again.json')];
  assert.equal(refusal(...round2('0.message.json', '1.message.json')), 'panel_member_missing');
  // A byte of the proof of possession behind the two points of the commitment.
  const message = JSON.parse(readFileSync(at('2.message.json'), 'utf8'));
  const bytes = Buffer.from(message.message, 'base64');
  bytes[2 * 32 + 40] ^= 1;
  writeFileSync(at('changed.json'), JSON.stringify({ ...message, message: bytes.toString('base64').replace(/=+$/, '') }));
  assert.equal(refusal(...round2('0.message.json', '1.message.json', 'changed.json')), 'panel_possession_wrong');
});
