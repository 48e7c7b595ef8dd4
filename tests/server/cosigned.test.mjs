// A centre and its witnesses: cosignatures are collected, kept and published; a witness may be anybody's, down, slow or
// lying; closing never waits for one, releasing does.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { askSecond } from '../verifier/peer.mjs';
import { JsWitness, cosign, cosignedAt, noteKey, parseNote } from './support/log.mjs';
import { Client, Person, problemOf } from './support/person.mjs';
import { relay, runBeside } from './support/relay.mjs';
import { Server, kaibiao, newFolder, pause, pdf, refused, removeFolder, run } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';
import { Witness } from './support/witness.mjs';

const folder = newFolder('cosigned');
const at = (name) => join(folder, name);
after(() => removeFolder(folder));

const quick = ['--set', 'log.witness_milliseconds=50', '--set', 'log.witness_patience_milliseconds=300', '--set', 'log.cover_milliseconds=200', '--set', 'log.witness_pause_milliseconds=500'];
const text = async (server, path) => {
  const answer = await fetch(`${server.url}/api/log/${path}`);
  return answer.ok ? answer.text() : null;
};
async function until(what, act, seconds = 20) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(50)) {
    const found = await act();
    if (found) return found;
  }
  assert.fail(`${what} did not happen`);
}
const witnessed = (server, size) => until(`a witnessed checkpoint of ${size} entries`, async () => {
  const note = await text(server, 'witnessed');
  return note && parseNote(note).size >= size ? note : null;
});
async function logKey(data) {
  const server = await Server.start({ data });
  const { log_key: vkey } = await (await fetch(`${server.url}/api/centre`)).json();
  await server.stop();
  return vkey;
}
const policyFile = (name, lines) => {
  writeFileSync(at(name), `${lines.join('\n')}\n`);
  return at(name);
};

test('cosigned: ours and another\'s witness cosign what the centre publishes, and it outlives a restart', { timeout: 90_000 }, async () => {
  const data = at('both');
  const vkey = await logKey(data);
  const ours = await Witness.start({ folder: at('ours'), name: 'ours.example', logs: [vkey] });
  const theirs = await new JsWitness('theirs.example', [vkey]).start();
  const policy = policyFile('both.policy', [`witness Ours ${ours.vkey} ${ours.url}`, `witness Theirs ${theirs.key.vkey} ${theirs.url}`, 'group Both all Ours Theirs', 'quorum Both']);
  let server = await Server.start({ data, args: ['--trial', '--policy', policy, ...quick] });
  const first = await witnessed(server, 16);
  const second = await witnessed(server, parseNote(first).size + 16);
  for (const note of [first, second])
    for (const key of [ours.vkey, theirs.key.vkey]) assert.ok(Math.abs(cosignedAt(note, key) - Date.now() / 1000) < 60);
  const published = await text(server, 'policy');
  assert.match(published, /^# 试用.*\n# trial: .*proves nothing to outsiders/);
  assert.ok(published.includes(`log ${vkey}\n`));
  assert.equal((await (await fetch(`${server.url}/api/centre`)).json()).log_policy, published);
  assert.match(await (await fetch(`${server.url}/api/metrics`)).text(), /kaibiao_witnessed_entries [1-9]/);

  writeFileSync(at('published'), published);
  const audited = run(['log', 'audit', '--server', server.url, '--policy', at('published')]);
  assert.equal(audited.status, 0, audited.stdout + audited.stderr);
  assert.match(audited.stdout, /witnessed.* by 2 of 2/);
  const stranger = policyFile('stranger', [`log ${vkey}`, `witness W ${noteKey('w.example', 4).vkey}`, 'quorum W']);
  const unseen = run(['log', 'audit', '--server', server.url, '--policy', stranger]);
  assert.equal(unseen.status, 1);
  assert.match(unseen.stderr, /witness_quorum_missing/);
  const strangeLog = policyFile('strange-log', [`log ${noteKey('elsewhere.example', 1).vkey}`, `witness W ${ours.vkey}`, 'quorum W']);
  assert.match(run(['log', 'audit', '--server', server.url, '--policy', strangeLog]).stderr, /note_signature_missing|checkpoint_origin_wrong/);

  await server.stop();
  await ours.stop();
  await theirs.stop();
  server = await Server.start({ data, args: ['--trial', '--policy', policy, ...quick] });
  assert.ok(parseNote(await text(server, 'witnessed')).size >= parseNote(second).size);
  await server.stop();
});

test('cosigned: a witness that is silent, lies or talks too much gets nothing published and harms nothing', { timeout: 120_000 }, async () => {
  const data = at('faults');
  const vkey = await logKey(data);
  const theirs = await new JsWitness('theirs.example', [vkey]).start();
  const stranger = noteKey('theirs.example', 4);
  const policy = policyFile('faults.policy', [`witness W ${theirs.key.vkey} ${theirs.url}`, 'quorum W']);
  const server = await Server.start({ data, args: ['--trial', '--policy', policy, ...quick] });
  await witnessed(server, 16);
  const faults = {
    silence: () => null,
    'half an answer': (response) => { response.writeHead(200, { 'Content-Length': '100' }); response.write('— '); },
    'a broken connection': (response) => { response.socket.destroy(); },
    rubbish: () => ({ status: 200, body: 'hello\n' }),
    nothing: () => ({ status: 200, body: '' }),
    'a wrong signature': () => ({ status: 200, body: cosign(theirs.key, 'something else\n') }),
    'another key': () => ({ status: 200, body: cosign(stranger, 'something else\n') }),
    'too much': () => ({ status: 200, body: 'x'.repeat(1 << 20) }),
    refusal: () => ({ status: 500, body: 'no\n' }),
    'a conflict without a size': () => ({ status: 409, body: '\n', type: 'text/x.tlog.size' }),
    'a size beyond all': () => ({ status: 409, body: '99999999999\n', type: 'text/x.tlog.size' }),
    'the same conflict for ever': () => ({ status: 409, body: '1\n', type: 'text/x.tlog.size' }),
  };
  for (const [name, fault] of Object.entries(faults)) {
    let met = 0;
    theirs.spoil = (response) => { met++; return fault(response); };
    await until(`the fault "${name}"`, () => met > 0);
    const before = await text(server, 'witnessed');
    const grown = parseNote(await text(server, 'checkpoint')).size;
    await until(`the log going on under "${name}"`, async () => parseNote(await text(server, 'checkpoint')).size > grown);
    assert.equal(await text(server, 'witnessed'), before, name);
    theirs.spoil = null;
    await witnessed(server, grown);
  }
  // Stopping does not wait for a witness that is silent.
  let met = 0;
  theirs.spoil = () => { met++; return null; };
  await until('silence', () => met > 0);
  const begun = Date.now();
  await server.stop();
  assert.ok(Date.now() - begun < 5000);
  await theirs.stop();
});

test('cosigned: the bundle of a tender carries the cosignatures, and --policy asks for them', { timeout: 120_000 }, async () => {
  const data = at('bundle');
  const vkey = await logKey(data);
  const theirs = await new JsWitness('theirs.example', [vkey]).start();
  const lines = [`log ${vkey}`, `witness W ${theirs.key.vkey} ${theirs.url}`, 'quorum W'];
  const server = await Server.start({ data, args: ['--trial', '--policy', policyFile('bundle.policy', lines), ...quick] });
  const told = await must('demo', '--once', '--server', server.url, '--out', at('played'), '--json');
  const { lot } = JSON.parse(told);
  const whole = await text(server, 'checkpoint');
  await witnessed(server, parseNote(whole).size);
  writeFileSync(at('bundle.json'), Buffer.from(await (await fetch(`${server.url}/api/lots/${lot}/bundle`)).arrayBuffer()));
  const verified = run(['verify', at('bundle.json'), '--root', at('played/root.pem'), '--policy', at('bundle.policy')]);
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  assert.match(verified.stdout, /witnessed 20/);
  const stranger = policyFile('bundle.stranger', [lines[0], `witness W ${noteKey('w.example', 4).vkey}`, 'quorum W']);
  const unseen = run(['verify', at('bundle.json'), '--root', at('played/root.pem'), '--policy', stranger]);
  assert.equal(unseen.status, 1);
  assert.match(unseen.stdout, /witness_quorum_missing/);

  // A receipt is given before any witness can have seen it; later there is one that they cosigned.
  const early = run(['receipt', 'verify', at('played/receipt-1.json'), '--policy', at('bundle.policy')]);
  assert.equal(early.status, 1);
  assert.match(early.stderr, /witness_quorum_missing.*kaibiao receipt renew/);
  const untouched = readFileSync(at('played/receipt-1.json'));
  const renewal = ['receipt', 'renew', at('played/receipt-1.json'), '--server', server.url];
  const byAnother = await runBeside(...renewal, '--policy', stranger, '--wait', '0');
  assert.equal(byAnother.status, 1);
  assert.match(byAnother.told, /witness_quorum_missing/);
  assert.deepEqual(readFileSync(at('played/receipt-1.json')), untouched, 'what does not verify took the place of the receipt');
  assert.match(await must(...renewal, '--policy', at('bundle.policy')), /renewed/);
  const renewed = run(['receipt', 'verify', at('played/receipt-1.json'), '--policy', at('bundle.policy')]);
  assert.equal(renewed.status, 0, renewed.stdout + renewed.stderr);
  const { stream } = JSON.parse(run(['receipt', 'verify', at('played/receipt-1.json'), '--log-key', vkey, '--json']).stdout);
  writeFileSync(at('receipt.json'), await (await fetch(`${server.url}/api/lots/${lot}/receipts/${stream}?under=witnessed`)).text());
  const later = run(['receipt', 'verify', at('receipt.json'), '--policy', at('bundle.policy')]);
  assert.equal(later.status, 0, later.stdout + later.stderr);
  assert.match(later.stdout, /by 1 of 1/);
  await server.stop();
  await theirs.stop();
});

test('cosigned: without the witnesses of its notice a bundle is not given and does not verify, and a close they saw late is flagged', { timeout: 120_000 }, async () => {
  const data = at('close');
  const vkey = await logKey(data);
  const theirs = await new JsWitness('theirs.example', [vkey]).start();
  const policy = policyFile('close.policy', [`log ${vkey}`, `witness W ${theirs.key.vkey} ${theirs.url}`, 'quorum W']);
  let server = await Server.start({ data, args: ['--trial', '--policy', policy, ...quick] });
  const tool = new Tool();
  const anybody = new Client(server.url);
  writeFileSync(at('close.pem'), (await anybody.get('/api/ca')).root_pem);
  const bidders = await Promise.all(Array.from({ length: 3 }, () => Person.enter(server.url, 'bidder')));
  /** The whole course of a lot; `seen`: what the witness does once the lot is closed. */
  const played = async (seen) => {
    theirs.spoil = null;
    const tender = await Tender.publish(server.url, tool, 5);
    await tender.play(bidders, { sealed: () => { theirs.spoil = () => ({ status: 500, body: 'no\n' }); }, closed: seen });
    tender.end();
    return `/api/lots/${tender.lot}/bundle`;
  };
  const fetched = async (path) => {
    const answer = await until('the bundle', async () => {
      const one = await fetch(`${server.url}${path}`);
      return one.status === 503 ? null : one;
    });
    assert.equal(answer.status, 200);
    writeFileSync(at('close.json'), Buffer.from(await answer.arrayBuffer()));
  };
  const verify = (...more) => run(['verify', at('close.json'), '--root', at('close.pem'), '--log-key', vkey, ...more]);
  const close = () => JSON.parse(verify('--json').stdout).close;

  let path = await played(() => {});
  const early = await fetch(`${server.url}${path}`);
  assert.equal(early.headers.get('retry-after'), '1');
  assert.equal(await problemOf(early), 'not_witnessed_yet');
  assert.equal(await problemOf(await fetch(`${server.url}${path}?unwitnessed=yes`)), 'request_malformed');
  await fetched(`${path}?unwitnessed=1`);
  const unseen = verify();
  assert.equal(unseen.status, 1);
  assert.match(unseen.stdout, /witness_quorum_missing[^\n]*\/body\/checkpoint/);
  assert.deepEqual(close(), { flagged: true, witnessed: null });
  assert.equal(askSecond(readFileSync(at('close.json'))).failed[0].error, 'witness_quorum_missing');
  theirs.spoil = null;
  await fetched(path);
  assert.equal(close().flagged, false);
  assert.doesNotMatch(verify().stdout, /within 60 seconds/);

  path = await played(() => Object.assign(theirs, { spoil: null, ahead: 70 }));
  await fetched(path);
  const late = verify();
  assert.equal(late.status, 0, late.stdout + late.stderr);
  assert.match(late.stdout, /截止后 60 秒内[^]*did not cosign the close within 60 seconds of the deadline \(first at 20/);
  assert.equal(close().flagged, true);
  const second = askSecond(readFileSync(at('close.json')));
  assert.ok(second.passed, JSON.stringify(second.failed));
  assert.deepEqual(second.close, close());
  tool.end();
  await server.stop();
  await theirs.stop();

  // Other witnesses are asked from now on: what those of the notice cosigned is kept with the lot.
  const others = await new JsWitness('others.example', [vkey]).start();
  const changed = policyFile('changed.policy', [`log ${vkey}`, `witness W ${others.key.vkey} ${others.url}`, 'quorum W']);
  server = await Server.start({ data, args: ['--trial', '--policy', changed, ...quick] });
  await until('a checkpoint of the others', async () => cosignedAt(await text(server, 'witnessed'), others.key.vkey));
  const shelf = join(data, 'bundles');
  for (const name of readdirSync(shelf)) removeFolder(join(shelf, name));
  assert.equal((await fetch(`${server.url}${path}`)).status, 200);
  await fetched(path);
  assert.equal(verify().status, 0);
  await server.stop();
  await others.stop();
});

test('cosigned: a policy that cannot be followed is refused at the start', async () => {
  const vkey = await logKey(at('policies'));
  const witness = `witness W ${noteKey('w.example', 4).vkey}`;
  const start = (name, lines) => refused(['serve', '--listen', '127.0.0.1:0', '--data', at('policies'), '--policy', policyFile(name, lines)]);
  assert.match(start('p1', [`${witness} http://127.0.0.1:1/`]), /log_policy_malformed/);
  assert.match(start('p2', [witness, 'quorum W']), /config_malformed/);
  assert.match(start('p3', [`log ${noteKey('other.example', 1).vkey}`, `${witness} http://127.0.0.1:1/`, 'quorum W']), /config_malformed/);
  assert.match(start('p4', [`log ${vkey}`, `${witness} ftp://127.0.0.1:1/`, 'quorum W']), /usage/);
  assert.match(refused(['serve', '--listen', '127.0.0.1:0', '--data', at('policies'), '--policy', at('absent')]), /file_unreadable/);
});

async function must(...args) {
  const done = await runBeside(...args);
  assert.equal(done.status, 0, `${args.join(' ')}\n${done.told}`);
  return done.told;
}

async function enterBid(url, lot) {
  await must('keygen', '-o', at('key.pem'));
  await must('csr', '-k', at('key.pem'), '-o', at('request.pem'), '--id', '91330900WITNESS01', '--name', '见证建设有限公司', '--organisation', '见证建设有限公司');
  const session = await fetch(`${url}/api/session`);
  const issued = await (await fetch(`${url}/api/ca/request`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: session.headers.get('set-cookie').split(';')[0], 'X-CSRF-Token': (await session.json()).csrf },
    body: JSON.stringify({ csr: readFileSync(at('request.pem'), 'utf8') }),
  })).json();
  writeFileSync(at('certificate.pem'), issued.certificate);
  writeFileSync(at('root.pem'), (await (await fetch(`${url}/api/ca`)).json()).root_pem);
  writeFileSync(at('sheet.json'), JSON.stringify({ price: '7123456.00', duration_days: 120, quality: '合格', manager: '李工', manager_certificate: '浙1330', security: '电子保函' }));
  writeFileSync(at('plan.pdf'), pdf(10_000));
  await must('submit', '--server', url, '--fetch-tender', lot, '-o', at('tender.json'));
  await must('seal', '--tender', at('tender.json'), '-k', at('key.pem'), '-c', at('certificate.pem'), '--root', at('root.pem'), '--sheet', at('sheet.json'),
    '--volume', at('plan.pdf'), '-o', at('bid.kbp'));
  return must('submit', at('bid.kbp'), '--server', url, '-k', at('key.pem'), '-c', at('certificate.pem'), '--wait', '1');
}

test('cosigned: closing does not wait for a witness that is down, and nothing is released until it has cosigned', { timeout: 150_000 }, async () => {
  const theirs = await new JsWitness('late.example', []).start();
  await theirs.stop();
  const policy = policyFile('late.policy', [`witness Late ${theirs.key.vkey} ${theirs.url}`, 'quorum Late']);
  const demo = spawn(kaibiao, ['demo', '--listen', '127.0.0.1:0', '--data', at('demo'), '--policy', policy, ...quick], { stdio: ['ignore', 'pipe', 'ignore'] });
  after(() => demo.kill('SIGKILL'));
  let output = '';
  demo.stdout.on('data', (bytes) => { output += bytes; });
  const url = await until('the demo', () => /(http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1]);
  const { lot } = await until('an open lot', async () => {
    const { lots } = await (await fetch(`${url}/api/lots?phase=published`)).json();
    return lots.find((row) => Date.parse(row.deadline) - Date.now() > 20_000);
  }, 60);
  assert.match(await enterBid(url, lot), /accepted[^]*no witness has confirmed it yet[^]*kaibiao receipt renew \S+bid\.kbp\.receipt\.json --server http:/);
  // Nobody is told that a bid is not in the log because no witness is there.
  const unseen = await runBeside('receipt', 'renew', at('bid.kbp.receipt.json'), '--server', url, '--wait', '0');
  assert.equal(unseen.status, 1);
  assert.match(unseen.told, /witness_quorum_missing.*见证服务尚未联署，请稍后再试 no witness has cosigned it yet/);
  await until('the opening', async () => (await (await fetch(`${url}/api/lots/${lot}`)).json()).phase === 'opening', 60);
  assert.equal((await fetch(`${url}/api/log/witnessed`)).status, 404);

  const { log_key: vkey } = await (await fetch(`${url}/api/centre`)).json();
  writeFileSync(at('mine.policy'), `log ${vkey}\nwitness Late ${theirs.key.vkey}\nquorum Late\n`);
  const listener = await relay(url);
  const release = (...more) => runBeside('release', '--server', listener.url, '--lot', lot, '--receipt', at('bid.kbp.receipt.json'), '--secrets', at('bid.kbp.secrets.age'), '--root', at('root.pem'), ...more);
  for (const trust of [['--policy', at('mine.policy')], ['--log-key', vkey]]) {
    const early = await release(...trust);
    assert.equal(early.status, 1, early.told);
    assert.match(early.told, /witness_quorum_missing/);
  }
  assert.deepEqual(listener.seen.filter((line) => line.startsWith('POST')), [], 'something was sent');

  await Object.assign(theirs, { logs: new JsWitness('x', [vkey]).logs }).start();
  await until('the first cosignature', async () => (await fetch(`${url}/api/log/witnessed`)).ok, 40);
  const foreign = policyFile('foreign.policy', [`log ${vkey}`, `witness W ${noteKey('w.example', 4).vkey}`, 'quorum W']);
  assert.match((await release('--policy', foreign)).told, /witness_quorum_missing/);
  assert.deepEqual(listener.seen.filter((line) => line.startsWith('POST')), [], 'something was sent');
  const done = await until('the release', async () => {
    const tried = await release('--policy', at('mine.policy'));
    if (tried.status !== 0) assert.match(tried.told, /witness_quorum_missing/);
    return tried.status === 0 ? tried : null;
  });
  assert.match(done.told, /released/);
  assert.ok(existsSync(at('bid.kbp.receipt.json.release.json')));
  listener.stop();
  const ended = new Promise((gone) => demo.once('exit', gone));
  demo.kill('SIGTERM');
  await ended;
  await theirs.stop();
});

test('cosigned: a witness whose clock is behind is asked again while the log rests, until it has seen the newest event', { timeout: 60_000 }, async () => {
  const data = at('behind');
  const vkey = await logKey(data);
  const witness = await new JsWitness('behind.example', [vkey], { ahead: -3 }).start();
  const policy = policyFile('behind.policy', [`witness Behind ${witness.key.vkey} ${witness.url}`, 'quorum Behind']);
  // Without decoys nothing but events makes a checkpoint.
  const server = await Server.start({ data, args: ['--trial', '--policy', policy, ...quick, '--set', 'log.cover_milliseconds=3600000'] });
  const tool = new Tool();
  const tender = await Tender.publish(server.url, tool, 3600);
  const { events } = await (await fetch(`${server.url}/api/lots/${tender.lot}/events`)).json();
  const stamp = Date.parse(JSON.parse(events.at(-1).header).stamp);
  const newest = await text(server, 'checkpoint');
  const first = await witnessed(server, parseNote(newest).size);
  assert.ok(cosignedAt(first, witness.key.vkey) * 1000 < stamp, 'it cosigned before the event, by its clock');
  const later = await until('a cosignature of after the event', async () => {
    const note = await text(server, 'witnessed');
    return cosignedAt(note, witness.key.vkey) * 1000 >= stamp ? note : null;
  });
  assert.equal(parseNote(later).text, parseNote(newest).text, 'the same checkpoint');
  assert.equal(parseNote(later).signatures.length, 2, 'the log\'s and one of the witness');
  const asked = witness.asked;
  await pause(500);
  assert.equal(witness.asked, asked, 'then it is left alone');
  const journal = readdirSync(join(data, 'logs')).map((name) => readFileSync(join(data, 'logs', name), 'utf8')).join('');
  assert.match(journal, /"event":"witness_clock_behind".*"witness":"Behind"/);
  tender.end();
  tool.end();
  await server.stop();
  await witness.stop();
});
