// Officers from their ceremony to the announcement, with the command line and the core of the browser against a running
// trial centre with a witness: policies `dual` and `officers`, and what must be refused.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { verifyBundle } from '../verifier/verify.mjs';
import { hasCore, loadCore } from '../wasm/core.mjs';
import { BrowserOfficer } from './support/browser_officer.mjs';
import { noteKey } from './support/log.mjs';
import { Authority } from './support/authority.mjs';
import { Officers, must, numbers } from './support/officers.mjs';
import { Person, canonical, problemOf } from './support/person.mjs';
import { Server, newFolder, pause, removeFolder, run } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';
import { Witness } from './support/witness.mjs';

const folder = newFolder('officers');
const at = (name) => join(folder, name);
let server, witness, tool, centre, officers, panel;

// The name under which the command line refuses.
const refusal = (...args) => {
  const done = run(['officer', ...args, '--json']);
  assert.equal(done.status, 1, done.stdout + done.stderr);
  return JSON.parse(done.stdout || done.stderr).error.name;
};
const policyFile = (name, vkey, url) => writeFileSync(at(name), `${[`log ${centre.log_key}`, `witness W ${vkey}${url ? ` ${url}` : ''}`, 'quorum W'].join('\n')}\n`);

// A centre whose witness cosigns at once.
async function startCentre() {
  const data = at('data');
  const first = await Server.start({ data });
  centre = await (await fetch(`${first.url}/api/centre`)).json();
  await first.stop();
  witness = await Witness.start({ folder: at('witness'), name: 'witness.example', logs: [centre.log_key] });
  policyFile('policy', witness.vkey, witness.url);
  policyFile('stranger', noteKey('stranger.example', 4).vkey);
  const quick = ['log.witness_milliseconds=50', 'log.witness_pause_milliseconds=500', 'log.cover_milliseconds=200'];
  // The centre's file names no log: it is its own.
  writeFileSync(at('witnesses'), readFileSync(at('policy'), 'utf8').replace(/^log .*\n/, ''));
  server = await Server.start({ data, args: ['--trial', '--policy', at('witnesses'), ...quick.flatMap((one) => ['--set', one])] });
}

before(async () => {
  await startCentre();
  tool = new Tool();
  officers = await Officers.enter(server.url, folder);
  writeFileSync(at('root.pem'), (await officers.people[0].get('/api/ca')).root_pem);
  panel = officers.makePanel(centre);
}, { timeout: 120_000 });
after(async () => {
  tool.end();
  await server.stop();
  await witness.stop();
  removeFolder(folder);
});

const looking = (tender) => ['--server', server.url, '--lot', tender.lot, '--log-key', centre.log_key, '--root', at('root.pem')];
// Cosignatures come a moment after the checkpoint, and their times are whole seconds.
async function witnessed(...args) {
  for (const end = Date.now() + 20_000; ; await pause(200)) {
    const done = run(['officer', ...args]);
    if (done.status === 0) return done.stdout;
    assert.ok(/witness_quorum_missing|by the witnesses. clocks/.test(done.stdout + done.stderr) && Date.now() < end, done.stdout + done.stderr);
  }
}
const releasing = (tender, i, ...more) => ['release', ...officers.opened(i, 'seat'), ...officers.signing(i), ...looking(tender), ...more];

async function submitted(tender) {
  const bidders = await Promise.all(numbers.map(() => Person.enter(server.url, 'bidder')));
  const bids = [];
  for (const bidder of bidders) bids.push({ bidder, ...await tender.submit(bidder, { volume: 1000 }) });
  return bids;
}

// The CA revokes somebody, so that the list by which the bids were judged is no longer the one in use.
async function newList() {
  const digests = async () => (await (await fetch(`${server.url}/api/crls`)).json()).map(({ der }) => der);
  const [staff, somebody] = [await Person.enter(server.url, 'staff'), await Person.enter(server.url, 'bidder')];
  const before = await digests();
  await staff.post('/api/ca/revoke', { serial: new X509Certificate(somebody.certificatePem).serialNumber.toLowerCase(), reason: 'key lost' });
  assert.notDeepEqual(await digests(), before);
}

// What one lie does at each look of the browser's core: [what is heard, what is heard instead, the refusal].
const lies = (held) => [
  ['bid', () => '', 'decision_mismatch'],
  ['checkpoint', (note) => note.replace(/\n— witness\.example .*\n/, '\n'), 'witness_quorum_missing'],
  ['checkpoint', (note) => note.replace(/^\d+$/m, (size) => String(Number(size) + 1)), 'note_signature_wrong'],
  ['growth', (text) => JSON.stringify({ hashes: JSON.parse(text).hashes.map((hash) => hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))) }), 'proof_wrong'],
  ['proof', (text) => text.replace(/^index .*$/m, 'index 0'), 'proof_wrong'],
  ['time', () => JSON.stringify({ now: '2020-01-01T00:00:00.000Z' }), 'deadline_not_reached'],
  // A lot of which nothing but its notice is shown: the core gives nothing for it.
  ['events', (text) => JSON.stringify({ ...JSON.parse(text), events: JSON.parse(text).events.slice(0, 1) }), 'deadline_not_reached'],
].map(([what, say, name]) => ({ held, name, hear: (asked, text) => (asked === what ? say(text) : text) }))
  .concat({ held: { ...held, root: held.root.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) }, name: 'proof_wrong', hear: (_what, text) => text });

// As a client keeps it: what the log was, by its own signature.
async function headNow() {
  const [, size, root] = (await (await fetch(`${server.url}/api/log/checkpoint`)).text()).split('\n');
  return { size: Number(size), root: Buffer.from(root, 'base64').toString('hex') };
}

async function releaseInBrowser(tender, i, bids, held) {
  const officer = await BrowserOfficer.enter(officers.people[i], [at(`${i}.age`), at(`${i}.seat`)], { centre: centre.id, origin: centre.origin, log_key: centre.log_key });
  const act = async (changed) => {
    Object.assign(officer, changed);
    return officer.release(tender, bids);
  };
  await officer.seen(tender, bids);
  for (const lie of lies(held)) await assert.rejects(act(lie), ({ errorName }) => errorName === lie.name, lie.name);
  const { state, command } = await act({ held, hear: (_what, text) => text });
  return { state, answer: await officers.people[i].fetch(`/api/lots/${tender.lot}/commands`, { method: 'POST', body: command }) };
}

async function appoint(tender) {
  const experts = await Promise.all([...Array(5).keys()].map(() => Person.enter(server.url, 'expert')));
  await tender.act(tender.tenderer, 'appoint', { members: experts.map(({ id, name }) => ({ id, name, kind: 'expert' })) });
  return experts;
}

const secrets = (person, tender, { answer }, partClass) => person.fetch(`/api/lots/${tender.lot}/bids/${answer.bid}/secrets/${partClass}`);

// What a person does on the command line to read a bid; the folder with what it holds, or the name of the refusal.
let opened = 0;
function open(person, tender, { answer }) {
  const out = at(`opened-${opened++}`);
  writeFileSync(`${out}.pem`, person.keyPem);
  writeFileSync(`${out}.crt`, person.certificatePem);
  const done = run(['open', '--server', server.url, '--lot', tender.lot, '--bid', answer.bid, '-k', `${out}.pem`, '-c', `${out}.crt`, '--root', at('root.pem'), '-o', out, '--json']);
  if (done.status !== 0) return JSON.parse(done.stdout || done.stderr).error.name;
  return Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(join(out, name))]));
}

async function assertReads(person, tender, bid) {
  const files = open(person, tender, bid);
  assert.deepEqual(files['1-plan.pdf'], Buffer.alloc(1000, '%'), String(files));
  assert.equal(JSON.parse(files['sheet.json']).bidder.id, bid.bidder.id);
}

// In the core of the browser, with the secrets of this class for the volume.
async function assertSheetOpensNoVolume(tender, bid, refused) {
  const core = await loadCore();
  const bytes = (text) => new Uint8Array(Buffer.from(text ?? '', 'base64'));
  const { notice: { policy, panel: { id, k, n, y } } } = await tender.view();
  const { b, s } = await (await secrets(tender.tenderer, tender, bid, 'sheet')).json();
  const { bidder, envelope, locks, number, parts, policy: sealed, replaces } = JSON.parse(bid.payload);
  const manifest = { bidder, envelope, locks, number, parts, policy: sealed, replaces };
  const lock = { centre: centre.id, origin: centre.origin, lot: tender.lot, envelope, bidder, policy, panel: { id, k, n, y } };
  const [sheet, volume] = bid.bytes.map((file) => new Uint8Array(file));
  const read = (ownB, ownS) => {
    const opener = core.call('part_begin', lock, manifest, bytes(b), bytes(s), sheet, bytes(ownB), bytes(ownS), 1);
    return Buffer.concat([core.call('part_update', opener, volume), core.call('part_finish', opener)]);
  };
  assert.throws(() => read(b, s), ({ errorName }) => errorName === refused);
  const right = await (await secrets(tender.tenderer, tender, bid, 'volumes')).json();
  assert.throws(() => read(right.b, s), ({ errorName }) => errorName === 'lock_body_wrong');
  assert.deepEqual(read(right.b, right.s), Buffer.alloc(1000, '%'));
}

async function finish(tender, experts) {
  const { notice } = await tender.view();
  const { rows } = await tender.tenderer.get(`/api/lots/${tender.lot}/board`);
  const { cells } = await tool.ask({ do: 'cells', method: notice.method, bids: rows.filter(({ state }) => state === 'opened').map(({ bid }) => bid) });
  for (const expert of experts) await tender.act(expert, 'score', { cells });
  const { digest } = await tender.tenderer.get(`/api/lots/${tender.lot}/outcome`);
  await tender.act(tender.tenderer, 'result', { outcome: digest });
  const bundle = await tender.bundle();
  writeFileSync(at('bundle.json'), bundle);
  const verified = run(['verify', at('bundle.json'), '--root', at('root.pem'), '--log-key', centre.log_key]);
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  const peer = verifyBundle(bundle, { logKey: centre.log_key });
  assert.ok(peer.passed, JSON.stringify(peer.checks));
  return bundle;
}

// Keys and certificates for a panel before anybody has entered the centre.
async function seated(name) {
  const person = async (i) => {
    const one = Object.assign(new Person(server.url), { id: `${name}-${i}`, name: `${name} 单位${i}` });
    one.makeKey();
    await one.begin();
    await one.certify();
    return one;
  };
  const others = newFolder(name);
  after(() => removeFolder(others));
  const found = await Officers.enter(server.url, others, person);
  return { people: found.people, found, panel: found.makePanel(centre) };
}

test('officers: a file of another step, person or centre is named with what is needed instead', async () => {
  const failing = (...args) => {
    const done = run(['officer', ...args]);
    assert.equal(done.status, 1, done.stdout);
    return done.stderr;
  };
  const keys = officers.each('--member', (i) => `${i}.key.json`);
  const [messages, signatures] = ['message', 'signature'].map((kind) => officers.each(`--${kind}`, (i) => `${i}.${kind}.json`));
  const spare = (name) => ['-r', officers.people[0].recipient, '-o', at(`spare-${name}`), '--public', at(`spare-${name}.json`)];
  assert.match(failing('round1', '--threshold', '2', ...keys, ...officers.opened(0, 'seat'), ...spare('a')), /panel_secrets_malformed.*0\.seat; 此处需要这一步写出的文件.*kaibiao officer init/);
  assert.match(failing('round2', ...messages, ...officers.opened(0, 'member'), ...spare('b')), /panel_secrets_malformed.*0\.member; .*kaibiao officer round1/);
  assert.match(failing('round3', ...signatures, ...officers.opened(0, 'joining'), ...spare('c')), /panel_secrets_malformed.*0\.joining; .*kaibiao officer round2/);
  // A group element that is none, in the file of one: that file is damaged.
  const damaged = JSON.parse(readFileSync(at('1.message.json'), 'utf8'));
  damaged.message = Buffer.from(damaged.message, 'base64').fill(255, 0, 32).toString('base64').replace(/=+$/, '');
  writeFileSync(at('damaged.message.json'), JSON.stringify(damaged));
  assert.match(failing('round2', ...messages.map((name) => (name === at('1.message.json') ? at('damaged.message.json') : name)), ...officers.opened(0, 'joining'), ...spare('d')),
    new RegExp(`panel_message_malformed: .*damaged\\.message\\.json: member ${damaged.member}; 群元素编码不规范`));
  // A slip that looks like a fraud is named beside it.
  const replaced = (list, name, by) => list.map((one) => (one === at(name) ? at(by) : one));
  must('round1', '--threshold', '2', ...keys, ...officers.opened(0, 'member'), ...spare('again'));
  assert.match(failing('round2', ...replaced(messages, '0.message.json', 'spare-again.json'), ...officers.opened(0, 'joining'), ...spare('e')),
    /panel_own_message_changed.*spare-again\.json: member \d; .*after two runs of round1, secret and message must be of the same one/);
  const altered = (name, member, change) => {
    const file = JSON.parse(readFileSync(at(name), 'utf8'));
    writeFileSync(at('altered.json'), JSON.stringify({ ...file, [member]: change(file[member]) }));
    return 'altered.json';
  };
  const other = (text) => (text[0] === 'A' ? 'B' : 'A') + text.slice(1);
  assert.match(failing('round3', ...replaced(signatures, '1.signature.json', altered('1.signature.json', 'signature', other)), ...officers.opened(0, 'certifying'), ...spare('f')),
    /panel_signature_wrong.*altered\.json: member \d; .*or the file is damaged, or of another ceremony/);
  assert.match(failing('round2', ...replaced(messages, '1.message.json', altered('1.message.json', 'message', () => '')), ...officers.opened(0, 'joining'), ...spare('g')),
    /panel_message_malformed.*\(at \S+altered\.json; 其中没有内容 there is nothing in it\)/);
  const cut = altered('1.signature.json', 'signature', (text) => Buffer.from(text, 'base64').subarray(0, 63).toString('base64'));
  assert.match(failing('round3', ...replaced(signatures, '1.signature.json', cut), ...officers.opened(0, 'certifying'), ...spare('h')),
    /panel_message_malformed.*\(at \S+altered\.json; .*a signature has 64 bytes, this has: 63\)/);
  const nowhere = run(['officer', 'rehearse', ...keys, ...officers.opened(0, 'seat'), ...officers.signing(0), '--centre', centre.id, '-o', at('odd.statement.json')]);
  assert.deepEqual([nowhere.status, /--origin; 请给出 --origin 或 --log-key;/.test(nowhere.stderr)], [2, true], nowhere.stderr);
  const rehearsing = (i, who, ...more) => ['rehearse', ...keys, ...officers.opened(i, 'certifying'), ...officers.signing(who), '--centre', centre.id, '--origin', centre.origin, '-o', at('odd.statement.json'), ...more];
  assert.match(failing(...rehearsing(1, 1)), /panel_secrets_malformed.*1\.certifying; .*kaibiao officer round3/);

  const together = (...files) => ['panel', '--panel-certificate', at('0.certificate.json'), ...files.flatMap((name) => ['--statement', at(name)]), '-o', at('odd.json')];
  const usual = numbers.map((i) => `${i}.statement.json`);
  const officer = (name) => JSON.parse(Buffer.from(JSON.parse(readFileSync(at(name), 'utf8')).payload, 'base64url')).officer;
  const [first, second, third] = [...usual].sort((a, b) => officer(a) - officer(b));
  assert.match(failing(...together(first, third)), /panel_member_missing.*member 2; 缺少该席位的声明/);
  assert.match(failing(...together(first, second, second)), /panel_seat_wrong.*同一席位 for the same seat/);
  const odd = (i, who, origin, known = keys) => {
    rmSync(at('odd.statement.json'), { force: true });
    must('rehearse', ...known, ...officers.opened(i, 'seat'), ...officers.signing(who), '--centre', centre.id, '--origin', origin, '-o', at('odd.statement.json'));
  };
  const [one, two] = [second, first].map((name) => Number(name[0]));
  odd(one, two, centre.origin);
  assert.match(failing(...together(first, 'odd.statement.json', third)), /panel_seat_wrong.*odd\.statement\.json; 同一人 by the same person as .*OFFICER-/);
  const colleague = await Person.enter(server.url, 'officer', 'OFFICER-7', `见证单位${two}`);
  writeFileSync(at('7.pem'), colleague.keyPem);
  writeFileSync(at('7.crt'), colleague.certificatePem);
  odd(one, 7, centre.origin);
  assert.match(failing(...together(first, 'odd.statement.json', third)), new RegExp(`panel_organisation_too_strong.*odd\\.statement\\.json; 见证单位${two}\\)`));
  odd(one, one, 'elsewhere.example/log');
  assert.match(failing(...together(first, 'odd.statement.json', third)), /panel_seat_wrong.*odd\.statement\.json; 中心或日志不同 .*elsewhere\.example/);
  odd(one, one, centre.origin, replaced(keys, `${two}.key.json`, altered(`${two}.key.json`, 'nonce', other)));
  assert.match(failing(...together(first, 'odd.statement.json', third)), /release_proof_wrong.*\(at \S+statement\.json; 演练不成立 the rehearsal in it does not hold\)/);
  writeFileSync(at('odd.statement.json'), readFileSync(at(second), 'utf8').replace(/"signature":"./, (text) => text.slice(0, -1) + (text.at(-1) === 'A' ? 'B' : 'A')));
  assert.match(failing(...together(first, 'odd.statement.json', third)), /jws_signature_wrong.*odd\.statement\.json/);
});

test('officers: who holds a seat is registered with the notice, and one who could not release is named before it stands', { timeout: 120_000 }, async () => {
  const { people, found, panel: theirs } = await seated('NEW');
  const tender = await Tender.publish(server.url, tool, 600, { panel: theirs });
  assert.equal((await people[0].logIn()).role, 'officer');
  assert.equal((await tender.view()).notice.panel.n, 3);

  const late = await seated('EARLY');
  const mixed = run(['officer', 'panel', '--panel-certificate', late.found.at('0.certificate.json'), ...found.each('--statement', (i) => `${i}.statement.json`), '-o', at('mixed.json')]);
  assert.match(mixed.stderr, /panel_seat_wrong.*statement\.json; 属于另一份证书 it is for the seat of another certificate/);
  const recovered = run(['officer', 'recover', ...found.each('--message', (i) => `${i}.message.json`), '--panel-certificate', late.found.at('0.certificate.json'), ...found.opened(0, 'member'), ...found.kept(0, 'anew')]);
  assert.match(recovered.stderr, /panel_member_unknown: .*\(at \S+0\.member; 或证书属于另一组见证人 or the certificate is of another panel\)/);
  // A certificate that is new here belongs to a bidder.
  assert.equal((await late.people[1].logIn()).role, 'bidder');
  await assert.rejects(Tender.publish(server.url, tool, 600, { panel: late.panel }), /EARLY-1 已登记为 is registered as: bidder.*account_exists.*seats\/\d/s);
  assert.equal((await late.people[0].logIn()).role, 'bidder', 'a notice that was refused registers nobody');
  const done = run(['officer', 'release', ...late.found.opened(1, 'seat'), ...late.found.signing(1), ...looking(tender), '--dry-run']);
  assert.equal(done.status, 1, done.stdout);
  assert.match(done.stderr, /role_refused.*bidder; 须以见证人登记 this centre has you registered as that, not as an officer/);
  tender.end();
});

test('officers: of a lot without bids, and of one in which no bidder released, is said that there is nothing to open', { timeout: 120_000 }, async () => {
  const [empty, silent] = await Promise.all([2, 5].map((seconds) => Tender.publish(server.url, tool, seconds, { window: 1000, panel })));
  await silent.submit(await Person.enter(server.url, 'bidder'), { volume: 1000 });
  await empty.phase('failed', 30);
  const told = (tender, ...more) => {
    const done = run(['officer', ...releasing(tender, 0, ...more)]);
    assert.equal(done.status, 1, done.stdout);
    return done.stderr;
  };
  assert.match(told(empty), /release_window_closed: .*投标人数量不足，未开标 too few bidders, so there is no opening\)/);
  writeFileSync(at('empty.bundle.json'), await empty.bundle());
  const verified = run(['verify', at('empty.bundle.json'), '--root', at('root.pem'), '--log-key', centre.log_key]);
  assert.equal(verified.status, 0, verified.stdout);
  assert.match(verified.stdout, /投标人数量不足：未开标，没有结果 too few bidders: nothing was opened, there is no result\n验证通过 verified/);
  await silent.phase('closed', 30);
  await silent.act(silent.tenderer, 'open');
  await silent.phase('announced', 30);
  for (const end = Date.now() + 20_000; ; await pause(200)) {
    const text = told(silent, '--volumes');
    if (/witness_quorum_missing|by the witnesses. clocks/.test(text) && Date.now() < end) continue;
    assert.match(text, /release_window_closed: .*没有可开启的投标，无需释放 no bid can be opened, so there is nothing to release\)/);
    break;
  }
  empty.end();
  silent.end();
});

test('officers: the message of a draw names the close of its lot, and a seat says for which others it has released', { timeout: 240_000 }, async () => {
  const [tender, nobody] = await Promise.all([10, 2].map((seconds) => Tender.publish(server.url, tool, seconds, { panel })));
  writeFileSync(at('values.list'), '{"format":"kaibiao/draw-list/v1","kind":"values","name":"K","values":["0.95","0.96"]}');
  const asking = ['--server', server.url, '--root', at('root.pem'), '--log-key', centre.log_key];
  const commit = (name, lot = tender.lot, asked = asking) => run(['draw', 'commit', '--list', at('values.list'), '--lot', lot, ...asked, '-o', at(name)]);
  assert.match(commit('early.m').stderr, /deadline_not_reached: .*\(at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\+8; 以本机时钟计 by this computer's clock/);
  await tender.submit(await Person.enter(server.url, 'bidder'), { volume: 1000 });
  await nobody.phase('failed', 30);
  assert.match(commit('nobody.m', nobody.lot).stderr, /too_few_bidders/);
  await tender.phase('closed', 30);
  // The cosignature of the close may still be under way.
  let done = commit('draw.m');
  for (const end = Date.now() + 20_000; /witness_quorum_missing/.test(done.stderr) && Date.now() < end; done = commit('draw.m')) await pause(200);
  assert.equal(done.status, 0, done.stderr);
  const message = JSON.parse(readFileSync(at('draw.m'), 'utf8'));
  assert.match(done.stdout, new RegExp(`lot 标段 {6}${tender.lot}\n.*\n {2}frozen 截止 {4}${message.freezing}\n`));
  const refusals = (...asked) => {
    const refused = commit('no.m', tender.lot, ['--server', server.url, ...asked]);
    assert.equal(refused.status, 1, refused.stdout);
    return refused.stderr;
  };
  const stranger = new Authority(newFolder('stranger'));
  after(() => removeFolder(stranger.folder));
  assert.match(refusals('--root', join(stranger.folder, 'root.pem'), '--log-key', centre.log_key), /certificate_unknown_root/);
  assert.match(refusals('--root', at('root.pem'), '--log-key', noteKey(centre.origin, 1).vkey), /bundle_anchor_mismatch: .*the notice pins another log key/);
  assert.match(refusals('--root', at('root.pem'), '--log-key', noteKey('elsewhere.example', 1).vkey), /checkpoint_origin_wrong/);
  assert.match(refusals('--root', at('root.pem'), '--policy', at('stranger')), /witness_quorum_missing/);
  assert.match(commit('no.m', tender.lot, [...asking, '--freezing', '0'.repeat(64)]).stderr, /usage: .*--freezing/);
  assert.match(commit('no.m', tender.lot, []).stderr, /usage: .*give --freezing or --server/);
  const releasing = (name, ...more) => run(['officer', 'draw', '--message', at(name), ...officers.opened(0, 'seat'), '-o', at(`${name}.release`), ...more]);
  const refused = (code, name, ...more) => {
    for (const looking of [[], ['--dry-run']]) {
      const { status, stderr } = releasing(name, ...more, ...looking);
      assert.equal(status, code, stderr);
      assert.ok(!existsSync(at(`${name}.release`)));
      if (looking.length > 0) return stderr;
    }
  };
  assert.match(refused(2, 'draw.m'), /usage: .*give --server or --unchecked-close/);
  writeFileSync(at('elsewhere.m'), canonical({ ...message, freezing: '1'.repeat(64) }));
  assert.match(refused(1, 'elsewhere.m', ...asking), new RegExp(`draw_close_mismatch: .*\\(at \\S+elsewhere\\.m; 截止事件 the lot's close: ${message.freezing}; 指令所载 in the message: 1{64}\\)`));
  const released = releasing('draw.m', ...asking, '--json');
  assert.equal(released.status, 0, released.stdout);
  assert.deepEqual(JSON.parse(released.stdout).close, { checked: true, growth_compared: false, panel_compared: true, witnessed: true });
  assert.ok(existsSync(at('draw.m.release')));
  // A draw that is made again is another draw.
  assert.equal(commit('second.m').status, 0);
  assert.match(refused(1, 'second.m', ...asking), new RegExp(`draw_not_first_of_lot: .*this seat has released for it; .* name each with --again: ${message.draw}\\)`));
  assert.match(refused(1, 'second.m', ...asking, '--again', '0'.repeat(32)), /draw_not_first_of_lot/);
  assert.match(refused(2, 'second.m', ...asking, '--again', message.draw, '--again', 'elsewhere'), /usage: .*--again; .*the seat has not released for this draw of the lot: elsewhere/);
  // And another message of the same draw is refused by a look already.
  writeFileSync(at('other.m'), canonical({ ...message, list: '2'.repeat(64) }));
  assert.match(refused(1, 'other.m', ...asking, '--again', message.draw), /draw_message_not_first: .*for another message of this draw/);
  const again = releasing('second.m', ...asking, '--again', message.draw);
  assert.equal(again.status, 0, again.stderr);
  assert.match(again.stdout, new RegExp(`it names the close of its lot, in a witnessed log\\n.*for these draws of this lot before: ${message.draw}\\n.*released for a draw as officer`));
  // What it has released for before it releases for again: a file may be lost.
  assert.equal(releasing('draw.m', ...asking, '--dry-run').status, 0);
  // A seat of another panel than the notice's.
  const elsewhere = await seated('OTHER');
  const other = run(['officer', 'draw', '--message', at('draw.m'), ...elsewhere.found.opened(0, 'seat'), '-o', at('other.release'), ...asking]);
  assert.match(other.stderr, /panel_context_mismatch: .*\(at \S+0\.seat; 公告所载见证人组 the notice's panel: city-panel-1 \S+; 席位所属 the seat's: city-panel-1 \S+\)/);
  await tender.act(tender.supervisor, 'suspend', { reason: { zh: '核查', en: '' } });
  assert.match(commit('no.m').stderr, new RegExp(`lot_suspended: .*${tender.lot}`));
  assert.match(releasing('draw.m', ...asking, '--dry-run').stderr, /lot_suspended/);
  for (const one of [tender, nobody]) one.end();
});

test('officers: of a lot whose notice names neither panel nor witnesses a seat says that it was not compared, and no policy without a quorum is a witness', { timeout: 120_000 }, async () => {
  const tender = await Tender.publish(server.url, tool, 4, { unwitnessed: true });
  await tender.submit(await Person.enter(server.url, 'bidder'), { volume: 1000 });
  await tender.phase('closed', 30);
  writeFileSync(at('none'), `log ${centre.log_key}\nquorum none\n`);
  writeFileSync(at('plain.list'), '{"format":"kaibiao/draw-list/v1","kind":"values","name":"K","values":["0.95","0.96"]}');
  const asking = ['--server', server.url, '--root', at('root.pem'), '--policy', at('none')];
  const committed = run(['draw', 'commit', '--list', at('plain.list'), '--lot', tender.lot, ...asking, '-o', at('plain.m')]);
  assert.equal(committed.status, 0, committed.stderr);
  const looked = (...more) => {
    const done = run(['officer', 'draw', '--message', at('plain.m'), ...officers.opened(2, 'seat'), '-o', at('plain.release'), '--dry-run', ...more]);
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
  };
  assert.match(looked(...asking), /公告未载见证人组，未核对席位 the notice names no panel, so the seat was not compared\n.*nothing to compare the log's growth with \(--old\)\n.*in a log for which the notice names no witnesses\n/);
  assert.deepEqual(JSON.parse(looked(...asking, '--json')).close, { checked: true, growth_compared: false, panel_compared: false, witnessed: false });
  assert.match(looked('--unchecked-close'), /未核对截止事件与席位 neither was it checked/);
  assert.deepEqual(JSON.parse(looked('--unchecked-close', '--json')).close, { checked: false, growth_compared: false, panel_compared: false, witnessed: false });
  tender.end();
});

test('officers: under dual nothing opens without B and two of three, and with them everything does', { timeout: 120_000 }, async () => {
  const tender = await Tender.publish(server.url, tool, 4, { window: 20_000, panel });
  assert.equal(refusal(...releasing(tender, 0)), 'deadline_not_reached');
  const nowhere = run(['officer', ...releasing({ lot: '0'.repeat(32) }, 0)]);
  assert.match(nowhere.stderr, /lot_unknown: 没有该标段。[^;]*\n/);
  assert.ok(!nowhere.stderr.includes('evidence'), nowhere.stderr);
  const bids = await submitted(tender);
  await newList();
  await tender.phase('closed', 30);
  await tender.act(tender.tenderer, 'open');
  assert.equal(refusal(...releasing(tender, 0)), 'command_not_allowed_now');
  // The window is open: an officer is shown no bid yet.
  const early = await officers.people[0].get(`/api/lots/${tender.lot}/events?stream=${bids[0].answer.bid}`);
  assert.equal(early.events[0].payload, null);
  for (const bid of bids) assert.equal((await tender.release(tender.tenderer, bid)).status, 200);
  await tender.phase('window_closed', 30);
  const stranger = await Person.enter(server.url, 'bidder');
  assert.equal(await problemOf(await secrets(tender.tenderer, tender, bids[0], 'sheet')), 'not_public_yet');
  for (const person of [tender.tenderer, tender.supervisor, stranger])
    assert.equal((await person.get(`/api/lots/${tender.lot}/events?stream=${bids[0].answer.bid}`)).events[0].payload, null);

  assert.match(await witnessed(...releasing(tender, 2, '--dry-run')), /four of the five looks passed, for the log's growth there was nothing to compare with \(--old\)/);
  assert.match(await witnessed(...releasing(tender, 2, '--dry-run', '--policy', at('policy'))), /five looks passed/);
  assert.equal(refusal(...releasing(tender, 2, '--policy', at('stranger'))), 'witness_quorum_missing');
  // A seat is its holder's alone, and said to be before anything is sent.
  const [one, other] = [0, 1].map((i) => officers.people[i].id);
  const swapped = run(['officer', 'release', ...officers.opened(1, 'seat'), ...officers.signing(0), ...looking(tender), '--dry-run']);
  assert.equal(swapped.status, 1, swapped.stdout);
  assert.match(swapped.stderr, new RegExp(`command_not_allowed_for_role.*1\\.seat; .*the seat file and the signing key are of two different officers: .*${other}, .*${one}\\)`));
  assert.match(await witnessed(...releasing(tender, 2)), /released/);
  await assert.rejects(witnessed(...releasing(tender, 2)), /release_twice/);
  assert.equal((await tender.view()).phase, 'window_closed');
  // One of two is there, and what it holds is nobody's to read.
  const { events } = await stranger.get(`/api/lots/${tender.lot}/events`);
  const released = events.filter(({ header }) => JSON.parse(header).type === 'officer.sheets_released');
  assert.deepEqual(released.map(({ payload }) => payload), [null]);
  await witnessed(...releasing(tender, 0));
  await tender.phase('announced', 30);
  const { rows } = await stranger.get(`/api/lots/${tender.lot}/board`);
  assert.deepEqual(rows.map(({ state }) => state), ['opened', 'opened', 'opened']);
  const over = (...more) => {
    const done = run(['officer', ...releasing(tender, 1, ...more)]);
    assert.equal(done.status, 1, done.stdout);
    assert.match(done.stderr, /release_window_closed.*释放已经结束，无需再做 the release is over, nothing more is to be released\)/);
  };
  over();
  const experts = await appoint(tender);
  for (const partClass of ['sheet', 'volumes']) assert.equal(await problemOf(await secrets(stranger, tender, { answer: { bid: tender.lot } }, partClass)), 'not_public_yet');
  const tooFew = async (given) => {
    const { name, place, detail } = await (await secrets(experts[0], tender, bids[0], 'volumes')).json();
    assert.deepEqual([name, place, detail], ['releases_too_few', bids[0].answer.bid, `${given}, needed: 2`]);
    assert.equal(open(experts[0], tender, bids[0]), 'releases_too_few');
  };
  await tooFew(0);
  await witnessed(...releasing(tender, 0, '--volumes'));
  await tooFew(1);
  await witnessed(...releasing(tender, 1, '--volumes'));
  for (const person of [experts[0], tender.tenderer, tender.supervisor, bids[0].bidder]) await assertReads(person, tender, bids[0]);
  for (const person of [stranger, bids[1].bidder, officers.people[0]]) {
    assert.equal((await secrets(person, tender, bids[0], 'sheet')).status, 200);
    assert.equal(await problemOf(await secrets(person, tender, bids[0], 'volumes')), 'not_public_yet');
    assert.equal(open(person, tender, bids[0]), 'not_public_yet');
    assert.equal(await problemOf(await person.fetch(`/api/blobs/${bids[0].parts[1].root}`)), 'not_public_yet');
  }
  if (hasCore) await assertSheetOpensNoVolume(tender, bids[0], 'lock_secret_mismatch');
  const bundle = (await finish(tender, experts)).toString();
  over('--volumes');
  for (const { volumes } of bids) assert.ok(!bundle.includes(volumes) && !bundle.includes(Buffer.from(volumes).toString('base64')));
  tender.end();
});

test('officers: under officers no bidder attends', { timeout: 120_000 }, async () => {
  const tender = await Tender.publish(server.url, tool, 4, { window: 20_000, panel, policy: 'officers' });
  const held = await headNow();
  const bids = await submitted(tender);
  await tender.phase('closed', 30);
  await tender.act(tender.tenderer, 'open');
  await tender.phase('window_closed', 30);
  await witnessed(...releasing(tender, 1));
  if (hasCore) {
    const { state, answer } = await releaseInBrowser(tender, 2, bids, held);
    assert.equal(state.phase, 'window_closed');
    assert.equal(answer.status, 200, await answer.text());
  } else {
    await witnessed(...releasing(tender, 2));
  }
  await tender.phase('announced', 30);
  const experts = await appoint(tender);
  for (const i of [0, 1]) await witnessed(...releasing(tender, i, '--volumes'));
  await assertReads(experts[0], tender, bids[1]);
  await assertReads(bids[1].bidder, tender, bids[1]);
  assert.equal(open(bids[0].bidder, tender, bids[1]), 'not_public_yet');
  if (hasCore) await assertSheetOpensNoVolume(tender, bids[1], 'lock_body_wrong');
  await finish(tender, experts);
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
  assert.equal(await send(officers.people[0]), 'deadline_not_reached');
  tender.end();
});

test('officers: an id that no panel can have is refused before a key is made', () => {
  for (const id of ['', '见证人组', 'a'.repeat(129)]) {
    const done = run(['officer', 'init', '--panel', id, '-r', officers.people[0].recipient, '-o', at('no.member'), '--public', at('no.key.json')]);
    assert.equal(done.status, 1, done.stdout);
    assert.match(done.stderr, /panel_id_malformed: .*\(at --panel\)\n.*1 to 128 printable ASCII characters/);
    assert.ok(!existsSync(at('no.member')) && !existsSync(at('no.key.json')));
  }
});

test('officers: files of another panel, a missing member and a changed message are refused by name', () => {
  must('init', '--panel', 'city-panel-2', '-r', officers.people[0].recipient, '-o', at('other.member'), '--public', at('other.key.json'));
  const round1 = (...members) => ['round1', '--threshold', '2', ...members.flatMap((name) => ['--member', at(name)]), ...officers.opened(0, 'member'), '-r', officers.people[0].recipient, '-o', at('again.joining'), '--public', at('again.json')];
  assert.equal(refusal(...round1('0.key.json', '1.key.json', 'other.key.json')), 'panel_context_mismatch');
  const sized = run(['officer', ...round1('0.key.json', '1.key.json')]);
  assert.match(sized.stderr, /panel_size_wrong: .*\(at --threshold; 2（共 2） 2 of 2; .*if these are fewer members than are meant, a key file is missing, perhaps one's own\)/);
  const round2 = (...messages) => ['round2', ...messages.flatMap((name) => ['--message', at(name)]), ...officers.opened(0, 'joining'), '-r', officers.people[0].recipient, '-o', at('again.certifying'), '--public', at('again.json')];
  assert.equal(refusal(...round2('0.message.json', '1.message.json')), 'panel_member_missing');
  // A byte of the proof of possession behind the two points of the commitment.
  const message = JSON.parse(readFileSync(at('2.message.json'), 'utf8'));
  const bytes = Buffer.from(message.message, 'base64');
  bytes[2 * 32 + 40] ^= 1;
  writeFileSync(at('changed.json'), JSON.stringify({ ...message, message: bytes.toString('base64').replace(/=+$/, '') }));
  assert.equal(refusal(...round2('0.message.json', '1.message.json', 'changed.json')), 'panel_possession_wrong');
  // Of several files the one at fault is named.
  const told = (args) => run(['officer', ...args]).stderr;
  assert.match(told(round1('0.key.json', '1.key.json', 'other.key.json')), /\(at \S+other\.key\.json; 文件属于 the file's: city-panel-2; 应为 expected: /);
  assert.match(told(round1('other.key.json', '1.key.json', '2.key.json')), /\(at \S+other\.key\.json; 文件属于 the file's: city-panel-2; 应为 expected: city-panel-1，同 as in \S+0\.member\)/);
  // A fourth person's key in the place of one's own.
  must('init', '--panel', 'city-panel-1', '-r', officers.people[0].recipient, '-o', at('fourth.member'), '--public', at('fourth.key.json'));
  assert.match(told(round1('fourth.key.json', '1.key.json', '2.key.json')), /panel_member_unknown: .*\(at \S+0\.member; .*is not among --member, given were: \S+fourth\.key\.json, \S+1\.key\.json, \S+2\.key\.json\)/);
  assert.match(told(round2('0.message.json', '1.message.json', 'changed.json')), /\(at \S+changed\.json: member \d\)/);
  assert.match(told(round2('0.message.json', '1.message.json', '1.message.json')), /\(at \S+1\.message\.json; 与该文件同属一名成员 of the same member as: \S+1\.message\.json\)/);
  assert.match(told(round2('0.message.json', '1.message.json', '2.key.json')), /panel_message_malformed: .*\(at \S+2\.key\.json; 文件为 it is: kaibiao-officer-key1; 应为 expected: kaibiao-officer-round1\)/);
  writeFileSync(at('broken.json'), '{');
  assert.match(told(round2('0.message.json', '1.message.json', 'broken.json')), /\(at \S+broken\.json: byte \d+; JSON 文本格式错误。 The JSON text is malformed\.\)/);
});

test('officers: before they release, a bidder sees that what it keeps is what its bid commits to, and no more', { timeout: 60_000 }, async () => {
  const tender = await Tender.publish(server.url, tool, 600, { panel });
  const bidder = await Person.enter(server.url, 'bidder');
  const alone = (...args) => run(args, { env: { KAIBIAO_PASSPHRASE: 'a long passphrase' } });
  const done = (...args) => {
    const { status, stdout, stderr } = alone(...args);
    assert.equal(status, 0, stdout + stderr);
    return stdout;
  };
  writeFileSync(at('bidder.pem'), bidder.keyPem);
  writeFileSync(at('bidder.crt'), bidder.certificatePem);
  writeFileSync(at('plan.pdf'), '%PDF-1.4\n%%EOF\n');
  writeFileSync(at('sheet.json'), JSON.stringify({ price: '7123456.00', duration_days: 120, quality: '合格', manager: '李工', manager_certificate: '浙1330', security: '电子保函' }));
  done('submit', '--server', server.url, '--fetch-tender', tender.lot, '-o', at('tender.json'));
  for (const name of ['one', 'two'])
    done('seal', '--tender', at('tender.json'), '-k', at('bidder.pem'), '-c', at('bidder.crt'), '--root', at('root.pem'), '--sheet', at('sheet.json'), '--volume', at('plan.pdf'), '-o', at(`${name}.kaibiao`));
  assert.match(done('open', at('one.kaibiao'), '--secrets', at('one.kaibiao.secrets.age'), '-o', at('rehearsal')), /the opening secrets are those of this bid/);
  assert.ok(!existsSync(at('rehearsal')));
  const other = alone('open', at('one.kaibiao'), '--secrets', at('two.kaibiao.secrets.age'), '-o', at('rehearsal'));
  assert.match(other.stderr, /lock_secret_mismatch: 该秘密与投标所承诺的 HB 不符。 \(at \S+two\.kaibiao\.secrets\.age; 这个开标秘密文件属于另一份投标 this secrets file is of another bid\)/);
  tender.end();
});
