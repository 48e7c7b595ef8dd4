// `kaibiao release` at the wrong moment, a second time and with what is no longer the bid: each is told as what it is.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client, Person, canonical } from './support/person.mjs';
import { Server, newFolder, pdf, removeFolder, run } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';

const folder = newFolder('release-command');
const at = (name) => join(folder, name);
let server, tool, tender, logKey, late;

const cli = (...args) => run(args, { env: { KAIBIAO_PASSPHRASE: 'a long passphrase' } });
const must = (...args) => {
  const done = cli(...args);
  assert.equal(done.status, 0, `${args.join(' ')}\n${done.stdout}${done.stderr}`);
  return done.stdout;
};
const releasing = (name, secrets = name) => ['release', '--server', server.url, '--lot', tender.lot, '--receipt', at(`${name}.receipt.json`),
  '--secrets', at(`${secrets}.secrets.age`), '--log-key', logKey, '--root', at('root.pem')];
const refusal = (...args) => {
  const done = cli(...args);
  assert.equal(done.status, 1, done.stdout + done.stderr);
  return done.stderr;
};
const evidence = () => readdirSync(folder).filter((name) => name.startsWith('evidence-'));

before(async () => {
  server = await Server.start({ args: ['--trial', '--set', 'log.cover_milliseconds=200'] });
  tool = new Tool();
  const anybody = new Client(server.url);
  logKey = (await anybody.get('/api/centre')).log_key;
  writeFileSync(at('root.pem'), (await anybody.get('/api/ca')).root_pem);
  tender = await Tender.publish(server.url, tool, 30, { window: 20_000 });
  const offline = await Person.enter(server.url, 'bidder');
  writeFileSync(at('key.pem'), offline.keyPem);
  writeFileSync(at('chain.pem'), offline.certificatePem);
  writeFileSync(at('plan.pdf'), pdf(2000));
  writeFileSync(at('sheet.json'), JSON.stringify({ price: '900000.00', duration_days: 120, quality: '合格', manager: '李工', manager_certificate: '浙1330', security: '电子保函' }));
  const signing = ['-k', at('key.pem'), '-c', at('chain.pem')];
  for (const [name, ...more] of [['first'], ['second', '--replaces', at('first')]]) {
    must('seal', '--server', server.url, '--lot', tender.lot, '--root', at('root.pem'), ...signing, '--sheet', at('sheet.json'), '--volume', at('plan.pdf'), '-o', at(name), ...more);
    must('submit', at(name), '--server', server.url, ...signing);
  }
  const again = JSON.parse(must('submit', at('first'), '--server', server.url, ...signing, '--json'));
  assert.equal(again.replaced_by, 2, 'the first is accepted as known, and said not to be the one in force');
  const others = await Promise.all([1, 2].map(() => Person.enter(server.url, 'bidder')));
  late = [];
  for (const other of others) late.push(await tender.submit(other));
  writeFileSync(at('late.receipt.json'), canonical(late[0].answer.receipt));
}, { timeout: 60_000 });
after(async () => {
  tool.end();
  tender.end();
  await server.stop();
  removeFolder(folder);
});

test('release: before the tenderer opens it is not time yet', async () => {
  await tender.phase('closed', 50);
  assert.match(refusal(...releasing('second')), /command_not_allowed_now: .*\(at closed; 核对 look phase: 招标人尚未开始这次开标 the tenderer has not begun this opening; 尚未到时，请稍后再试 it is not time yet/);
  const elsewhere = releasing('second').map((word) => (word === tender.lot ? '1'.repeat(32) : word));
  assert.match(refusal(...elsewhere), new RegExp(`bid_unknown: .*\\(at \\S+second\\.receipt\\.json; 这份回执属于另一标段 this receipt is of another lot: ${tender.lot}\\)`));
  assert.deepEqual(evidence(), []);
});

test('release: the receipt of an earlier submission is told as that', async () => {
  await tender.act(tender.tenderer, 'open');
  const told = refusal(...releasing('first'));
  assert.match(told, /核对 look frozen: 它之后该投标另有递交，或已撤回：请用最新的回执.*after it the bid was submitted anew or withdrawn, so take the newest receipt/);
  assert.match(told, /若都不是您所为.*if neither was your doing, show this to the supervisor; 证据已保存 evidence saved to/);
  assert.equal(evidence().length, 1, 'what was heard, should the bidder not have done it');
});

test('release: a second time it says so, and too late that it is too late', async () => {
  assert.match(must(...releasing('second')), /^released 已解密; 回执 receipt written to/m);
  assert.match(must(...releasing('second')), /^released before, nothing more is to be done 此前已解密，无需再做; 回执 receipt/m);
  assert.equal(JSON.parse(must(...releasing('second'), '--json')).released_before, true);
  assert.ok(existsSync(at('second.receipt.json.release.json')));
  // Nothing of another kind, and no other receipt, makes way for this one; and it is not lost for that.
  const [sheet, other] = ['sheet.json', 'late.receipt.json'].map((name) => readFileSync(at(name), 'utf8'));
  assert.match(cli(...releasing('second'), '--out', at('sheet.json')).stderr, /file_exists: .*\(at \S+sheet\.json\)/);
  assert.match(must(...releasing('second'), '--out', at('late.receipt.json')), /receipt written to \S+late\.receipt\.json\.2$/m);
  assert.deepEqual(['sheet.json', 'late.receipt.json'].map((name) => readFileSync(at(name), 'utf8')), [sheet, other]);
  assert.equal(readFileSync(at('late.receipt.json.2'), 'utf8'), readFileSync(at('second.receipt.json.release.json'), 'utf8'));
  await tender.phase('announced', 60);
  assert.match(refusal(...releasing('second')), /release_twice: .*本投标已在解密窗口内释放，无需再做 this bid was released in its window, nothing more is to be done\)/);
  const told = refusal(...releasing('late', 'second'));
  assert.match(told, new RegExp(`release_window_closed: .*\\(at ${late[0].answer.bid}; .*窗口已于 \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC\\+8 关闭，其间没有本投标的释放 the window closed then, without a release of this bid\\)`));
  assert.doesNotMatch(told, /not time yet/);
  assert.equal(evidence().length, 1, 'nobody is at fault');
});
