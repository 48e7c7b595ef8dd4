// How the frozen events of a lot with two envelopes were made: envelopes_v1.json is what the case "frozen: the events of
// a lot with two envelopes …" prints under KAIBIAO_PRINT_VECTORS, and this reads from its JSON alone what the program
// must find in it. They are not made again.
//   node tests/vectors/frozen/make_envelopes.mjs

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const file = (name) => new URL(name, import.meta.url);
const digestOf = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');
const says = (counts) => (counts ? ' counts' : ' does not count');
const members = {
  'lot.closed': (p) => ({ bids: p.bids, failed: p.failed, heads: p.heads.map((h) => `${h.stream}@${h.position} ${h.hash}${says(h.counts)}`) }),
  'lot.qualified': (p, act) => ({ outcome: act.outcome, passing: p.outcome.passing }),
};

const { events } = JSON.parse(readFileSync(file('envelopes_v1.json'), 'utf8'));
const decoded = Object.fromEntries(events.map((event) => {
  const { type, version, stream, position, stamp } = JSON.parse(event.header);
  const p = JSON.parse(Buffer.from(event.payload, 'base64'));
  const facts = { version, stream, position, stamp, hash: digestOf('kaibiao/event/v1', event.header) };
  if (!p.jws) return [type, { ...facts, ...members[type](p) }];
  const signed = Buffer.from(p.jws.payload, 'base64url');
  const act = JSON.parse(signed);
  return [type, { ...facts, signer: p.signer.id, purpose: act.purpose, command: act.command, crls: p.crls, payload: digestOf(signed), ...members[type](p, act) }];
}));
writeFileSync(file('envelopes_decoded_v1.json'), `${JSON.stringify(decoded, null, 1)}\n`);
