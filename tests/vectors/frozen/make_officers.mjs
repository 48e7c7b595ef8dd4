// How the frozen events of a lot with officers were made: officers_v1.json is what the case "frozen: the events of a lot
// with officers …" prints under KAIBIAO_PRINT_VECTORS, and this reads from its JSON alone what the program must find in
// it. They are not made again.
//   node tests/vectors/frozen/make_officers.mjs

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const file = (name) => new URL(name, import.meta.url);
const hex = (base64) => Buffer.from(base64, 'base64').toString('hex');
const digestOf = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');
const ofRelease = (_, act) => ({ officer: act.officer, class: act.class, releases: act.releases.map(hex) });
const members = {
  'lot.published': (p, act) => ({ tenderer: act.tenderer.id, deadline: act.deadline, ceiling: act.ceiling, profile: p.profile.id, criteria: act.method.sections.flatMap((s) => s.criteria.map((c) => c.key)) }),
  'officer.sheets_released': ofRelease,
  'officer.volumes_released': ofRelease,
};

const { events } = JSON.parse(readFileSync(file('officers_v1.json'), 'utf8'));
const decoded = Object.fromEntries(events.map((event) => {
  const { type, version, stream, position, stamp } = JSON.parse(event.header);
  const p = JSON.parse(Buffer.from(event.payload, 'base64'));
  const signed = Buffer.from(p.jws.payload, 'base64url');
  const act = JSON.parse(signed);
  const facts = { version, stream, position, stamp, hash: digestOf('kaibiao/event/v1', event.header), signer: p.signer.id, purpose: act.purpose, command: act.command, crls: p.crls, payload: digestOf(signed) };
  return [type, { ...facts, ...members[type](p, act) }];
}));
writeFileSync(file('officers_decoded_v1.json'), `${JSON.stringify(decoded, null, 1)}\n`);
