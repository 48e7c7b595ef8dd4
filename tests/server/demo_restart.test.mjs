// A demo centre that is stopped and started again goes on with the tenders under way; its bots wait out a suspension.

import assert from 'node:assert/strict';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Person } from './support/person.mjs';
import { Server, newFolder, pause, removeFolder } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';

const data = newFolder('demo-restart');
const trial = join(data, 'trial');
const tool = new Tool();
let server;

const start = (listen = '127.0.0.1:0') => Server.start({ command: 'demo', data, listen, args: [] });
async function restart(signal) {
  const { port } = server;
  await server.stop(signal);
  server = await start(`127.0.0.1:${port}`);
}
async function phaseOf(lot, phase, seconds) {
  for (const end = Date.now() + seconds * 1000; ; await pause(200)) {
    const view = await (await fetch(`${server.url}/api/lots/${lot}`)).json();
    if (view.phase === phase) return view;
    assert.ok(Date.now() < end && view.phase !== 'failed', `the lot is ${view.phase}, not ${phase}\n${server.output}`);
  }
}
const enter = async (role, name) => {
  const person = await Person.enter(server.url, role, undefined, name);
  const { lot } = await person.post('/api/trial/tenders', { role });
  return { person, lot };
};
// A committee of some of the bots: those who are not on it do not keep the others from scoring.
async function letBotsScore(tender) {
  const members = ['0001', '0002', '0003'].map((n) => ({ id: `EXPERT-${n}`, name: `专家 ${n}`, kind: 'expert' }));
  await tender.act(tender.tenderer, 'appoint', { members });
  for (const end = Date.now() + 40_000; ; await pause(300)) {
    const { committee } = await tender.view();
    if (committee.every((member) => member.signed)) break;
    assert.ok(Date.now() < end, JSON.stringify(committee));
  }
}
async function reason(person, purpose, lot) {
  const payload = { ...await person.envelope(purpose, lot, await person.get(`/api/lots/${lot}`)), reason: { zh: '核查', en: 'a look' } };
  return person.post(`/api/lots/${lot}/commands`, person.sign(payload, purpose));
}

before(async () => {
  server = await start();
}, { timeout: 30_000 });
after(async () => {
  tool.end();
  await server?.stop();
  removeFolder(data);
});

describe('demo', { timeout: 620_000 }, () => {
  test('tenders under way survive restarts of the centre, and a suspension', { timeout: 200_000 }, async () => {
    const { person: supervisor, lot: watched } = await enter('supervisor', '试用监督 R');
    const { lot: scored } = await enter('expert', '试用专家 R');
    const { person: tenderer } = await enter('tenderer', '试用招标人 R');
    const { panel } = await tenderer.get('/api/trial');
    assert.deepEqual([panel.k, panel.n], [2, 3]);
    const tender = await Tender.publish(server.url, tool, 40, { tenderer, window: 80_000, panel });
    for (const lot of [watched, scored]) assert.equal((await tenderer.get(`/api/lots/${lot}`)).notice.panel.id, panel.id, 'one panel opens all tenders');
    await reason(supervisor, 'suspend', watched);

    // The first stop is in the middle of the bids, the second is none that anybody could prepare for.
    await pause(4_000);
    await restart('SIGTERM');
    await tender.phase('closed', 60);
    await restart('SIGKILL');
    await tender.act(tenderer, 'open');
    await restart('SIGTERM');
    await tender.phase('announced', 100);
    const { rows } = await tenderer.get(`/api/lots/${tender.lot}/board`);
    assert.deepEqual(rows.map(({ state }) => state), Array(5).fill('opened'), 'the bots kept their secrets, the officers their seats');
    const { lots, panel: kept } = await tenderer.get('/api/trial');
    assert.equal(kept.id, panel.id);
    assert.ok(lots.some(({ lot, role }) => lot === tender.lot && role === 'tenderer'), JSON.stringify(lots));

    await letBotsScore(tender);

    // Suspended all the while, the other lot has closed and stands still; then it goes on to its result.
    await phaseOf(watched, 'closed', 1);
    await reason(supervisor, 'resume', watched);
    await phaseOf(watched, 'evaluated', 60);
    // The expert is a person, so that tender waits for the last sheet, with bids that were opened.
    await phaseOf(scored, 'announced', 1);
  });

  test('a tender with two envelopes survives restarts in both openings', { timeout: 200_000 }, async () => {
    const { person: tenderer } = await enter('tenderer', '试用招标人 S');
    const { panel } = await tenderer.get('/api/trial');
    const tender = await Tender.publish(server.url, tool, 35, { tenderer, window: 80_000, panel, twoEnvelopes: true });
    const board = () => tenderer.get(`/api/lots/${tender.lot}/board`);
    await tender.phase('closed', 60);
    await tender.act(tenderer, 'open');
    await restart('SIGKILL');
    await tender.phase('announced', 100);
    assert.deepEqual((await board()).rows.map(({ state, price }) => [state, price]), Array(5).fill(['opened', null]));
    await letBotsScore(tender);
    await restart('SIGTERM');
    await tender.signOutcome();
    await tender.phase('qualified');
    await tender.act(tenderer, 'open');
    await restart('SIGKILL');
    await tender.phase('announced', 100);
    const { rows } = await board();
    // Whoever is equal to the third passes as well: the bots' marks are random.
    const opened = rows.filter(({ state }) => state === 'opened').length;
    assert.ok(rows.length === 5 && opened >= 3 && rows.every(({ state }) => ['opened', 'unopened'].includes(state)), JSON.stringify(rows));
    for (const { state, price } of rows) assert.equal((price ?? null) !== null, state === 'opened');
  });

  test('the bots bid for every lot that a tenderer publishes', { timeout: 150_000 }, async () => {
    const { person: tenderer } = await enter('tenderer', '试用招标人 T');
    const { panel } = await tenderer.get('/api/trial');
    const tenders = [];
    for (let published = 0; published < 3; published += 1) tenders.push(await Tender.publish(server.url, tool, 45, { tenderer, panel }));
    for (const tender of tenders) {
      await tender.phase('closed', 80);
      assert.equal((await tender.view()).bids, 5);
      tender.end();
    }
  });

  test('the secrets of the bots are for the owner of the folder only, and what is no notebook is left alone', { timeout: 60_000 }, async () => {
    const notebooks = readdirSync(trial);
    assert.ok(notebooks.length > 0);
    for (const name of notebooks) assert.equal(statSync(join(trial, name)).mode & 0o077, 0, name);
    writeFileSync(join(trial, 'other.json'), '{}');
    await restart('SIGTERM');
    assert.ok(readdirSync(trial).includes('other.json'));
  });
});
