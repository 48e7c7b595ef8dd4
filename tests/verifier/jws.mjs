// Signed messages: docs/formats/jws.md.

import { verify } from 'node:crypto';

import { verifiesPair, verifiesPss } from './algorithms.mjs';
import { decode } from './canonical_json.mjs';
import { readCertificate } from './certificate.mjs';
import { array, object, string } from './members.mjs';
import { Refusal, refuse } from './refusal.mjs';
import { fromPadded, fromUrl, sha256Hex } from './text.mjs';

const largestPayload = 2 << 20;
const flattened = object({ payload: string, protected: string, signature: string });
const protectedHeader = object({ alg: string, typ: string, x5c: array(string, 1, 5) });
const form = /^kaibiao-([a-z0-9]+(?:-[a-z0-9]+)*)\+jws$/;

function malformed(action) {
    try {
        return action();
    } catch (error) {
        throw error instanceof Refusal ? new Refusal('jws_malformed', error.place) : error;
    }
}

/** {purpose, alg, chain, payload, value, digest, input, signature} of a flattened JWS; nothing is verified. */
export function readMessage(jws) {
    const parts = malformed(() => {
        flattened(jws);
        return { head: fromUrl(jws.protected), payload: fromUrl(jws.payload), signature: fromUrl(jws.signature) };
    });
    const header = malformed(() => protectedHeader(decode(parts.head)));
    const purpose = form.exec(header.typ)?.[1] ?? refuse('jws_type_wrong');
    const chain = header.x5c.map((text) => readCertificate(malformed(() => fromPadded(text))));
    return {
        purpose, alg: header.alg, chain, payload: parts.payload, value: decode(parts.payload, largestPayload),
        digest: sha256Hex(parts.payload), input: Buffer.from(`${jws.protected}.${jws.payload}`), signature: parts.signature,
    };
}

const checks = {
    ES256: (key) => (key.curve === 'P-256' ? verifiesPair : null),
    EdDSA: (key) => (key.kind === 'ed25519' ? (own, input, signature) => verify(null, input, own.object, signature) : null),
    RS256: (key) => (isLongRsa(key) ? (own, input, signature) => verify('sha256', input, own.object, signature) : null),
    PS256: (key) => (isLongRsa(key) ? (own, input, signature) => verifiesPss('sha256', own, input, signature) : null),
};
const isLongRsa = (key) => key.kind === 'rsa' && key.bits >= 2048;

/** Refuses unless the leaf's key signed the message. */
export function checkMessage({ alg, chain, input, signature }) {
    const choose = Object.hasOwn(checks, alg) ? checks[alg] : refuse('jws_algorithm_refused');
    const check = choose(chain[0].key) ?? refuse('jws_key_mismatch');
    if (!check(chain[0].key, input, signature)) refuse('jws_signature_wrong');
}
