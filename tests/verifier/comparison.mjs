// Both verifiers over many mutations: they say the same of each. KAIBIAO_MUTATIONS=all takes every mutation instead of a sample.

import assert from 'node:assert/strict';

import { agree, compareAll } from './peer.mjs';

const everything = process.env.KAIBIAO_MUTATIONS === 'all';

/** `count` of the mutations, always the same ones of a list; all of them on demand. */
export function sample(mutations, count) {
    const all = [...mutations];
    if (everything || all.length <= count) return all;
    let state = 20_261_123;
    const next = (below) => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
    };
    return Array.from({ length: count }, () => all.splice(next(all.length), 1)[0]);
}

const told = ({ name, product, second }) => `${name}: kaibiao ${product.status} ${JSON.stringify(product.failed)}, ` +
    `second ${second.passed} ${JSON.stringify(second.failed)}`;

/** What both say, once it is seen to be the same. */
export async function compareMutations(t, folder, mutations) {
    const results = await compareAll(folder, mutations);
    const apart = results.filter((one) => !agree(one));
    assert.deepEqual(apart.map(told), []);
    const accepted = results.filter(({ second }) => second.passed).length;
    t.diagnostic(`${results.length} mutations: ${accepted} accepted by both, ${results.length - accepted} refused by both`);
    return results;
}
