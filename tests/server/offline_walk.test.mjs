// docs/offline.md as it stands: its commands are taken out of the page and run against a trial centre.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { JsWitness } from './support/log.mjs';
import { Client, Person } from './support/person.mjs';
import { Server, newFolder, pdf, removeFolder } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';
import { Shell, blocksOf } from './support/walk.mjs';

const home = newFolder('offline-walk');
const blocks = blocksOf('docs/offline.md');
let server, tool, tender, witness;
// Of what is exported only the centre and the lot are another's.
const shell = new Shell(home, (commands) => commands.replaceAll('http://127.0.0.1:8080', server.url).replace(/(?<=LOT=)0{32}/, tender?.lot));
const next = () => shell.must(blocks.shift());
const publish = async (seconds, options) => {
  tender?.end();
  tender = await Tender.publish(server.url, tool, seconds, { window: 25_000, ...options });
};
const releaseAll = async (bids) => {
  const anybody = new Client(server.url);
  await anybody.begin();
  for (const bid of bids) await tender.release(anybody, bid);
  await tender.phase('announced', 40);
};

before(async () => {
  // As scripts/run: with a witness, which is told the log's key once there is one.
  witness = await new JsWitness('walk.example', []).start();
  writeFileSync(join(home, 'policy'), `witness Walk ${witness.key.vkey} ${witness.url}\nquorum Walk\n`);
  server = await Server.start({ args: ['--trial', '--policy', join(home, 'policy'), '--set', 'log.witness_pause_milliseconds=500'] });
  witness.logs = new JsWitness('x', [(await (await fetch(`${server.url}/api/centre`)).json()).log_key]).logs;
  tool = new Tool();
  mkdirSync(join(home, 'my-bid'));
  for (const name of ['commercial.pdf', 'technical.pdf']) writeFileSync(join(home, 'my-bid', name), pdf(200_000));
});
after(async () => {
  await server.stop();
  await witness.stop();
  tool.end();
  tender?.end();
  removeFolder(home);
});

test('offline: the walk of the documentation goes from a key to a verified result', { timeout: 200_000 }, async () => {
  await next(); // 1
  assert.match(await next(), /root [0-9a-f]{64} .*\n[^]*log\.vkey/); // 2
  await next(); // 3
  await next(); // 4
  await publish(40);
  const others = await Promise.all([1, 2].map(() => Person.enter(server.url, 'bidder')));
  const bids = [];
  for (const other of others) bids.push(await tender.submit(other, { volume: 1000 }));
  await next(); // 5
  await next();
  assert.match(await next(), /柒佰壹拾贰万叁仟肆佰伍拾陆元整/); // 6
  assert.deepEqual(readFileSync(join(home, 'my-bid/rehearsal/1-commercial.pdf')), pdf(200_000));
  assert.match(await next(), /accepted[^]*witnesses saw it too[^]*genuine[^]*by 1 of 1/); // 7

  const early = await shell.run(blocks[0]);
  assert.equal(early.status, 1, early.told);
  assert.match(early.told, /deadline_not_reached/);
  await tender.phase('closed', 60);
  await tender.act(tender.tenderer, 'open');
  assert.match(await next(), /released/); // 8
  await releaseAll(bids);
  const { rows } = await tender.tenderer.get(`/api/lots/${tender.lot}/board`);
  await tender.evaluate(rows.map(({ bid }) => bid));
  const told = await next(); // 9
  assert.match(told, /验证通过 verified\n$/);
});

test('offline: the walk goes through a lot with two envelopes, from two sheets to the price', { timeout: 200_000 }, async () => {
  await publish(45, { twoEnvelopes: true });
  const others = await Promise.all([1, 2].map(() => Person.enter(server.url, 'bidder')));
  const [technical, prices] = [[], []];
  for (const [i, other] of others.entries()) {
    technical.push(await tender.submit(other, { envelope: 1, volume: 1000 }));
    prices.push(await tender.submit(other, { envelope: 2, price: `80000${i}.00` }));
  }
  await next(); // the lot
  await next(); // the tender
  await next(); // both sheets
  assert.match(await next(), /技术信封，不含报价[^]*7,123,456\.00/);
  const [first, second] = (await next()).split(/(?<=accepted[^]*)(?=accepted)/);
  assert.match(first, /只有一个信封不算投标，还缺报价信封[^]*the price envelope is still missing[^]*kaibiao seal --envelope 2/);
  assert.doesNotMatch(second, /missing/);

  await tender.phase('closed', 60);
  await tender.act(tender.tenderer, 'open');
  const early = await shell.run(blocks[1]);
  assert.equal(early.status, 1, early.told);
  assert.match(early.told, /envelope_not_opened/);
  assert.match(await next(), /released/);
  await releaseAll(technical);
  const { rows } = await tender.tenderer.get(`/api/lots/${tender.lot}/board`);
  assert.equal(rows.length, 3);
  await tender.evaluate(rows.map(({ bid }) => bid));
  await tender.act(tender.tenderer, 'open');
  assert.match(await next(), /released/);
  await releaseAll(prices);
  const board = await tender.tenderer.get(`/api/lots/${tender.lot}/board`);
  assert.ok(board.rows.some(({ price }) => price === '7123456.00'), JSON.stringify(board.rows));
  assert.equal(blocks.length, 0, 'the page has more commands than are run here');
});
