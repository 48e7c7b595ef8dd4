// An officer whose client is the core of the browser: it takes the looks before it releases, and signs nothing else than
// what the core makes of the bids that it looked at.

import { readFileSync } from 'node:fs';
import { loadCore, random, utf8 } from '../../wasm/core.mjs';
import { problemOf } from './person.mjs';
import { pause } from './server.mjs';

const fromBase64 = (given) => new Uint8Array(Buffer.from(given, 'base64'));
const refused = (errorName) => Object.assign(new Error(errorName), { errorName });

export class BrowserOfficer {
  // `files` are the officer's secret age file and the seat locked to it; `anchors` {centre, origin, log_key} were accepted earlier.
  static async enter(person, files, anchors) {
    const officer = new BrowserOfficer();
    return Object.assign(officer, { person, files, anchors, core: await loadCore(), held: null, hear: (_what, said) => said });
  }

  async heard(what, path) {
    const answer = await this.person.fetch(path);
    if (!answer.ok) throw refused(await problemOf(answer));
    return this.hear(what, await answer.text());
  }

  trust(policy) {
    return { origin: this.anchors.origin, log_keys: [this.anchors.log_key], policy };
  }

  // Look 3: the log has only grown since this client saw it last. Look 1: its witnesses have seen it.
  async lookAtLog(policy) {
    const note = await this.heard('checkpoint', '/api/log/witnessed');
    const { size, root } = this.core.call('checkpoint_check', utf8(note), this.trust(policy));
    if (this.held) {
      const path = `/api/log/consistency?from=${this.held.size}&to=${size}`;
      const { hashes } = this.held.size < size ? JSON.parse(await this.heard('growth', path)) : { hashes: [] };
      this.core.call('growth_check', { hashes, older: this.held, newer: { size, root } });
    }
    this.held = { size, root };
  }

  // Looks 2, 4 and 5: the newest event is in the log that the witnesses saw, after the signed deadline by all clocks; the
  // phase follows from the events, and the bids are those that the close froze.
  async lookAtLot(tender, bids) {
    const { anchors, core } = this;
    const events = `/api/lots/${tender.lot}/events`;
    const pages = [];
    for (const { answer } of bids) pages.push(utf8(await this.heard('bid', `${events}?stream=${answer.bid}`)));
    const lists = JSON.parse(await this.heard('crls', `/api/crls?lot=${tender.lot}`)).map(({ der }) => fromBase64(der));
    const root = fromBase64((await this.person.get('/api/ca')).root_pem.replace(/-----.*-----|\n/g, ''));
    const place = { centre: anchors.centre, origin: anchors.origin };
    const [opening, state] = core.call('opening_review', utf8(await this.heard('events', events)), pages.filter(({ length }) => length > 0), [], tender.lot, [root], lists, place);
    if (state.log_key !== anchors.log_key) throw refused('checkpoint_origin_wrong');
    await this.lookAtLog(state.log_policy);
    const proof = await this.heard('proof', `/api/log/proof?hash=${state.head}&under=witnessed`);
    const { quorum_time: seen } = core.call('proof_check', utf8(proof), Uint8Array.from(Buffer.from(state.head, 'hex')), this.trust(state.log_policy));
    const { now } = JSON.parse(await this.heard('time', '/api/time'));
    if ([seen, now, new Date().toISOString()].some((clock) => Date.parse(clock) < Date.parse(state.deadline))) throw refused('deadline_not_reached');
    return { opening, state };
  }

  // Until the witnesses have seen the newest event, a moment after it.
  async seen(tender, bids) {
    for (const end = Date.now() + 20_000; ; await pause(200)) {
      const early = await this.lookAtLot(tender, bids).then(() => null, (error) => error);
      if (early === null) return;
      if (Date.now() > end || !['not_found', 'log_index_out_of_range', 'deadline_not_reached'].includes(early.errorName)) throw early;
    }
  }

  seat() {
    const [identity, sealed] = this.files.map((file) => new Uint8Array(readFileSync(file)));
    const opener = this.core.call('age_decrypt_keys', identity);
    return new Uint8Array(Buffer.concat([this.core.call('age_decrypt_update', opener, sealed), this.core.call('age_decrypt_finish', opener)]));
  }

  // The signed command, not sent yet.
  async release(tender, bids) {
    const { opening, state } = await this.lookAtLot(tender, bids);
    const envelope = await this.person.envelope('release', tender.lot, await tender.view());
    const payload = this.core.call('officer_release', opening, 'sheet', this.seat(), envelope, random(32));
    return { state, command: this.person.sign(payload, 'release') };
  }
}
