// A tender in a running trial centre, with everything sealed and built by the same core (kaibiao_bid_tool).

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { dirname, join } from 'node:path';
import { Person, canonical, sha256 } from './person.mjs';
import { kaibiao, newFolder, pause, removeFolder } from './server.mjs';

export class Tool {
  constructor() {
    this.process = spawn(join(dirname(kaibiao), 'tests/kaibiao_bid_tool'), { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }
  async ask(question) {
    this.process.stdin.write(`${JSON.stringify(question)}\n`);
    const answer = JSON.parse((await this.lines.next()).value);
    assert.ok(!answer.error, answer.error);
    return answer;
  }
  end() {
    this.process.stdin.end();
  }
}

const tus = { 'Tus-Resumable': '1.0.0' };

export class Tender {
  // Publishes a lot whose deadline is `seconds` away; `options.method` may change its evaluation method. With
  // `options.twoEnvelopes` the best three by quality come to their prices, with `options.unwitnessed` the notice pins no
  // witnesses.
  static async publish(url, tool, seconds, options = {}) {
    const begun = performance.now();
    const tender = new Tender();
    Object.assign(tender, { url, tool, lot: randomBytes(16).toString('hex'), folder: newFolder('parts') });
    tender.tenderer = options.tenderer ?? await Person.enter(url, 'tenderer');
    tender.supervisor = options.supervisor ?? await Person.enter(url, 'supervisor');
    const { now, log_key, log_policy } = await tender.tenderer.get('/api/centre');
    // Where entering two people takes long, what must come before the deadline does as well.
    const needed = Math.max(seconds * 1000, Math.ceil((performance.now() - begun) * 20));
    const deadline = new Date(Date.parse(now) + needed).toISOString();
    tender.deadline = deadline;
    const envelope = await tender.tenderer.envelope('publish', tender.lot);
    tender.lock = options.panel ? { policy: options.policy ?? 'dual', panel: options.panel } : {};
    const asked = await tool.ask({
      do: 'notice', envelope, log_key, issue_from: now, deadline, window_ms: options.window ?? 3000, two_envelopes: options.twoEnvelopes ?? false,
      tenderer: { id: tender.tenderer.id, name: tender.tenderer.name }, supervisor: { id: tender.supervisor.id, name: tender.supervisor.name },
    });
    const notice = { ...JSON.parse(asked.payload), ...tender.lock, ...(log_policy && !options.unwitnessed ? { log_policy } : {}) };
    if (options.method) notice.method = options.method(notice.method);
    tender.published = await tender.tenderer.post('/api/lots', tender.tenderer.sign(notice, 'publish'));
    return tender;
  }

  view() {
    return this.tenderer.get(`/api/lots/${this.lot}`);
  }

  // `options.envelope` is 1 or 2 in a lot with two, `options.price` in yuan.
  async seal(bidder, options = {}) {
    const envelope = await bidder.envelope('submit', this.lot, options.view ?? await this.view());
    const sealed = await this.tool.ask({
      do: 'seal', folder: this.folder, envelope, bidder: bidder.id, number: options.number ?? 1,
      replaces: options.replaces ?? null, volume_bytes: options.volume ?? 0, ...this.lock,
      ...(options.envelope ? { bid_envelope: options.envelope } : {}), ...(options.price ? { price: options.price } : {}),
    });
    sealed.bytes = sealed.parts.map(({ path }) => readFileSync(path));
    sealed.digest = sha256(sealed.payload);
    return sealed;
  }

  create(bidder, length, more = {}) {
    const metadata = `lot ${Buffer.from(this.lot).toString('base64')}`;
    return bidder.fetch('/api/uploads', { method: 'POST', headers: { ...tus, 'Upload-Length': String(length), 'Upload-Metadata': metadata, ...more } });
  }

  piece(bidder, location, offset, bytes, more = {}) {
    const headers = { ...tus, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream', ...more };
    return bidder.fetch(location, { method: 'PATCH', headers, body: bytes });
  }

  head(bidder, location) {
    return bidder.fetch(location, { method: 'HEAD', headers: tus });
  }

  async upload(bidder, bytes) {
    const created = await this.create(bidder, bytes.length);
    assert.equal(created.status, 201, await created.text());
    const answer = await this.piece(bidder, created.headers.get('location'), 0, bytes);
    assert.equal(answer.status, 204, await answer.text());
    return answer;
  }

  // Seals, uploads and signs; the answer of the final command is the caller's to send.
  async prepare(bidder, options = {}) {
    const sealed = await this.seal(bidder, options);
    for (const bytes of sealed.bytes) await this.upload(bidder, bytes);
    return { ...sealed, jws: bidder.sign(sealed.payload, 'submit') };
  }

  send(bidder, jws) {
    return bidder.fetch(`/api/lots/${this.lot}/submissions`, { method: 'POST', body: jws });
  }

  async submit(bidder, options = {}) {
    const prepared = await this.prepare(bidder, options);
    return { ...prepared, answer: await bidder.checked(await this.send(bidder, prepared.jws)) };
  }

  async act(person, purpose, members = {}) {
    const payload = { ...await person.envelope(purpose, this.lot, await this.view()), ...members };
    return person.post(`/api/lots/${this.lot}/commands`, person.sign(payload, purpose));
  }

  async phase(wanted, seconds = 20) {
    const start = Math.max(Date.now(), ['closed', 'failed'].includes(wanted) ? Date.parse(this.deadline) : 0);
    for (const end = start + seconds * 1000; Date.now() < end; await pause(50)) {
      const view = await this.view();
      if (view.phase === wanted) return view;
    }
    assert.fail(`the lot is ${(await this.view()).phase}, not ${wanted}`);
  }

  // A committee of five scores all `bids` (ids) alike, and the tenderer signs what comes out: the result, or who passed
  // the first of two envelopes. `options.cells` may change each expert's cells.
  async evaluate(bids, options = {}) {
    const experts = await Promise.all(Array.from({ length: 5 }, () => Person.enter(this.url, 'expert')));
    await this.act(this.tenderer, 'appoint', { members: experts.map(({ id, name }) => ({ id, name, kind: 'expert' })) });
    const { cells } = await this.tool.ask({ do: 'cells', method: (await this.view()).notice.method, bids });
    for (const expert of experts) await this.act(expert, 'score', { cells: options.cells ? options.cells(cells) : cells });
    return this.signOutcome();
  }

  async signOutcome() {
    const { digest, purpose } = await this.tenderer.get(`/api/lots/${this.lot}/outcome`);
    return this.act(this.tenderer, purpose, { outcome: digest });
  }

  // From the bids of `bidders` to the signed result; `sealed` and `closed` are called on the way.
  async play(bidders, { sealed = () => {}, closed = () => {} } = {}) {
    const bids = [];
    for (const bidder of bidders) bids.push(await this.submit(bidder));
    sealed();
    await this.phase('closed');
    closed();
    await this.act(this.tenderer, 'open');
    for (const bid of bids) assert.equal((await this.release(this.tenderer, bid)).status, 200);
    await this.phase('announced');
    return this.evaluate(bids.map(({ answer }) => answer.bid));
  }

  // The bytes of the bundle, once the witnesses that the notice pins have cosigned.
  async bundle(seconds = 20) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(50)) {
      const answer = await this.tenderer.fetch(`/api/lots/${this.lot}/bundle`);
      if (answer.status === 503) continue;
      assert.equal(answer.status, 200);
      return Buffer.from(await answer.arrayBuffer());
    }
    assert.fail('no witness cosigned the bundle');
  }

  release(anybody, submitted) {
    return anybody.fetch(`/api/lots/${this.lot}/releases`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ bid: submitted.answer.bid, sheet: submitted.sheet, volumes: submitted.volumes }),
    });
  }

  end() {
    removeFolder(this.folder);
  }
}
