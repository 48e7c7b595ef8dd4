// How the frozen corpus of event version 1 and schema 1 was made: one tender with every kind of event, played at a trial
// centre. It is not made again: what is here must be read for ever. A new version of an event or of the schema gets
// files of its own beside these.
//   node tests/vectors/frozen/make.mjs FOLDER    (from the root, with build/release)

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Client, Person, canonical } from '../../server/support/person.mjs';
import { Server, newFolder, pause, removeFolder } from '../../server/support/server.mjs';
import { Tender, Tool } from '../../server/support/tender.mjs';

const out = process.argv[2];
const data = newFolder('frozen');
const reason = (zh, en) => ({ reason: { zh, en } });

async function play(url, tool) {
  const tender = await Tender.publish(url, tool, 12, { window: 4000 });
  const names = ['甲建设有限公司', '乙市政工程有限公司', '丙路桥有限公司', '丁工程有限公司'];
  const bidders = await Promise.all(names.map((name, i) => Person.enter(url, 'bidder', `91330900MA2FROZEN${i}`, name)));
  const experts = await Promise.all([...Array(5).keys()].map((i) => Person.enter(url, 'expert', `FROZEN-EXPERT-${i}`, `专家${i}`)));
  await tender.act(tender.tenderer, 'clarify', { text: { zh: '澄清一', en: 'first clarification' }, affects_bids: false, deadline: null });
  const bids = [];
  for (const bidder of bidders) bids.push(await tender.submit(bidder, { volume: 1000 }));
  bids[1] = await tender.submit(bidders[1], { volume: 1000, number: 2, replaces: bids[1].digest });
  const gone = bids.pop();
  const withdrawal = { ...await bidders[3].envelope('withdraw', tender.lot, await tender.view()), bid: gone.answer.bid, replaces: gone.digest };
  await bidders[3].checked(await bidders[3].fetch(`/api/lots/${tender.lot}/withdrawals`, { method: 'POST', body: bidders[3].sign(withdrawal, 'withdraw') }));
  await tender.act(tender.supervisor, 'suspend', reason('核查', 'under review'));
  await tender.act(tender.supervisor, 'resume', reason('恢复', 'resumed'));
  await tender.phase('closed', 30);
  await tender.act(tender.tenderer, 'open');
  // The third bidder never releases: its bid is revoked, until the supervisor finds that the network was at fault.
  for (const bid of bids.slice(0, 2)) await tender.release(tender.tenderer, bid);
  await tender.phase('announced', 30);
  await tender.act(tender.supervisor, 'excuse', { bids: [bids[2].answer.bid], ...reason('网络中断', 'the network failed') });
  await tender.act(tender.tenderer, 'appoint', { members: experts.map(({ id, name }) => ({ id, name, kind: 'expert' })) });
  const { cells } = await tool.ask({ do: 'cells', method: (await tender.view()).notice.method, bids: bids.slice(0, 2).map(({ answer }) => answer.bid) });
  for (const expert of experts) await tender.act(expert, 'score', { cells });
  const { digest } = await tender.tenderer.get(`/api/lots/${tender.lot}/outcome`);
  await tender.act(tender.tenderer, 'result', { outcome: digest });
  return tender;
}

const database = (script) => execFileSync('python3', ['-c', `
import sqlite3, json, sys, base64
database = sqlite3.connect(sys.argv[1], isolation_level=None)
${script}`, join(data, 'kaibiao.db')], { encoding: 'utf8', maxBuffer: 64 << 20 });

// One of each type, as it is stored.
const events = () => JSON.parse(database(`
found = {}
for header, salt, payload in database.execute('select header, salt, payload from events order by sequence'):
    found.setdefault(json.loads(header)['type'], [bytes(header).decode(), base64.b64encode(salt).decode(), base64.b64encode(payload).decode()])
print(json.dumps(list(found.values())))`)).map(([header, salt, payload]) => ({ header, payload: payload.replace(/=+$/, ''), salt: salt.replace(/=+$/, '') }));

// What the events say, read from their JSON alone: the expectation for the program's own decoders.
const members = (p, act) => ({
  'lot.published': () => ({ tenderer: act.tenderer.id, deadline: act.deadline, ceiling: act.ceiling, profile: p.profile.id, criteria: act.method.sections.flatMap((s) => s.criteria.map((c) => c.key)) }),
  'lot.clarified': () => ({ text: act.text.zh, affects_bids: act.affects_bids, deadline: act.deadline }),
  'bid.submitted': () => ({ bidder: act.bidder, number: act.number, roots: act.parts.map(({ root }) => root), lot_head: p.lot_head }),
  'bid.withdrawn': () => ({ bid: act.bid, replaces: act.replaces, lot_head: p.lot_head }),
  'lot.suspended': () => ({ reason: act.reason.en }),
  'lot.resumed': () => ({ reason: act.reason.en }),
  'lot.closed': () => ({ bids: p.bids, failed: p.failed, heads: p.heads.map(({ stream, position, hash }) => `${stream}@${position} ${hash}`) }),
  'lot.opening_started': () => ({ window_end: p.window_end }),
  'bid.sheet_released': () => ({ bid: p.bid, b: hex(p.b) }),
  'bid.volumes_released': () => ({ bid: p.bid, b: hex(p.b) }),
  'lot.window_closed': () => ({ missing: p.missing }),
  'lot.announced': () => ({ rows: p.bids.map(({ bid, bidder, state, sheet }) => `${bid} ${bidder.id} ${state} ${sheet?.price ?? '-'}`) }),
  'lot.release_excused': () => ({ bids: act.bids, reason: act.reason.en }),
  'committee.appointed': () => ({ members: act.members.map(({ id, kind }) => `${id} ${kind}`) }),
  'expert.scored': () => ({ cells: act.cells.map(({ bid, criterion, value }) => `${bid} ${criterion} ${value}`) }),
  'lot.result': () => ({ outcome: act.outcome, ranked: p.outcome.bids.map(({ bid, rank }) => `${bid} ${rank ?? "-"}`) }),
});
const hex = (base64) => Buffer.from(base64, 'base64').toString('hex');
const digestOf = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

function decoded(stored) {
  return Object.fromEntries(stored.map((event) => {
    const { type, version, stream, position, stamp } = JSON.parse(event.header);
    const p = JSON.parse(Buffer.from(event.payload, 'base64'));
    const signed = p.jws && Buffer.from(p.jws.payload, 'base64url');
    const act = p.jws ? JSON.parse(signed) : null;
    const facts = { version, stream, position, stamp, hash: digestOf('kaibiao/event/v1', event.header) };
    if (act) Object.assign(facts, { signer: p.signer.id, purpose: act.purpose, command: act.command, crls: p.crls, payload: digestOf(signed) });
    return [type, { ...facts, ...members(p, act)[type]() }];
  }));
}

const server = await Server.start({ data, args: ['--trial', '--set', 'centre.id=frozen-city'] });
const tool = new Tool();
const tender = await play(server.url, tool);
const anybody = new Client(server.url);
const bundle = Buffer.from(await (await fetch(`${server.url}/api/lots/${tender.lot}/bundle`)).arrayBuffer());
const anchors = { lot: tender.lot, log_key: (await anybody.get('/api/centre')).log_key, root_pem: (await anybody.get('/api/ca')).root_pem };
const view = await anybody.get(`/api/lots/${tender.lot}`);
await pause(500);
await server.stop();
tool.end();
tender.end();
database("database.execute('delete from sessions'); database.execute('pragma wal_checkpoint(truncate)'); database.execute('pragma journal_mode=delete'); database.execute('vacuum')");
const counts = JSON.parse(database("print(json.dumps({table: database.execute('select count(*) from ' + table).fetchone()[0] for table in ('events', 'log_entries', 'receipts', 'commands', 'accounts', 'blobs')}))"));
const stored = events();
writeFileSync(join(out, 'events_v1.json'), `${canonical({ events: stored })}\n`);
writeFileSync(join(out, 'decoded_v1.json'), `${JSON.stringify(decoded(stored), null, 1)}\n`);
writeFileSync(join(out, 'bundle_v1.json.gz'), gzipSync(bundle, { level: 9 }));
writeFileSync(join(out, 'database_v1.db.gz'), gzipSync(readFileSync(join(data, 'kaibiao.db')), { level: 9 }));
writeFileSync(join(out, 'facts_v1.json'), `${JSON.stringify({ ...anchors, counts, head: view.head, phase: view.phase, events_count: view.events_count }, null, 2)}\n`);
removeFolder(data);
