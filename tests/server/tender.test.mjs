// One tender through the server, act by act: who sees what and when, receipts, repetitions, the deadline, the live stream.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { verifyBundle } from '../verifier/verify.mjs';
import { Client, Person, canonical, problemOf, sha256 } from './support/person.mjs';
import { Server, newFolder, pause, removeFolder, run } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';

const folder = newFolder('tender');
let server, tool, tender, anybody, bidders, experts, submitted;
// How long a whole submission takes on this machine, in milliseconds: deadlines that come are set by it.
let submission;
const secondsFor = (submissions) => Math.ceil(4 + 3 * submissions * submission / 1000);

before(async () => {
  server = await Server.start();
  tool = new Tool();
  anybody = new Client(server.url);
  await anybody.begin();
  bidders = await Promise.all(['甲', '乙', '丙'].map((name) => Person.enter(server.url, 'bidder', undefined, `${name}建设有限公司`)));
  experts = await Promise.all([...Array(5).keys()].map((i) => Person.enter(server.url, 'expert', undefined, `专家${i}`)));
  tender = await Tender.publish(server.url, tool, 600);
  submitted = [];
}, { timeout: 60_000 });
after(async () => {
  tool.end();
  tender.end();
  await server.stop();
  removeFolder(folder);
});

/** The demonstration's method, with groups of experts that weigh differently and a casting vote. */
const weighed = (method) => ({
  ...method, gate_tie: 'chair',
  aggregation: { kind: 'weighted_mean', trim_from: null, weights: [{ group: 'expert', weight: 2 }, { group: 'city', weight: 1 }] },
});

const committee = (people) => people.map(({ id, name }, i) => ({ id, name, kind: 'expert', group: i < 3 ? 'expert' : 'city', ...(i === 0 ? { role: 'chair' } : {}) }));

const verifyReceipt = (receipt) => {
  const file = join(folder, `receipt-${randomBytes(4).toString('hex')}.json`);
  writeFileSync(file, canonical(receipt));
  writeFileSync(join(folder, 'log.vkey'), tender.logKey);
  const checked = run(['receipt', 'verify', file, '--log-key', join(folder, 'log.vkey')]);
  assert.equal(checked.status, 0, checked.stderr);
};

test('tender: a published lot is found, read and proven', async () => {
  tender.logKey = (await anybody.get('/api/centre')).log_key;
  const { lots } = await anybody.get('/api/lots?q=%E9%81%93%E8%B7%AF&phase=published').then((page) => page.lots.length ? page : anybody.get('/api/lots'));
  assert.equal(lots[0].lot, tender.lot);
  assert.equal(lots[0].trial, true);
  const view = await anybody.get(`/api/lots/${tender.lot}`);
  assert.equal(view.phase, 'published');
  assert.equal(view.notice.lot, tender.lot);
  assert.equal(view.bids, null);
  assert.equal(view.deadline, tender.deadline);
  verifyReceipt(tender.published.receipt);
  const proof = await (await fetch(`${server.url}/api/log/proof?hash=${tender.published.event}`)).text();
  assert.match(proof, /^c2sp\.org\/tlog-proof@v1\n/);
  assert.equal((await anybody.get('/api/lots?q=nothing-like-this')).lots.length, 0);
});

test('tender: the same publication again is the same answer; another tenderer cannot publish for this one', async () => {
  const stranger = await Person.enter(server.url, 'tenderer');
  const envelope = await stranger.envelope('publish', randomBytes(16).toString('hex'));
  const { now, log_key } = await anybody.get('/api/centre');
  const { payload } = await tool.ask({
    do: 'notice', envelope, log_key, issue_from: now, deadline: new Date(Date.parse(now) + 60_000).toISOString(), window_ms: 1000,
    tenderer: { id: tender.tenderer.id, name: tender.tenderer.name }, supervisor: { id: 'S', name: 'S' },
  });
  const answer = await stranger.fetch('/api/lots', { method: 'POST', body: stranger.sign(payload, 'publish') });
  assert.equal(await problemOf(answer), 'command_not_allowed_for_role');
});

test('tender: a bid is accepted with a receipt that verifies offline', async () => {
  const start = performance.now();
  for (const [i, bidder] of bidders.entries()) submitted.push(await tender.submit(bidder, { volume: i === 0 ? 200_000 : 0 }));
  submission = (performance.now() - start) / bidders.length;
  for (const { answer } of submitted) {
    assert.equal(answer.number, 1);
    verifyReceipt(answer.receipt);
  }
});

test('tender: the same command again gives the same receipt, with another body it is refused', async () => {
  const [first] = submitted;
  const again = await bidders[0].checked(await tender.send(bidders[0], first.jws));
  assert.equal(canonical(again), canonical(first.answer));
  // A signature can be made twice; the command is still the same.
  const signedAgain = bidders[0].sign(first.payload, 'submit');
  assert.notEqual(signedAgain, first.jws);
  assert.equal(canonical(await bidders[0].checked(await tender.send(bidders[0], signedAgain))), canonical(first.answer));
  const other = JSON.parse(first.payload);
  other.time = '2026-01-01T00:00:00.000Z';
  const reused = await tender.send(bidders[0], bidders[0].sign(canonical(other), 'submit'));
  assert.equal(reused.status, 409);
  assert.equal(await problemOf(reused), 'command_id_reused');
});

test('tender: messages for another centre, lot, purpose or by another person are refused', async () => {
  const bidder = await Person.enter(server.url, 'bidder');
  const prepared = await tender.prepare(bidder);
  const changed = async (changes, purpose = 'submit', signer = bidder, sender = bidder) =>
    problemOf(await tender.send(sender, signer.sign(canonical({ ...JSON.parse(prepared.payload), ...changes }), purpose)));
  assert.equal(await changed({ centre: 'other' }), 'jws_payload_wrong_context');
  assert.equal(await changed({ origin: 'other' }), 'jws_payload_wrong_context');
  assert.equal(await changed({ lot: 'f'.repeat(32) }), 'jws_payload_wrong_context');
  assert.equal(await changed({ purpose: 'withdraw' }), 'jws_type_wrong');
  assert.equal(await changed({}, 'login'), 'jws_type_wrong');
  assert.equal(await changed({ notice: 'f'.repeat(64) }), 'command_stale');
  assert.equal(await changed({ seen: 'f'.repeat(64) }), 'command_stale');
  assert.equal(await changed({}, 'submit', bidder, bidders[0]), 'command_not_allowed_for_role');
  assert.equal(await changed({ bidder: bidders[0].id }), 'command_not_allowed_for_role');
  assert.equal(await changed({ extra: 1 }), 'json_member_unknown');
});

test('tender: a manifest that differs from the parts is refused by the difference', async () => {
  const bidder = await Person.enter(server.url, 'bidder');
  const prepared = await tender.prepare(bidder, { volume: 5000 });
  const wrong = async (change) => {
    const payload = JSON.parse(prepared.payload);
    change(payload.parts);
    payload.command = randomBytes(16).toString('hex');
    return problemOf(await tender.send(bidder, bidder.sign(canonical(payload), 'submit')));
  };
  assert.equal(await wrong((parts) => { parts[1].length += 1; }), 'manifest_length_mismatch');
  assert.equal(await wrong((parts) => { parts[1].header = 'a'.repeat(64); }), 'manifest_header_mismatch');
  assert.equal(await wrong((parts) => { parts[1].root = 'a'.repeat(64); }), 'manifest_part_missing');
  const answer = await bidder.checked(await tender.send(bidder, prepared.jws));
  submitted.push({ ...prepared, answer });
  bidders.push(bidder);
});

test('tender: a submission padded beyond what a manifest and its certificates need is refused', async () => {
  const bidder = await Person.enter(server.url, 'bidder');
  assert.equal(await problemOf(await tender.send(bidder, `"${'x'.repeat(128 << 10)}"`)), 'body_too_large');
});

test('tender: one bidder cannot fill the bundle of all with replacements; what was taken before stays in force', async () => {
  const small = await Server.start({ args: ['--trial', '--set', 'limits.submission_bytes=65536'] });
  const lot = await Tender.publish(small.url, tool, 600);
  const [bidder, other] = await Promise.all([Person.enter(small.url, 'bidder'), Person.enter(small.url, 'bidder')]);
  const sealed = await lot.seal(bidder);
  for (const bytes of sealed.bytes) await lot.upload(bidder, bytes);
  const manifest = JSON.parse(sealed.payload);
  let [replaces, number, last] = [null, 0, null];
  for (;;) {
    const payload = canonical({ ...manifest, command: randomBytes(16).toString('hex'), number: number + 1, replaces });
    last = await lot.send(bidder, bidder.sign(payload, 'submit'));
    if (!last.ok) break;
    [replaces, number] = [sha256(payload), number + 1];
    assert.ok(number < 100, 'no bound was met');
  }
  assert.ok(number > 3);
  const problem = await last.json();
  assert.equal(problem.name, 'too_many_bids');
  assert.match(JSON.stringify(problem), /limits\.submission_bytes/);
  const { my_bid: mine } = await bidder.get(`/api/lots/${lot.lot}`);
  assert.deepEqual([mine.number, mine.withdrawn, mine.manifest_digest], [number, false, replaces]);
  await lot.submit(other);
  await small.stop();
});

test('tender: a part that was uploaded for another lot does not count, because nobody could fetch it here', async () => {
  const bidder = await Person.enter(server.url, 'bidder');
  const other = await Tender.publish(server.url, tool, 600);
  const sealed = await tender.seal(bidder);
  for (const bytes of sealed.bytes) await other.upload(bidder, bytes);
  const answer = await tender.send(bidder, bidder.sign(sealed.payload, 'submit'));
  assert.equal(await problemOf(answer), 'manifest_part_missing');
});

test('tender: another\'s ciphertext is no bid', async () => {
  const thief = await Person.enter(server.url, 'bidder');
  const stolen = JSON.parse(submitted[0].payload);
  stolen.bidder = thief.id;
  stolen.command = randomBytes(16).toString('hex');
  const answer = await tender.send(thief, thief.sign(canonical(stolen), 'submit'));
  assert.equal(await problemOf(answer), 'lock_context_mismatch');
});

test('tender: before the close nobody learns who bid, or how many', async () => {
  const board = await anybody.get(`/api/lots/${tender.lot}/board`);
  assert.deepEqual(board.rows, []);
  assert.equal(board.counts, null);
  const { events } = await anybody.get(`/api/lots/${tender.lot}/events?from=0`);
  assert.equal(events.length, 1);
  const bid = submitted[0].answer.bid;
  for (const path of [`receipts/${bid}`, `events?stream=${bid}`])
    for (const reader of [anybody, bidders[1], tender.tenderer, tender.supervisor])
      assert.equal(await problemOf(await reader.fetch(`/api/lots/${tender.lot}/${path}`)), 'bid_unknown');
  const own = await bidders[0].get(`/api/lots/${tender.lot}`);
  assert.equal(own.my_bid.bid, bid);
  verifyReceipt(await bidders[0].get(`/api/lots/${tender.lot}/receipts/${bid}`));
  const mine = await bidders[0].get(`/api/lots/${tender.lot}/my`);
  assert.equal(mine.bid, bid);
  assert.equal(canonical(mine.receipt), canonical(submitted[0].answer.receipt));
  assert.equal(await problemOf(await anybody.fetch(`/api/blobs/${submitted[0].parts[0].root}`)), 'not_public_yet');
  const metrics = await (await fetch(`${server.url}/api/metrics`)).text();
  assert.doesNotMatch(metrics, /bids|submissions/);
});

test('tender: a bid is withdrawn and another takes its place', async () => {
  const withdraw = async (person, submission) => {
    const payload = { ...await person.envelope('withdraw', tender.lot, await tender.view()), bid: submission.answer.bid, replaces: submission.digest };
    return person.fetch(`/api/lots/${tender.lot}/withdrawals`, { method: 'POST', body: person.sign(payload, 'withdraw') });
  };
  assert.equal(await problemOf(await withdraw(bidders[1], submitted[0])), 'bid_unknown');
  const { receipt } = await bidders[2].checked(await withdraw(bidders[2], submitted[2]));
  verifyReceipt(receipt);
  assert.equal((await bidders[2].get(`/api/lots/${tender.lot}`)).my_bid.withdrawn, true);
  submitted[2] = await tender.submit(bidders[2]);
  const replaced = await tender.submit(bidders[1], { number: 2, replaces: submitted[1].digest });
  assert.equal(replaced.answer.bid, submitted[1].answer.bid);
  assert.equal(replaced.answer.number, 2);
  submitted[1] = replaced;
});

test('tender: acts before their time are refused', async () => {
  const early = async (person, purpose, members) => {
    const payload = { ...await person.envelope(purpose, tender.lot, await tender.view()), ...members };
    return problemOf(await person.fetch(`/api/lots/${tender.lot}/commands`, { method: 'POST', body: person.sign(payload, purpose) }));
  };
  assert.equal(await early(tender.tenderer, 'open', {}), 'deadline_not_reached');
  assert.equal(await early(tender.supervisor, 'open', {}), 'role_refused');
  assert.equal(await early(tender.tenderer, 'suspend', { reason: { zh: '因', en: '' } }), 'role_refused');
  assert.equal(await problemOf(await tender.release(anybody, submitted[0])), 'command_not_allowed_now');
  assert.equal(await problemOf(await anybody.fetch(`/api/lots/${tender.lot}/bundle`)), 'not_public_yet');
  assert.equal(await problemOf(await tender.tenderer.fetch(`/api/lots/${tender.lot}/grid`)), 'not_public_yet');
});

test('tender: the supervisor suspends and resumes', async () => {
  await tender.act(tender.supervisor, 'suspend', { reason: { zh: '核查', en: 'under review' } });
  assert.equal((await tender.view()).suspended, true);
  const listed = async (suspended) => (await anybody.get(`/api/lots?suspended=${suspended}`)).lots.some(({ lot }) => lot === tender.lot);
  assert.deepEqual([await listed(true), await listed(false)], [true, false]);
  await tender.act(tender.supervisor, 'resume', { reason: { zh: '恢复', en: 'resumed' } });
  assert.equal((await tender.view()).suspended, false);
  assert.deepEqual([await listed(true), await listed(false)], [false, true]);
  assert.equal(await problemOf(await anybody.fetch('/api/lots?suspended=yes')), 'request_malformed');
});

test('tender: another lot, whose deadline comes', async () => {
  tender.end();
  const { logKey } = tender;
  // The window closes by itself once all have released.
  tender = await Tender.publish(server.url, tool, secondsFor(bidders.length), { tenderer: tender.tenderer, supervisor: tender.supervisor, window: 60_000, method: weighed });
  tender.logKey = logKey;
  submitted = [];
  for (const [i, bidder] of bidders.entries()) submitted.push(await tender.submit(bidder, { volume: i === 0 ? 200_000 : 0 }));
  // Nobody knows yet who bids, so that a bidder can be appointed, and is found out later.
  await tender.act(tender.tenderer, 'appoint', { members: committee([...experts.slice(0, -1), bidders[1]]) });
});

test('tender: whoever follows sees the close and the prices at once, and loses nothing after a break', async () => {
  const frames = [];
  const follow = async (headers) => {
    const answer = await fetch(`${server.url}/api/lots/${tender.lot}/live`, { headers });
    assert.equal(answer.headers.get('content-type'), 'text/event-stream');
    const reader = answer.body.getReader();
    let text = '';
    const pump = async () => {
      for (;;) {
        const { done, value } = await reader.read().catch(() => ({ done: true }));
        if (done) return;
        text += Buffer.from(value).toString();
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const frame = Object.fromEntries(text.slice(0, end).split('\n').filter((line) => !line.startsWith(':')).map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
          text = text.slice(end + 2);
          if (frame.data) frames.push({ ...frame, data: JSON.parse(frame.data), at: Date.now() });
        }
      }
    };
    pump();
    return () => reader.cancel();
  };
  const stop = await follow({});
  assert.equal((await tender.view()).phase, 'published', 'the deadline came before the bids were in');
  await tender.phase('closed', secondsFor(bidders.length) + 20);
  await tender.act(tender.tenderer, 'open');
  const [first, ...rest] = submitted;
  const { receipt } = await anybody.checked(await tender.release(anybody, first));
  verifyReceipt(receipt);
  assert.equal(canonical((await anybody.checked(await tender.release(anybody, first))).receipt), canonical(receipt));
  const mixed = { ...first, sheet: rest[0].sheet };
  assert.equal(await problemOf(await tender.release(anybody, mixed)), 'lock_secret_mismatch');
  await pause(400);
  await stop();
  const seen = frames.filter((frame) => frame.id).at(-1).id;
  const middle = await anybody.get(`/api/lots/${tender.lot}/board`);
  assert.equal(middle.counts.released, 1);
  assert.ok(middle.rows.every((row) => !row.price && !row.bidder), 'a price or name before the announcement');
  for (const one of rest) await tender.release(anybody, one);
  await tender.phase('announced');
  const count = frames.length;
  const stopAgain = await follow({ 'Last-Event-ID': seen });
  await pause(600);
  await stopAgain();
  const board = frames.slice(count).find((frame) => frame.event === 'board').data;
  assert.equal(board.phase, 'announced');
  assert.equal(board.rows.length, submitted.length);
  assert.ok(board.rows.every((row) => row.state === 'opened' && row.price === '1000000.00'));
  const phases = frames.filter((frame) => frame.event === 'lot').map((frame) => frame.data.phase);
  assert.ok(phases.includes('published') && phases.includes('closed') && phases.at(-1) === 'announced', phases.join());
  const times = frames.slice(0, count).filter((frame) => frame.event === 'board').map((frame) => frame.at);
  for (let i = 1; i < times.length; i++) assert.ok(times[i] - times[i - 1] >= 200, 'more than four frames a second');
});

test('tender: after the announcement sheets are public, volumes are for those who evaluate', async () => {
  const [sheet, volume] = submitted[0].parts;
  const part = await fetch(`${server.url}/api/blobs/${sheet.root}`, { headers: { Range: 'bytes=0-20' } });
  assert.equal(part.status, 206);
  assert.equal(await part.text(), 'age-encryption.org/v1');
  assert.equal(await problemOf(await anybody.fetch(`/api/blobs/${volume.root}`)), 'not_public_yet');
  assert.equal((await tender.supervisor.fetch(`/api/blobs/${volume.root}`)).status, 200);
  assert.equal((await experts[0].fetch(`/api/blobs/${volume.root}`)).status, 200);
  assert.equal(await problemOf(await bidders[1].fetch(`/api/blobs/${volume.root}`)), 'not_public_yet', 'a bidder on the committee');
  const { events } = await anybody.get(`/api/lots/${tender.lot}/events?stream=${submitted[0].answer.bid}`);
  assert.ok(events[0].payload);
});

test('tender: the committee scores blind, the tenderer signs what everybody can compute', async () => {
  const chaired = committee(experts);
  const members = chaired.map(({ role: _, ...member }) => member);
  await assert.rejects(tender.act(tender.tenderer, 'appoint', { members }), /chair_missing/);
  await tender.act(tender.tenderer, 'appoint', { members: chaired });
  assert.equal((await anybody.get(`/api/lots/${tender.lot}`)).committee, null);
  assert.equal((await experts[0].get(`/api/lots/${tender.lot}`)).committee.length, 5);
  assert.deepEqual((await tender.view()).committee.map(({ chair, group }) => [chair, group]), chaired.map(({ role, group }) => [role === 'chair', group]));
  const view = await tender.view();
  const { cells } = await tool.ask({ do: 'cells', method: view.notice.method, bids: submitted.map(({ answer }) => answer.bid) });
  const outsider = await Person.enter(server.url, 'expert');
  const low = cells.findIndex(({ value }) => /^\d/.test(value));
  const scoring = async (expert) => {
    const own = cells.map((cell, i) => (expert === experts[4] && i === low ? { ...cell, value: '0' } : cell));
    const payload = { ...await expert.envelope('score', tender.lot, await tender.view()), cells: own };
    return expert.fetch(`/api/lots/${tender.lot}/commands`, { method: 'POST', body: expert.sign(payload, 'score') });
  };
  assert.equal(await problemOf(await scoring(outsider)), 'expert_not_on_committee');
  const asked = () => tender.tenderer.fetch(`/api/lots/${tender.lot}/outcome`);
  for (const expert of experts) {
    assert.equal(await problemOf(await asked()), 'scores_incomplete');
    assert.equal((await scoring(expert)).status, 200);
  }
  assert.equal(await problemOf(await scoring(experts[0])), 'score_sheet_signed');
  const grid = await experts[1].get(`/api/lots/${tender.lot}/grid`);
  assert.equal(grid.experts.length, 1);
  assert.deepEqual(grid.checks, { concordance: null, findings: [] });
  const whole = await tender.tenderer.get(`/api/lots/${tender.lot}/grid`);
  assert.equal(whole.experts.length, 5);
  const { bid, criterion } = cells[low];
  assert.deepEqual(whole.checks.findings.filter(({ kind }) => kind === 'outlier').map(({ numbers, ...finding }) => ({ ...finding, score: numbers[0] })),
    [{ bid, criterion, error: null, expert: experts[4].id, kind: 'outlier', score: '0' }]);
  assert.equal(await problemOf(await outsider.fetch(`/api/lots/${tender.lot}/grid`)), 'not_public_yet');
  assert.equal((await experts[1].get(`/api/lots/${tender.lot}/my`)).sheet.cells.length, cells.length);
  const { digest } = await tender.tenderer.checked(await asked());
  const signed = async (outcome) => {
    const payload = { ...await tender.tenderer.envelope('result', tender.lot, await tender.view()), outcome };
    return tender.tenderer.fetch(`/api/lots/${tender.lot}/commands`, { method: 'POST', body: tender.tenderer.sign(payload, 'result') });
  };
  assert.equal(await problemOf(await signed('f'.repeat(64))), 'result_mismatch');
  assert.equal((await signed(digest)).status, 200);
  const evaluated = await anybody.get(`/api/lots/${tender.lot}`);
  assert.equal(evaluated.phase, 'evaluated');
  assert.ok(evaluated.outcome);
  assert.equal(evaluated.committee.length, 5);
  for (const reader of [anybody, outsider])
    assert.equal((await reader.get(`/api/lots/${tender.lot}/grid`)).experts.length, 5, 'with the result all sheets are public');
});

test('tender: the bundle verifies against the roots and the log key', async () => {
  const bundle = join(folder, 'bundle.json');
  writeFileSync(bundle, await tender.bundle());
  writeFileSync(join(folder, 'root.pem'), (await anybody.get('/api/ca')).root_pem);
  const checked = run(['verify', bundle, '--root', join(folder, 'root.pem'), '--log-key', join(folder, 'log.vkey')]);
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
  assert.match(checked.stdout, /\(5 份评委签署的评分表 score sheets signed by experts\)/);
  assert.match(checked.stdout, /\n验证通过 verified\n$/);
});

test('tender: a suspension after the result is told with the verdict on the bundle, by the second verifier too', async () => {
  await tender.act(tender.supervisor, 'suspend', { reason: { zh: '投诉核查', en: '' } });
  const { events } = await anybody.get(`/api/lots/${tender.lot}/events?from=0`);
  const { stamp } = JSON.parse(events.at(-1).header);
  const bundle = await tender.bundle();
  writeFileSync(join(folder, 'suspended.json'), bundle);
  const verify = ['verify', join(folder, 'suspended.json'), '--root', join(folder, 'root.pem'), '--log-key', join(folder, 'log.vkey')];
  const told = run(verify);
  assert.equal(told.status, 0, told.stdout + told.stderr);
  assert.ok(told.stdout.includes(`验证通过 verified\n但该标段已由${tender.supervisor.name}自 ${stamp} 起暂停，存证包所载至今未恢复：投诉核查\n` +
    `but the lot is suspended since ${stamp} by ${tender.supervisor.name}, and not resumed as far as this bundle goes: 投诉核查\n`), told.stdout);
  const { passed, suspension } = JSON.parse(run([...verify, '--json']).stdout);
  assert.deepEqual([passed, suspension], [true, { by: { id: tender.supervisor.id, name: tender.supervisor.name }, reason: { en: '', zh: '投诉核查' }, since: stamp }]);
  assert.deepEqual((({ passed, suspendedSince }) => [passed, suspendedSince])(verifyBundle(bundle)), [true, stamp]);
  await tender.act(tender.supervisor, 'resume', { reason: { zh: '恢复', en: '' } });
});

// Bidders replace their bids without pause from `lead` milliseconds before the deadline; whether some came before it and some after.
async function crossDeadline(lead) {
  const late = await Tender.publish(server.url, tool, secondsFor(6), { tenderer: tender.tenderer, supervisor: tender.supervisor });
  const prepared = [];
  for (let i = 0; i < 3; i++) {
    const bidder = await Person.enter(server.url, 'bidder');
    let last = await late.prepare(bidder);
    prepared.push([bidder, [last.jws]]);
    // Replacements signed beforehand, each naming the one before.
    for (let number = 2; number <= 60; number++) {
      const payload = { ...JSON.parse(last.payload), number, replaces: last.digest, command: randomBytes(16).toString('hex') };
      const text = canonical(payload);
      last = { payload: text, digest: sha256(text) };
      prepared[i][1].push(bidder.sign(text, 'submit'));
    }
  }
  const { now } = await anybody.get('/api/time');
  // Early enough for several to be accepted, late enough for the rest to be refused.
  await pause(Math.max(0, Date.parse(late.deadline) - Date.parse(now) - lead));
  const outcomes = await Promise.all(prepared.map(async ([bidder, messages]) => {
    const seen = [];
    for (const jws of messages) {
      const answer = await late.send(bidder, jws);
      seen.push({ status: answer.status, body: await answer.json() });
      if (answer.status !== 200) break;
    }
    return seen;
  }));
  if (outcomes.every(([first]) => first.status !== 200)) {
    late.end();
    return false;
  }
  const view = await late.phase('closed', 30);
  const { events } = await anybody.get(`/api/lots/${late.lot}/events?from=0`);
  const closed = events.map((event) => JSON.parse(Buffer.from(event.payload, 'base64'))).find((payload) => payload.heads);
  let accepted = 0;
  for (const seen of outcomes) {
    const good = seen.filter(({ status }) => status === 200);
    accepted += good.length;
    const refusal = seen.at(-1);
    if (refusal.status !== 200) assert.ok(['deadline_passed', 'command_not_allowed_now'].includes(refusal.body.name), refusal.body.name);
    if (!good.length) continue;
    const newest = good.at(-1).body;
    const header = JSON.parse(newest.receipt.event.header);
    assert.ok(header.stamp < late.deadline, `${header.stamp} is not before ${late.deadline}`);
    const head = closed.heads.find(({ stream }) => stream === newest.bid);
    assert.equal(head.position, header.position, 'an accepted submission is not in the frozen set');
  }
  assert.equal(closed.heads.length, outcomes.filter((seen) => seen[0].status === 200).length);
  assert.equal(view.bids, closed.bids);
  late.end();
  return accepted > 3 && outcomes.some((seen) => seen.at(-1).status !== 200);
}

test('tender: every submission around the deadline is in the frozen set or was refused, and nothing in between', { timeout: 120_000 }, async () => {
  for (const times of [1, 4, 10]) if (await crossDeadline(times * Math.max(150, submission))) return;
  assert.fail('the deadline was not crossed');
});
