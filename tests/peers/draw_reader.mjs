// A stranger's draw, written from docs/formats/draw.md on node:crypto and @noble/curves. Nothing of core is used.
import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { ed25519, RistrettoPoint } from '@noble/curves/ed25519';

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const u32be = (value) => { const out = Buffer.alloc(4); out.writeUInt32BE(value); return out; };

/** Canonical JSON of values whose texts are ASCII. */
export function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
    if (value === null || typeof value !== 'object') return JSON.stringify(value);
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

class Refusal extends Error {}
const refuseIf = (condition, name) => { if (condition) throw new Refusal(name); };
export const refusalOf = (act) => {
    try { act(); } catch (error) { if (error instanceof Refusal) return error.message; throw error; }
    return null;
};

export const listHash = (text) => sha256('kaibiao/draw/list/v1', text).toString('hex');
const orderKey = (salt, expert) => sha256('kaibiao/draw/order/v1', salt, expert);

/** RFC 5869 for 32 bytes. */
function hkdf(inputKey, salt, info) {
    const extracted = createHmac('sha256', salt).update(inputKey).digest();
    return createHmac('sha256', extracted).update(info).update(Buffer.of(1)).digest();
}

/** below(n) of one stratum's stream. */
export function numbersOf(seed, message, stratum) {
    const info = Buffer.concat([Buffer.from('kaibiao/draw/stream/v1'), u32be(stratum)]);
    const key = hkdf(seed, sha256('kaibiao/draw/message/v1', message), info);
    const cipher = createCipheriv('chacha20', key, Buffer.alloc(16)); // counter 0, nonce 0
    let block = Buffer.alloc(0), at = 0;
    const word = () => {
        if (at === block.length) [block, at] = [cipher.update(Buffer.alloc(1024)), 0];
        at += 4;
        return block.readUInt32LE(at - 4);
    };
    return (n) => {
        if (n === 1) return 0;
        const limit = 2 ** 32 - (2 ** 32 % n);
        for (;;) {
            const w = word();
            if (w < limit) return w % n;
        }
    };
}

function shuffled(positions, below) {
    const a = [...positions];
    for (let i = 0; i < a.length; i++) {
        const j = i + below(a.length - i);
        [a[i], a[j]] = [a[j], a[i]];
    }
    return a;
}

const order = ed25519.CURVE.n;
const mod = (value) => ((value % order) + order) % order;
const inverse = (value, exponent = order - 2n) =>
    exponent === 0n ? 1n : mod(inverse(mod(value * value), exponent >> 1n) * (exponent & 1n ? mod(value) : 1n));

/** The seed of k officers' lists of one release each, whose proofs are not looked at. */
export function seedOf(lists) {
    const weight = (i) => lists.filter(({ officer }) => officer !== i).reduce((product, { officer: j }) => mod(product * BigInt(j) * inverse(BigInt(j - i))), 1n);
    const released = ({ releases: [text] }) => RistrettoPoint.fromHex(Buffer.from(text, 'base64').toString('hex', 0, 32));
    const gamma = lists.reduce((sum, list) => sum.add(released(list).multiply(weight(list.officer))), RistrettoPoint.ZERO);
    return createHash('sha512').update(Buffer.of(0xff)).update('c2sp.org/vrf-r255').update(Buffer.of(3)).update(gamma.toRawBytes()).update(Buffer.of(0)).digest();
}

const toExclude = ['near_relative', 'employment', 'directorship_or_control', 'economic_interest', 'supervisor', 'punished'];
const reasons = { declined: [...toExclude, 'unreachable', 'unavailable', 'health'], replaced: [...toExclude, 'health', 'left_post'] };
const isCode = (text) => /^[A-Za-z0-9._-]{1,64}$/.test(text);

/** The decimal as an integer of 10⁻¹². */
function decimal(text) {
    const match = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]{1,12}))?$/.exec(text);
    refuseIf(!match, 'draw_list_malformed');
    return BigInt(match[1] + match[2] + (match[3] ?? '').padEnd(12, '0'));
}

function checkStratum(stratum, salt) {
    refuseIf(!isCode(stratum.speciality) || !isCode(stratum.region), 'draw_list_malformed');
    refuseIf(stratum.experts.length === 0, 'draw_list_empty');
    refuseIf(stratum.count === 0, 'draw_count_zero');
    stratum.experts.forEach((expert, i) => {
        refuseIf(!isCode(expert), 'draw_list_malformed');
        const order = i === 0 ? 1 : Buffer.compare(orderKey(salt, expert), orderKey(salt, stratum.experts[i - 1]));
        refuseIf(order === 0, 'draw_entry_duplicate');
        refuseIf(order < 0, 'draw_list_order_wrong');
    });
}

function checkExclusions(list, everybody) {
    list.exclusions.forEach(({ expert, reason }, i) => {
        refuseIf(!toExclude.includes(reason), 'draw_reason_unknown');
        const before = list.exclusions[i - 1]?.expert;
        refuseIf(expert === before, 'draw_entry_duplicate');
        refuseIf(before !== undefined && expert < before, 'draw_list_order_wrong');
        refuseIf(!everybody.has(expert), 'draw_expert_unknown');
    });
}

/** Positions that may be drawn, for each stratum. */
function checkExperts(list) {
    refuseIf(list.strata.length === 0, 'draw_list_empty');
    refuseIf(list.strata.length > 64, 'draw_list_too_long');
    const salt = Buffer.from(list.salt, 'base64');
    for (const stratum of list.strata) checkStratum(stratum, salt);
    const groups = list.strata.map(({ speciality, region }) => `${speciality} ${region}`);
    refuseIf(new Set(groups).size < groups.length, 'draw_stratum_duplicate');
    const all = list.strata.flatMap(({ experts }) => experts);
    const everybody = new Set(all);
    refuseIf(everybody.size < all.length, 'draw_entry_duplicate');
    checkExclusions(list, everybody);
    const excluded = new Set(list.exclusions.map(({ expert }) => expert));
    const eligible = list.strata.map(({ experts, count, reserve }) => {
        const positions = [...experts.keys()].filter((position) => !excluded.has(experts[position]));
        refuseIf(positions.length === 0, 'draw_all_excluded');
        refuseIf(positions.length < count, 'draw_stratum_too_small');
        refuseIf(positions.length < count + reserve, 'draw_reserve_too_large');
        return positions;
    });
    const { minimum, representatives, seated } = list.committee;
    const experts = seated + list.strata.reduce((sum, { count }) => sum + count, 0);
    const size = experts + representatives;
    refuseIf(size % 2 === 0 || size < 5 || size < minimum || 3 * experts < 2 * size, 'draw_committee_wrong');
    return eligible;
}

function checkValues(list) {
    refuseIf(!isCode(list.name), 'draw_list_malformed');
    refuseIf(list.values.length === 0, 'draw_list_empty');
    const numbers = new Set(list.values.map(decimal));
    refuseIf(numbers.size < list.values.length, 'draw_entry_duplicate');
}

function walk(list, eligible, message, seed, steps) {
    const strata = list.strata.map((stratum, s) => {
        const ranking = shuffled(eligible[s], numbersOf(seed, message, s)).map((position) => stratum.experts[position]);
        return { ranking, members: ranking.slice(0, stratum.count), next: stratum.count, replaced: [] };
    });
    for (const { stratum, expert, kind, reason } of steps) {
        refuseIf(!(kind in reasons) || stratum >= strata.length, 'draw_transcript_malformed');
        refuseIf(!reasons[kind].includes(reason), 'draw_reason_unknown');
        const one = strata[stratum];
        const place = one.members.indexOf(expert);
        if (place < 0) {
            refuseIf(list.strata[stratum].experts.includes(expert), 'draw_expert_not_called');
            refuseIf(list.strata.some(({ experts }) => experts.includes(expert)), 'draw_expert_wrong_stratum');
            refuseIf(true, 'draw_expert_unknown');
        }
        refuseIf(one.next === one.ranking.length, 'draw_ranking_exhausted');
        if (kind === 'replaced') one.replaced.push(expert);
        one.members[place] = one.ranking[one.next++];
    }
    return strata.map(({ ranking, members, next, replaced }, s) => ({ members, replaced, reserve: ranking.slice(next, next + list.strata[s].reserve) }));
}

/** The result of a draw, or a Refusal. */
export function drawResult({ list: text, message, seed, steps }) {
    const committed = JSON.parse(message);
    refuseIf(committed.purpose !== 'draw' || committed.method !== 'kaibiao/draw/v1', 'draw_message_malformed');
    refuseIf(listHash(text) !== committed.list, 'draw_list_mismatch');
    const list = JSON.parse(text);
    refuseIf(list.format !== 'kaibiao/draw-list/v1', 'draw_list_malformed');
    if (list.kind === 'experts') return { strata: walk(list, checkExperts(list), message, seed, steps) };
    refuseIf(list.kind !== 'values', 'draw_list_malformed');
    checkValues(list);
    refuseIf(steps.length > 0, 'draw_transcript_malformed');
    return { value: list.values[numbersOf(seed, message, 0)(list.values.length)] };
}

export function digestOf(transcript) {
    const { digest: _, ...rest } = transcript;
    return sha256('kaibiao/draw/transcript/v1', canonical(rest)).toString('hex');
}

/** The transcript's text. `draw`: list, message (texts), seed (bytes), steps, withheld. */
export function makeTranscript(draw) {
    const transcript = {
        format: 'kaibiao/draw-transcript/v1',
        list: draw.withheld ? null : draw.list,
        message: draw.message,
        result: drawResult(draw),
        seed: draw.seed.toString('base64').replace(/=+$/, ''),
        steps: draw.steps,
    };
    return canonical({ ...transcript, digest: digestOf(transcript) });
}

/** Throws a Refusal unless the transcript's text is right. */
export function verifyTranscript(text, givenList = null) {
    const transcript = JSON.parse(text);
    refuseIf(canonical(transcript) !== text, 'json_not_canonical');
    refuseIf(transcript.format !== 'kaibiao/draw-transcript/v1', 'draw_transcript_malformed');
    refuseIf(digestOf(transcript) !== transcript.digest, 'draw_transcript_changed');
    refuseIf(transcript.list === null && givenList === null, 'draw_list_missing');
    refuseIf(transcript.list !== null && givenList !== null && transcript.list !== givenList, 'draw_list_mismatch');
    const seed = Buffer.from(transcript.seed, 'base64');
    const result = drawResult({ ...transcript, list: givenList ?? transcript.list, seed });
    refuseIf(canonical(result) !== canonical(transcript.result), 'draw_result_wrong');
}

/** Lists as the page wants them: `strata` of {speciality, region, count, reserve, experts in any order}. */
export function listText({ salt, committee, strata, exclusions }) {
    const bySalt = (one, other) => Buffer.compare(orderKey(salt, one), orderKey(salt, other));
    return canonical({
        committee,
        exclusions: [...exclusions].sort((one, other) => (one.expert < other.expert ? -1 : 1)),
        format: 'kaibiao/draw-list/v1',
        kind: 'experts',
        salt: salt.toString('base64').replace(/=+$/, ''),
        strata: strata.map((stratum) => ({ ...stratum, experts: [...stratum.experts].sort(bySalt) })),
    });
}
export const valuesText = (name, values) => canonical({ format: 'kaibiao/draw-list/v1', kind: 'values', name, values });
export const messageText = (list, lot, draw, freezing) =>
    canonical({ draw, freezing, list: listHash(list), lot, method: 'kaibiao/draw/v1', purpose: 'draw' });
