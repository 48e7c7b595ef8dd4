// Two verifiers, written apart, say the same: of the bundle of a whole tender, of other courses of it, and of one mutation of every field.
// One mutation of every field as it is and of the container is taken; of those signed again a sample with a fixed seed. KAIBIAO_MUTATIONS=first
// takes one of every field there too (about 3,500), all takes every mutation (about 16,000; many minutes).

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { compareMutations, few, ofEveryField, sample } from './comparison.mjs';
import { authorityExtensions, certify, element, extension, nameOf, sequence } from './der_writing.mjs';
import { absentWitnessKey, cosignatureOf, forge } from './forge.mjs';
import { takeApart } from './model.mjs';
import { containerMutations, deepMutations, plainMutations } from './mutations.mjs';
import { askProduct, askSecond } from './peer.mjs';
import { newPair, withExtension, withRevoked } from './rekey.mjs';
import { brokenReleases } from './releases.mjs';
import { courseOf, coursesOf, flagged, witnessedBy, wrongMethodsOf } from './scenarios.mjs';
import { toUnpadded } from './text.mjs';

const kaibiao = process.env.KAIBIAO_BIN ?? 'build/release/kaibiao';
const folder = mkdtempSync(join(tmpdir(), 'kaibiao-verifier-'));
let [bundle, model, courses] = [null, null, null];

before(() => {
    execFileSync(kaibiao, ['demo', '--once', '--lock', 'bidder', '--out', folder], { timeout: 180_000 });
    bundle = readFileSync(join(folder, 'bundle.json'));
    model = takeApart(bundle);
    courses = coursesOf(model);
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('second verifier: the bundle of a whole tender is accepted', () => {
    const second = askSecond(bundle);
    assert.ok(second.passed, JSON.stringify(second.failed));
});

test('second verifier: a lot that failed, a withdrawal, a suspension and every other course is accepted by both', async () => {
    for (const [name, course] of Object.entries(courses)) {
        const bytes = forge(course);
        const [product, second] = [await askProduct(folder, bytes), askSecond(bytes)];
        assert.ok(second.passed, `${name}: ${JSON.stringify(second.failed)}`);
        assert.equal(product.status, 0, `${name}: ${JSON.stringify(product.failed)}`);
        assert.deepEqual(product.close, second.close, name);
        assert.equal(second.close?.flagged ?? null, flagged[name] ?? null, name);
    }
});

test('second verifier: witnesses that the notice pins and that have not cosigned are missed by both', async () => {
    const stranger = `witness X ${absentWitnessKey}`;
    const unsigned = (text) => text.slice(0, text.indexOf('\n\n') + 1);
    const own = (checkpoint) => checkpoint.split('\n').slice(0, -3).join('\n') + '\n';
    const cases = {
        missing: [['quorum W'], own, 'witness_quorum_missing'],
        'of another checkpoint': [['quorum W'], (checkpoint) => own(checkpoint) + cosignatureOf(unsigned(checkpoint).replace('\n', '\n1')), 'note_signature_wrong'],
        'beyond the year 9999': [['quorum W'], (checkpoint) => own(checkpoint) + cosignatureOf(unsigned(checkpoint), 253_402_300_800), 'note_signature_wrong'],
        'not the close': [['quorum W'], null, 'proof_wrong', { beyond: -1, seconds: [1_760_000_000] }],
        'one of two': [[stranger, 'group both all W X', 'quorum both'], (checkpoint) => checkpoint, 'witness_quorum_missing'],
    };
    for (const [name, [lines, checkpoint, error, closing]] of Object.entries(cases)) {
        const course = Object.assign(courseOf(model, witnessedBy(...lines)), { closing });
        const bytes = forge(course, (stage, at, body) => (stage === 'body' && checkpoint ? { ...body, checkpoint: checkpoint(body.checkpoint) } : body));
        const [product, { passed, failed }] = [await askProduct(folder, bytes), askSecond(bytes)];
        assert.ok(!passed, name);
        assert.deepEqual(failed.map((one) => one.error), [error], name);
        assert.notEqual(product.status, 0, name);
        assert.deepEqual(product.failed.map((one) => one.error), [error], name);
    }
    const any = forge(courseOf(model, witnessedBy(stranger, 'group either any X W', 'quorum either')));
    assert.ok(askSecond(any).passed);
    assert.equal((await askProduct(folder, any)).status, 0);
});

test('second verifier: a release whose two events do not stand together is refused by both', async () => {
    for (const [name, course] of Object.entries(brokenReleases(model))) {
        const bytes = forge(course);
        const [product, { passed, failed }] = [await askProduct(folder, bytes), askSecond(bytes)];
        assert.ok(!passed, name);
        assert.equal(failed[0].error, 'decision_mismatch', name);
        assert.notEqual(product.status, 0, name);
        assert.match(JSON.stringify(product.failed), /decision_mismatch/, name);
    }
});

test('second verifier: chains that constrain names or go on past the root and long lists get the same verdict', async () => {
    const country = element(0xa4, nameOf(['2.5.4.6', 'CN']));
    const rootWith = (subtrees) => (stage, at, value, key) => (stage === 'root' ? withExtension(value, extension('2.5.29.30', sequence(subtrees)), key) : value);
    const chainOf = (make) => (stage, at, value) => (stage === 'protected' ? { ...value, x5c: make(...value.x5c) } : value);
    const listOf = (count) => (stage, at, value, key) => (stage === 'crl' ? withRevoked(value, count, key) : value);
    const stranger = certify({ subject: nameOf(['2.5.4.3', 'Stranger']), pair: newPair(), extensions: authorityExtensions }).der.toString('base64');
    const cases = {
        'a root for this country': [rootWith(element(0xa0, sequence(country))), null],
        'a root for any but this country': [rootWith(element(0xa1, sequence(country))), 'certificate_name_not_permitted'],
        'a root for numbers': [rootWith(element(0xa0, sequence(element(0x88, Buffer.from([42]))))), 'certificate_critical_unknown'],
        'no root': [chainOf((leaf) => [leaf]), null],
        'past the root': [chainOf((leaf, root) => [leaf, root, stranger]), null],
        'a stranger instead of the root': [chainOf((leaf) => [leaf, stranger]), null],
        'more than 64 roots': [(stage, at, body) => (stage === 'body' ? { ...body, roots: [...body.roots, ...Array.from({ length: 64 }, (_, index) => toUnpadded([0x31, index]))] } : body), 'bundle_malformed'],
        'a list of some megabytes': [listOf(100_000), null],
        'a list beyond 16 MiB': [listOf(800_000), 'bundle_malformed'],
    };
    for (const [name, [change, error]] of Object.entries(cases)) {
        const bytes = forge(model, change);
        const [product, second] = [await askProduct(folder, bytes), askSecond(bytes)];
        assert.equal(second.failed[0]?.error ?? null, error, name);
        assert.equal(product.failed[0]?.error ?? null, error, name);
        assert.equal(product.status, error === null ? 0 : 1, `${name}: ${product.told}`);
        assert.equal(second.passed, error === null, name);
    }
});

test('second verifier: a method that no lot can carry out, people in the wrong office and a committee that does not fit the method are refused by both', async () => {
    for (const [name, [error, course]] of Object.entries(wrongMethodsOf(model))) {
        const bytes = forge(course);
        const [product, { failed }] = [await askProduct(folder, bytes), askSecond(bytes)];
        // The second one has a coarser name where the numbers of a method do not fit.
        assert.match(failed[0]?.error ?? '', new RegExp(`^(${error})$`), name);
        assert.notEqual(product.status, 0, name);
        assert.match(product.failed[0].error, new RegExp(`^(${error})$`), name);
    }
});

test('second verifier: a changed field that nobody signed again is refused by both', async (t) => {
    const results = await compareMutations(t, folder, [...plainMutations(bundle)]);
    assert.ok(results.every(({ second }) => !second.passed));
});

test('second verifier: a changed field of the container under a new note gets the same verdict', async (t) => {
    const mutations = ofEveryField(containerMutations(courses.witnessedClose));
    assert.ok(mutations.some(({ name }) => name.startsWith('body /closing/')));
    await compareMutations(t, folder, mutations);
});

test('second verifier: a changed field that everybody signed again gets the same verdict', async (t) => {
    const results = await compareMutations(t, folder, sample([...deepMutations(model)], 120));
    // Most changes contradict something; some, such as another title, make another honest tender.
    assert.ok(results.some(({ second }) => second.passed) && results.some(({ second }) => !second.passed));
});

test('second verifier: certificates with another object identifier get the same verdict', async (t) => {
    const first = model.streams[0].events[0].header;
    await compareMutations(t, folder, [...deepMutations(model)].filter(({ name }) => name.startsWith(`leaf ${first.stream}@0 `) && name.endsWith(' tag 6 last')));
});

test('second verifier: other courses with a changed field get the same verdict', async (t) => {
    const others = Object.entries(courses).filter(([name]) => name !== 'demo');
    const mutations = others.flatMap(([name, course]) => few(deepMutations(course), 5).map((one) => ({ ...one, name: `${name} ${one.name}` })));
    await compareMutations(t, folder, mutations);
});
