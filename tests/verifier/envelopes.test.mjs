// Two verifiers, written apart, say the same of a lot with two envelopes (双信封) under a panel of officers: of its bundle, of other courses
// of it, of every rule of docs/formats/process.md, "Two envelopes", broken, and of one mutation of every field.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { compareMutations, few, sample } from './comparison.mjs';
import { EnvelopesCourse } from './envelope_course.mjs';
import { brokenEnvelopes, envelopeCoursesOf } from './envelope_scenarios.mjs';
import { forge } from './forge.mjs';
import { takeApart } from './model.mjs';
import { containerMutations, deepMutations, plainMutations } from './mutations.mjs';
import { askProduct, askSecond } from './peer.mjs';

const kaibiao = process.env.KAIBIAO_BIN ?? 'build/release/kaibiao';
const folder = mkdtempSync(join(tmpdir(), 'kaibiao-envelopes-'));
let [bundle, model, courses] = [null, null, null];

/** The bundle of a tender in which not all passed, as those do who are equal to the last of the best. */
before(() => {
    do {
        execFileSync(kaibiao, ['demo', '--once', '--two-envelopes', '--lock', 'dual', '--out', folder], { timeout: 180_000 });
        bundle = readFileSync(join(folder, 'bundle.json'));
        model = takeApart(bundle);
    } while (new EnvelopesCourse(model).biddersOf('unopened').length === 0);
    courses = envelopeCoursesOf(model);
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('two envelopes: the bundle of a whole tender is accepted by both, and holds the sheets of opened bids alone', async () => {
    const [product, second] = [await askProduct(folder, bundle), askSecond(bundle)];
    assert.ok(second.passed, JSON.stringify(second.failed));
    assert.equal(product.status, 0, JSON.stringify(product.failed));
    const rows = [1, 2].flatMap((stage) => new EnvelopesCourse(model).announcement(stage).payload.bids);
    assert.deepEqual(model.sheets.map(({ bid }) => bid).sort(), rows.filter(({ state }) => state === 'opened').map(({ bid }) => bid).sort());
    assert.ok(rows.filter(({ state }) => state === 'unopened').every(({ sheet, b }) => sheet === null && b === null));
});

test('two envelopes: every other course is accepted by both', async () => {
    for (const [name, course] of Object.entries(courses)) {
        const bytes = forge(course);
        const [product, second] = [await askProduct(folder, bytes), askSecond(bytes)];
        assert.ok(second.passed, `${name}: ${JSON.stringify(second.failed)}`);
        assert.equal(product.status, 0, `${name}: ${JSON.stringify(product.failed)}`);
    }
});

for (const [name, [error, act]] of Object.entries(brokenEnvelopes)) {
    test(`two envelopes: ${name}: refused by both`, async () => {
        const { course, change } = act(model);
        const bytes = forge(course, change);
        const [product, { passed, failed }] = [await askProduct(folder, bytes), askSecond(bytes)];
        assert.ok(!passed);
        assert.match(failed[0].error, new RegExp(`^(${error})$`));
        assert.equal(product.status, 1, JSON.stringify(product.failed));
        assert.ok(product.failed.some((one) => new RegExp(`^(${error})$`).test(one.error)), JSON.stringify(product.failed));
    });
}

test('two envelopes: a changed field that nobody signed again is refused by both', async (t) => {
    const results = await compareMutations(t, folder, sample(plainMutations(bundle), 40));
    assert.ok(results.every(({ second }) => !second.passed));
});

test('two envelopes: a changed field of the container under a new note gets the same verdict', async (t) => {
    await compareMutations(t, folder, sample(containerMutations(model), 30));
});

test('two envelopes: a changed field that everybody signed again gets the same verdict', async (t) => {
    const results = await compareMutations(t, folder, sample([...deepMutations(model)], 100));
    assert.ok(results.some(({ second }) => second.passed) && results.some(({ second }) => !second.passed));
});

test('two envelopes: other courses with a changed field get the same verdict', async (t) => {
    const mutations = Object.entries(courses).flatMap(([name, course]) => few(deepMutations(course), 2).map((one) => ({ ...one, name: `${name} ${one.name}` })));
    await compareMutations(t, folder, mutations);
});
