// docs/officers.md as it stands: its commands are taken out of the page and run by three officers against a trial centre.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client, Person, sha256 } from './support/person.mjs';
import { Server, newFolder, removeFolder } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';
import { Shell, blocksOf } from './support/walk.mjs';

const home = newFolder('officers-walk');
const blocks = blocksOf('docs/officers.md');
const numbers = [1, 2, 3];
let server, tool, tender, centre, expert;
// Of what is exported only number, centre, lot and who was drawn are another's.
const shells = new Map(numbers.map((me) => [me, new Shell(home, (commands) => commands.replaceAll('http://127.0.0.1:8080', server.url).replace('ME=1', `ME=${me}`)
  .replace(/(?<=LOT=)0{32}/, tender?.lot).replace(/(?<=CENTRE_ID=).*/, centre.id).replace(/(?<=EXPERT=)E-101/, expert))]));
async function next(who = numbers) {
  const commands = blocks.shift();
  const told = [];
  for (const me of who) told.push(await shells.get(me).must(commands));
  return told;
}

before(async () => {
  server = await Server.start();
  tool = new Tool();
  centre = await (await fetch(`${server.url}/api/centre`)).json();
});
after(async () => {
  await server.stop();
  tool.end();
  tender?.end();
  removeFolder(home);
});

test('officers: the walk of the documentation goes from three keys to the announcement and the volumes', { timeout: 200_000 }, async () => {
  await next(); // 1
  for (const told of await next()) assert.ok(told.includes(`centre 中心 ${centre.id}, origin of its log 日志 ${centre.origin}`), told); // 2
  for (let step = 0; step < 4; step++) await next(); // 3
  await next(); // 4
  await next();
  assert.match((await next([1]))[0], /2 of 3/); // 5
  const panel = JSON.parse(readFileSync(join(home, 'officers/shared/panel.json'), 'utf8'));
  tender = await Tender.publish(server.url, tool, 8, { window: 20_000, panel });
  const bids = [];
  for (let i = 0; i < 3; i++) bids.push(await tender.submit(await Person.enter(server.url, 'bidder'), { volume: 1000 }));
  await tender.phase('closed', 30);
  await tender.act(tender.tenderer, 'open');
  const anybody = new Client(server.url);
  await anybody.begin();
  for (const bid of bids) await tender.release(anybody, bid);
  await tender.phase('window_closed', 30);
  await next([1, 3]); // 6
  for (const told of await next([1, 3])) {
    assert.match(told, /released 已释放: sheet/);
    assert.doesNotMatch(told, /--old/);
  }
  await tender.phase('announced', 30);
  const { rows } = await tender.tenderer.get(`/api/lots/${tender.lot}/board`);
  assert.deepEqual(rows.map(({ state }) => state), ['opened', 'opened', 'opened']);
  for (const told of await next([3, 1])) assert.match(told, /released 已释放: volumes/);
  assert.match((await next([1]))[0], /committed 已承诺名单: [^]*\n  drawn from 抽自 20 experts/); // 7
  const { freezing } = JSON.parse(readFileSync(join(home, 'officers/shared/draw.json'), 'utf8'));
  const closed = (await tender.tenderer.get(`/api/lots/${tender.lot}/events`)).events.find(({ header }) => JSON.parse(header).type === 'lot.closed');
  assert.equal(freezing, sha256(`kaibiao/event/v1${closed.header}`));
  for (const told of await next([1, 3])) {
    assert.match(told, /it names the close of its lot, in a log for which the notice names no witnesses\nnothing was released \(--dry-run\)/);
    assert.doesNotMatch(told, /--old/);
  }
  for (const told of await next([1, 3])) assert.match(told, /released for a draw as officer \d/);
  const [drawn] = await next([1]);
  const places = /members 抽中   (.*)\n    reserve 备选   (.*)/;
  const [members, reserve] = places.exec(drawn).slice(1).map((codes) => codes.split(', '));
  assert.deepEqual([members.length, reserve.length], [5, 2]);
  [expert] = members;
  for (let step = 0; step < 2; step++) await next([1]);
  const [checked] = await next([1]);
  assert.match(checked, /seed 种子      that of the panel for this message/);
  assert.equal(places.exec(checked)[1], [reserve[0], ...members.slice(1)].join(', '));
  for (const told of await next([2])) assert.match(told, /已重新得到席位/); // 8
  assert.equal(blocks.length, 0, 'the page has more commands than are run here');
});
