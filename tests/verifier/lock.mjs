// The lock of a part, docs/formats/lock.md, and the piece tree of docs/formats/package.md.

import { ristretto255 } from '@noble/curves/ed25519';

import { hkdf, openBox } from './age.mjs';
import { encode } from './canonical_json.mjs';
import { leafHash, rootOf } from './merkle.mjs';
import { refuse } from './refusal.mjs';
import { fromUnpadded, sha256, sha512, toUnpadded, uint32 } from './text.mjs';

const piece = 1 << 20;
const absent = Buffer.alloc(32);
const usesB = { bidder: true, officers: false, dual: true };
const usesR = { bidder: false, officers: true, dual: true };
const order = 2n ** 252n + 27742317777372353535851937790883648493n;

/** The context of a class of parts. `lot` has centre, origin, lot, policy and panel. */
export function contextOf(lot, bidder, envelope, name) {
    const { id: panel = null, y = null, k = null, n = null } = lot.panel ?? {};
    const { centre, origin, policy } = lot;
    return sha256(encode({ bidder, centre, class: name, envelope, k, n, lot: lot.lot, origin, panel, policy, y }));
}

export const commitmentOfSecret = (secret) => sha256('kaibiao/lock1/B', secret);

export function pieceRoot(file) {
    const leaves = [];
    for (let place = 0; place === 0 || place < file.length; place += piece) leaves.push(leafHash(file.subarray(place, place + piece)));
    return rootOf(leaves);
}

const bytesOf = (text) => (text === null ? absent : fromUnpadded(text));

/** Refuses a class lock of a manifest that does not fit the policy, or whose proof is wrong. */
export function checkClassLock({ r, hb, proof }, policy, context) {
    const fits = (hb !== null) === usesB[policy] && (r !== null) === usesR[policy] && (proof !== null) === usesR[policy];
    if (!fits) refuse('lock_policy_mismatch');
    if (r !== null) checkProof(context, fromUnpadded(r), bytesOf(hb), fromUnpadded(proof));
}

function readPoint(bytes) {
    let point;
    try {
        point = ristretto255.Point.fromHex(bytes.toString('hex'));
    } catch {
        return refuse('point_not_canonical');
    }
    return point.equals(ristretto255.Point.ZERO) ? refuse('point_is_identity') : point;
}

const littleEndian = (bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);

const challengeOf = (context, r, hb, commitment) => littleEndian(sha512('kaibiao/lock1/pok', context, r, hb, commitment)) % order;

/** {r, hb, proof} with a proof that holds in this context; there is nothing that it locks. */
export function provenLock(context) {
    const [own, once] = [2n, 3n];
    const [r, commitment] = [own, once].map((scalar) => Buffer.from(ristretto255.Point.BASE.multiply(scalar).toBytes()));
    const hb = Buffer.alloc(32, 1);
    const s = (once + challengeOf(context, r, hb, commitment) * own) % order;
    const bytes = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
    return { r: toUnpadded(r), hb: toUnpadded(hb), proof: toUnpadded(Buffer.concat([commitment, bytes])) };
}

/** The proof of knowledge of r: s·G = A + c·R. */
export function checkProof(context, r, hb, proof) {
    const point = readPoint(r);
    const [commitment, s] = [proof.subarray(0, 32), littleEndian(proof.subarray(32))];
    let a;
    try {
        a = ristretto255.Point.fromHex(commitment.toString('hex'));
    } catch {
        refuse('lock_proof_wrong');
    }
    const c = challengeOf(context, r, hb, commitment);
    const times = (base, scalar) => (scalar === 0n ? ristretto255.Point.ZERO : base.multiply(scalar));
    const right = s < order && times(ristretto255.Point.BASE, s).equals(a.add(times(point, c)));
    if (!right) refuse('lock_proof_wrong');
}

/** {policy, context, r, hb, part, salt, body} of the one stanza of a part. */
export function readStanza(stanzas) {
    const own = stanzas.filter(({ args }) => args[0] === 'kaibiao/lock1');
    if (own.length === 0) refuse('lock_stanza_missing');
    if (stanzas.length !== 1) refuse('lock_stanza_not_alone');
    const [{ args, body }] = own;
    if (args.length !== 7) refuse('lock_stanza_malformed');
    const [, policy, context, r, hb, part, salt] = args;
    if (!Object.hasOwn(usesB, policy)) refuse('lock_policy_unknown');
    const [contextBytes, rBytes, hbBytes, saltBytes] = [[context, 32], [r, 32], [hb, 32], [salt, 16]].map(([text, length]) => sized(text, length));
    if (!/^(0|[1-9]\d?)$/.test(part) || Number(part) > 63 || body.length !== 32) refuse('lock_stanza_malformed');
    return { policy, context: contextBytes, r: rBytes, hb: hbBytes, part: Number(part), salt: saltBytes, body };
}

function sized(text, length) {
    let bytes;
    try {
        bytes = fromUnpadded(text);
    } catch {
        refuse('lock_stanza_malformed');
    }
    return bytes.length === length ? bytes : refuse('lock_stanza_malformed');
}

/** The file key of part 0. `s`: x·R from the officers, `b`: the bidder's secret; null where the policy does not need it. */
export function openLock(stanza, lock, policy, context, { s, b }) {
    if (stanza.policy !== policy) refuse('lock_policy_mismatch');
    if (!stanza.context.equals(context)) refuse('lock_context_mismatch');
    if (stanza.part !== 0) refuse('lock_part_mismatch');
    if (!stanza.r.equals(bytesOf(lock.r)) || !stanza.hb.equals(bytesOf(lock.hb))) refuse('lock_commitment_mismatch');
    if (usesB[policy] && !commitmentOfSecret(b).equals(stanza.hb)) refuse('lock_secret_mismatch');
    const secret = Buffer.concat([...(usesR[policy] ? [s] : []), ...(usesB[policy] ? [b] : [])]);
    const info = Buffer.concat([Buffer.from('kaibiao/lock1'), uint32(stanza.part), stanza.salt]);
    const key = hkdf(secret, Buffer.concat([context, stanza.r, stanza.hb]), info);
    return openBox(key, Buffer.alloc(12), stanza.body) ?? refuse('lock_body_wrong');
}
