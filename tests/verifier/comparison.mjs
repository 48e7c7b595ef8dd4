// Both verifiers over many mutations: they say the same of each. KAIBIAO_MUTATIONS=first takes one of every field instead of a sample, all takes
// every one.

import assert from 'node:assert/strict';

import { agree, compareAll } from './peer.mjs';

const asked = process.env.KAIBIAO_MUTATIONS;

export const firsts = (mutations) => [...mutations].filter((one) => one.first);

/** `count` of the mutations, always the same ones of a list. */
function pick(mutations, count) {
    const all = [...mutations];
    if (all.length <= count) return all;
    let state = 20_261_123;
    const next = (below) => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
    };
    return Array.from({ length: count }, () => all.splice(next(all.length), 1)[0]);
}

/** `count` of the mutations; one of every field, or all of them, on demand. */
export function sample(mutations, count) {
    if (asked === 'first') return firsts(mutations);
    return asked === 'all' ? [...mutations] : pick(mutations, count);
}

/** `count` mutations of different fields; one of every field when all are demanded. */
export const few = (mutations, count) => pick(firsts(mutations), asked === 'all' ? Infinity : count);

/** One of every field of the mutations; all of them on demand. */
export const ofEveryField = (mutations) => (asked === 'all' ? [...mutations] : firsts(mutations));

const told = ({ name, product, second }) => `${name}: kaibiao ${product.status} ${JSON.stringify(product.failed)}, ` +
    `second ${second.passed} ${JSON.stringify(second.failed)}`;

/** What both say, once it is seen to be the same. Long runs tell how far they are. */
export async function compareMutations(t, folder, mutations) {
    const seen = (count) => { if (asked !== undefined && count % 500 === 0) console.error(`${count} of ${mutations.length} mutations`); };
    const results = await compareAll(folder, mutations, { seen });
    const apart = results.filter((one) => !agree(one));
    assert.deepEqual(apart.map(told), []);
    const accepted = results.filter(({ second }) => second.passed).length;
    t.diagnostic(`${results.length} mutations: ${accepted} accepted by both, ${results.length - accepted} refused by both`);
    return results;
}
