// docs/formats/rule-profile.md: the numbers that the law gives to the process.

import { encode } from './canonical_json.mjs';
import { array, bilingual, flag, integer, object, oneOf, optional, text } from './members.mjs';
import { at, refuse } from './refusal.mjs';
import { sha256Hex } from './text.mjs';

const second = 1000;
const day = 86400 * second;
const shanghai = 8 * 3600 * second;
const kinds = ['works', 'goods', 'services'];
const billion = 1_000_000_000;
const largest = { days: billion, seconds: billion, count: billion, thirds: 3, flag: 1, percent: 100 };
const label = bilingual(1, 512);

/** What the centre ships: under these names no other rules are taken. */
const builtIn = new Map([
    ['works 1', '9681a2491ddcb288cdc808265eed211e8bb0446bb09172128dd5d833991a769c'],
    ['gp-goods 1', 'acec8cdd154e2beb665f1fc07437a43889b33120b4b12e6a7c002b890b983b39'],
    ['gp-services 1', '12462964335eb14b95c4b7c6e0c3b60c45a385acec2e5f1f70be5532d95abb46'],
    ['gp-goods 2', '1f46f6f5be0323cf4d068beb6f3180bf55e764a261f0a24c4797350baab16e4f'],
    ['gp-services 2', 'e58b74b6cb777493ed4bdb5290ae0367c4d59e03a8a473ae789295a3f8458e8d'],
    ['trial 1', 'ad30dcd7b02746907decc641ecf62f7117a62b1fa92d9c2318c1c3fd75256118'],
]);

const period = ['days', 'seconds'];
const units = {
    bidders_minimum: ['count'], candidates_maximum: ['count'], candidates_minimum: ['count'], ceiling_allowed: ['flag'],
    clarification_lead: period, committee_experts: ['thirds'], committee_minimum: ['count'], committee_odd: ['flag'],
    crl_grace: period, documents_available: period, floor_allowed: ['flag'], price_by_lowest: ['flag'], price_weight: ['percent'],
    release_window: period, time_to_bid: period,
};

/** Rules that older versions do not have. */
const later = ['price_by_lowest'];

const rule = (allowed) => (value) => {
    object({ label, source: text(0, 512), unit: oneOf(...allowed), value: integer(0, Number.MAX_SAFE_INTEGER) })(value);
    at('/value', () => integer(0, largest[value.unit])(value.value));
    return value;
};

const profileForm = object({
    id: text(1, 64),
    version: integer(1, 1_000_000),
    label,
    trial: flag,
    kinds: array(oneOf(...kinds), 1),
    rules: object(Object.fromEntries(Object.entries(units).map(([name, allowed]) => [name, later.includes(name) ? optional(rule(allowed)) : rule(allowed)]))),
});

export function readProfile(value) {
    const profile = profileForm(value);
    const inOrder = kinds.filter((kind) => profile.kinds.includes(kind));
    if (inOrder.join() !== profile.kinds.join()) refuse('json_member_range', '/kinds');
    const { bidders_minimum: bidders, candidates_minimum: low, candidates_maximum: high } = profile.rules;
    if (bidders.value === 0 || low.value === 0 || low.value > high.value) refuse('json_member_range', '/rules');
    return profile;
}

/** Refuses other rules under the name of rules that everybody knows. */
export function checkKnown(profile) {
    const known = builtIn.get(`${profile.id} ${profile.version}`);
    if (known !== undefined && known !== profileDigest(profile)) refuse('rule_profile_unknown');
}

export const profileDigest = (profile) => sha256Hex('kaibiao/profile/v1', encode(profile));

const dayOf = (time) => Math.floor((time + shanghai) / day);

/** Whether the rule's period lies between two instants. */
export function periodHolds({ unit, value }, from, to) {
    return unit === 'seconds' ? to - from >= value * second : dayOf(to) - dayOf(from) >= value && to >= from;
}

/** The length of a rule's period in milliseconds. */
export const duration = ({ unit, value }) => value * (unit === 'seconds' ? second : day);
