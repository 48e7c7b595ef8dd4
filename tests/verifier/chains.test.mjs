// Chains made by OpenSSL (tests/vectors/x509) and by the test itself, each judged by the rule of docs/formats/certificates.md that it was made
// for: by the second verifier and by the product, which say the same.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { ask, encode } from '../peers/peer_tool.mjs';
import { readCertificate } from './certificate.mjs';
import { validateChain } from './chain.mjs';
import { tags } from './der.mjs';
import { authorityExtensions, certify, element, extension, listOf, nameOf, oid, sequence, signerExtensions } from './der_writing.mjs';
import { refusalOf } from './refusal.mjs';
import { readList } from './revocation.mjs';
import { newPair } from './rekey.mjs';

const now = '2026-11-23T01:00:00.000Z';
const pem = (name) => {
    const text = readFileSync(new URL(`../vectors/x509/${name}.pem`, import.meta.url), 'utf8');
    return Buffer.from(/-----BEGIN [A-Z0-9 ]+-----([^-]+)/.exec(text)[1], 'base64');
};

/** What both say of DER: `accepted`, or the error. */
function verdict(chain, roots, crls, about = '') {
    const refused = refusalOf(() => validateChain(chain.map(readCertificate), roots.map(readCertificate), crls.map(readList), Date.parse(now), 0));
    const second = refused?.error ?? 'accepted';
    const [ders, rootDers, lists] = [chain, roots, crls].map((all) => all.map(encode));
    assert.equal(ask('chain', { chain: ders, roots: rootDers, crls: lists, now }).error ?? 'accepted', second, `the product, ${about}`);
    return second;
}

const ofFiles = (chain, root, lists) => verdict(chain.map(pem), [pem(root)], lists.map((name) => pem(`${name}.crl`)), chain[0]);
const underMiddle = (leaf, list = 'ec_middle') => ofFiles([leaf, 'ec_middle'], 'ec_root', [list, 'ec_root']);
const underRsa = (leaf, list = 'rsa_root') => ofFiles([leaf], 'rsa_root', [list]);

test('second verifier: certificates of every kind of key are accepted, hostile ones refused by name', () => {
    const elliptic = {
        ec_leaf: 'accepted', ec_ed25519: 'accepted', ec_revoked: 'certificate_revoked', ec_expired: 'certificate_expired',
        ec_future: 'certificate_not_yet_valid', ec_wrong_key_usage: 'certificate_wrong_usage', ec_wrong_extended: 'certificate_wrong_usage',
        ec_no_key_usage: 'certificate_wrong_usage', ec_unknown_critical: 'certificate_critical_unknown',
        ec_p521: 'certificate_algorithm_unknown', rsa_leaf: 'certificate_signature_wrong',
    };
    const rsa = {
        rsa_leaf: 'accepted', rsa_pss: 'accepted', rsa_sha1: 'certificate_weak', rsa_md5: 'certificate_weak', rsa_short: 'certificate_weak',
        ec_leaf: 'certificate_unknown_root',
    };
    for (const [leaf, expected] of Object.entries(elliptic)) assert.equal(underMiddle(leaf), expected, leaf);
    for (const [leaf, expected] of Object.entries(rsa)) assert.equal(underRsa(leaf), expected, leaf);
    assert.equal(ofFiles(['ec_sha1'], 'sha1_root', ['sha1_root']), 'certificate_weak');
});

test('second verifier: hostile authorities are refused by name', () => {
    const long = ofFiles(['ec_too_long', 'ec_below', 'ec_middle'], 'ec_root', ['ec_below', 'ec_middle', 'ec_root']);
    assert.equal(long, 'certificate_path_too_long');
    const without = ['ec_middle_without_crl_sign', 'ec_root'];
    assert.equal(ofFiles(['ec_under_middle_without_crl_sign', without[0]], 'ec_root', without), 'certificate_wrong_usage');
    const constrained = ['ec_constrained_names', 'ec_root'];
    assert.equal(ofFiles(['ec_under_constrained_names', constrained[0]], 'ec_root', constrained), 'accepted');
});

test('second verifier: a list counts only for what it is about and when its signature is good', () => {
    assert.equal(ofFiles(['ec_leaf', 'ec_middle'], 'ec_root', ['ec_middle']), 'crl_missing');
    assert.equal(ofFiles(['ec_leaf', 'ec_middle'], 'ec_root', ['ec_root']), 'crl_missing');
    assert.equal(underRsa('rsa_leaf', 'rsa_root_sha1'), 'certificate_weak');
    for (const kind of ['of_part', 'of_signers']) {
        assert.equal(underMiddle('ec_leaf', `ec_middle_${kind}`), 'accepted', kind);
        assert.equal(underMiddle('ec_revoked', `ec_middle_${kind}`), 'certificate_revoked', kind);
    }
    for (const kind of ['of_other_part', 'of_authorities']) assert.equal(underMiddle('ec_leaf', `ec_middle_${kind}`), 'crl_missing', kind);
    for (const kind of ['indirect', 'delta']) assert.equal(underMiddle('ec_leaf', `ec_middle_${kind}`), 'crl_malformed', kind);
});

// ---- paths

const pairs = new Map();
const pairOf = (label) => pairs.get(label) ?? pairs.set(label, newPair()).get(label);
const country = '2.5.4.6', organisation = '2.5.4.10', commonName = '2.5.4.3', serialNumber = '2.5.4.5', address = '1.2.840.113549.1.9.1';
const called = (name, label = name, more = {}) => ({ subject: nameOf([commonName, name]), pair: pairOf(label), extensions: authorityExtensions, ...more });
const person = nameOf([country, 'CN'], [organisation, 'Example'], [commonName, 'Signer'], [serialNumber, '42']);
const signerOf = (issuer, { subject = person, extensions = [] } = {}) =>
    certify({ subject, pair: pairOf('signer'), issuer, extensions: [...signerExtensions, ...extensions] });
const ders = (...all) => all.map(({ der }) => der);

test('second verifier: a chain may go on past a trusted root, and ends in whichever is trusted', () => {
    const [a, b] = ['A', 'B'].map((name) => certify(called(name)));
    const middle = certify(called('Middle', 'Middle', { issuer: a }));
    const aByB = certify(called('A', 'A', { issuer: b }));
    const leaf = signerOf(middle);
    const lists = [middle, a, b].map((one) => listOf(one));
    const path = ders(leaf, middle, aByB);
    for (const roots of [[a], [b], [b, a], [aByB]]) assert.equal(verdict(path, ders(...roots), lists), 'accepted');
    assert.equal(verdict(ders(leaf, middle, a, b), ders(a), lists), 'accepted');
    assert.equal(verdict(ders(leaf, middle, a, b), ders(b), lists), 'certificate_signature_wrong');
    assert.equal(verdict(ders(leaf, middle), ders(b), lists), 'certificate_unknown_root');
    assert.equal(verdict(ders(leaf, a), ders(a), lists), 'certificate_signature_wrong');
    assert.equal(verdict(path, ders(certify(called('C'))), lists), 'certificate_unknown_root');
    // The short path decides over the error when none is good.
    const old = certify(called('A', 'A', { valid: ['200101000000Z', '260101000000Z'] }));
    assert.equal(verdict(path, ders(old), lists), 'certificate_expired');
    assert.equal(verdict(path, ders(old, b), lists), 'accepted');
    const revoking = listOf(b, [aByB.der].map((der) => Number(readCertificate(der).serial.readUInt16BE())));
    assert.equal(verdict(path, ders(b), [...lists.slice(0, 2), revoking]), 'certificate_revoked');
    assert.equal(verdict(path, ders(a), [...lists.slice(0, 2), revoking]), 'accepted');
});

test('second verifier: of roots with one name each is tried, as many as the search has trials', () => {
    const root = certify(called('Root'));
    const other = certify(called('Root', 'another Root'));
    const leaf = signerOf(root);
    const lists = [listOf(root)];
    const many = (count) => Array.from({ length: count }, () => other);
    assert.equal(verdict(ders(leaf), ders(other), lists), 'certificate_signature_wrong');
    assert.equal(verdict(ders(leaf), ders(...many(31), root), lists), 'accepted');
    for (const roots of [[...many(32), root], many(32)]) assert.equal(verdict(ders(leaf), ders(...roots), lists), 'certificate_search_exhausted');
    const future = certify(called('Root', 'Root', { valid: ['270101000000Z', '351231235959Z'] }));
    assert.equal(verdict(ders(leaf), ders(other, future, root), lists), 'accepted');
    assert.equal(verdict(ders(leaf), ders(other, future, other), lists), 'certificate_not_yet_valid');
});

test('second verifier: loops lead nowhere, and what is given past the root still has to be a chain of few and strong ones', () => {
    const [a, b] = ['A', 'B'].map((name) => certify(called(name)));
    const [aByB, bByA] = [certify(called('A', 'A', { issuer: b })), certify(called('B', 'B', { issuer: a }))];
    const leaf = signerOf(a);
    const lists = [a, b].map((one) => listOf(one));
    assert.equal(verdict(ders(leaf, aByB, bByA, aByB, bByA), ders(certify(called('C'))), lists), 'certificate_unknown_root');
    assert.equal(verdict(ders(leaf, aByB, bByA, aByB, bByA, aByB), ders(a), lists), 'certificate_path_too_long');
    assert.equal(verdict(ders(leaf, aByB, bByA, aByB, bByA), ders(b), lists), 'accepted');
    const weak = pem('rsa_short');
    assert.equal(verdict([leaf.der, a.der, weak], ders(a), lists), 'accepted');
    assert.equal(verdict([leaf.der, a.der, weak, b.der], ders(a), lists), 'certificate_weak');
});

test('second verifier: a list of changes only is none, whether it says so critically or not; what else it says uncritically does not count', () => {
    const [a, leaf] = [certify(called('A')), signerOf(certify(called('A')))];
    const mark = (id, critical) => [listOf(a, [], [extension(id, element(tags.integer, Buffer.from([1])), critical)])];
    for (const critical of [true, false]) assert.equal(verdict(ders(leaf), ders(a), mark('2.5.29.27', critical)), 'crl_malformed');
    assert.equal(verdict(ders(leaf), ders(a), mark('2.5.29.46', true)), 'crl_malformed');
    assert.equal(verdict(ders(leaf), ders(a), mark('2.5.29.46', false)), 'accepted');
});

// ---- name constraints

const text = (tag, value) => element(tag, Buffer.from(value));
const general = {
    email: (value) => text(0x81, value), dns: (value) => text(0x82, value), uri: (value) => text(0x86, value), ip: (...bytes) => element(0x87, Buffer.from(bytes)),
    directory: (...attributes) => element(0xa4, nameOf(...attributes)), registered: () => element(0x88, Buffer.from([0x2a])),
};
const subtrees = (tag, bases) => (bases.length > 0 ? [element(tag, ...bases.map((base) => sequence(base)))] : []);
const constraints = (permitted, excluded = [], critical = true) =>
    extension('2.5.29.30', sequence(...subtrees(0xa0, permitted), ...subtrees(0xa1, excluded)), critical);
const alternative = (...names) => extension('2.5.29.17', sequence(...names), false);
const root = certify(called('Root'));
const rootList = listOf(root);

/** Of a signer of these names under an authority with these constraints. */
function held(constraint, signer, about) {
    const middle = certify(called('Middle', 'Middle', { issuer: root, extensions: [...authorityExtensions, constraint] }));
    return verdict(ders(signerOf(middle, signer), middle), ders(root), [listOf(middle), rootList], about);
}

const example = general.directory([country, 'CN'], [organisation, 'Example']);

/** Whether a name is accepted where the base is permitted, beside the signer's subject, and where it is excluded: `10`, say. */
const both = (base, name, about) => [constraints([base, example]), constraints([], [base])].map((constraint) =>
    ({ accepted: '1', certificate_name_not_permitted: '0' })[held(constraint, { extensions: [alternative(name)] }, about)]).join('');

const inside = {
    dns: [['example.com', 'example.com', '10'], ['example.com', 'A.EXAMPLE.com', '10'], ['.example.com', 'example.com', '01'], ['example.com', 'notexample.com', '01'],
        ['', 'anything.example', '10'], ['a.example.com', '*.example.com', '00'], ['a.example.com', '*.example.org', '01'], ['example.com', '*.example.com', '10'],
        ['example.org', '', '00'], ['example.org', 'example.com.', '00'], ['example.org', 'ex ample.com', '00'], ['example.com', 'example.com\0.evil.org', '00'],
        ['example.com', 'example.com\n', '00'], ['example.com', 'a.*.example.com', '00']],
    email: [['example.com', 'a@EXAMPLE.com', '10'], ['example.com', 'a@b.example.com', '01'], ['.example.com', 'a@b.example.com', '10'], ['.example.com', 'a@example.com', '01'],
        ['a@example.com', 'a@EXAMPLE.com', '10'], ['a@example.com', 'b@example.com', '01'], ['a@example.com', 'A@example.com', '00'], ['', 'nonsense', '10'],
        ['example.org', 'a@b@example.org', '00'], ['example.org', '@example.org', '00'], ['example.org', 'example.org', '00'], ['é@example.org', 'é@example.org', '10']],
    uri: [['example.com', 'https://u@EXAMPLE.com:443/x', '10'], ['example.com', 'https://evil.org/example.com', '01'], ['.example.com', 'ftp://u:p@a.example.com', '10'],
        ['.example.com', 'https://a.example.com@evil.org/', '01'], ['example.org', 'urn:a:b', '00'], ['example.org', 'https://10.0.0.1/', '00'],
        ['example.org', 'https://[::1]/', '00'], ['example.org', 'https:///x', '00'], ['', 'urn:a:b', '10'], ['example.org', 'x?https://example.org', '10']],
};

test('second verifier: inside a subtree a name is permitted and excluded, outside neither; what cannot be decided is neither permitted nor spared', () => {
    for (const [kind, cases] of Object.entries(inside)) {
        for (const [base, name, expected] of cases) assert.equal(both(general[kind](base), general[kind](name), `${kind} ${base} ${name}`), expected, `${kind} ${base} ${name}`);
    }
    const ten = general.ip(10, 0, 0, 0, 255, 0, 0, 0);
    for (const [address, expected] of [[[10, 1, 2, 3], '10'], [[11, 1, 2, 3], '01'], [Array(16).fill(0), '01'], [[10, 0, 0], '00']]) assert.equal(both(ten, general.ip(...address)), expected, address);
    assert.equal(both(general.dns('example.com'), general.uri('https://evil.org')), '11');
    assert.equal(both(general.dns('example.com'), general.registered()), '11');
});

const bmp = (value) => element(tags.bmp, Buffer.from(value, 'utf16le').swap16());
const printable = (value) => text(tags.printable, value);

test('second verifier: directory names are compared whatever their case, spaces and string type, the first RDNs and all of each', () => {
    const acme = general.directory([organisation, 'Acme Ltd']);
    const names = [[printable('acme ltd'), '10'], [bmp('Acme Ltd'), '10'], [' ACME   LTD ', '10'], ['Acme\u00a0Ltd', '01'], ['Acme Limited', '01'], [element(tags.teletex, Buffer.from('Acm\xe9 Ltd', 'latin1')), '00'],
        [text(tags.utf8, 'Acme\tLtd'), '00']];
    for (const [value, expected] of names) assert.equal(both(acme, general.directory([organisation, value])), expected, `${value}`);
    assert.equal(both(general.directory([organisation, '测试']), general.directory([organisation, bmp('测试')])), '10');
    assert.equal(both(general.directory([organisation, 'É']), general.directory([organisation, 'é'])), '01');
    assert.equal(both(acme, general.directory([country, 'CN'], [organisation, 'Acme Ltd'])), '01');
    assert.equal(both(general.directory(), general.directory([country, 'CN'])), '10');
    const pair = (...attributes) => element(0xa4, sequence(element(tags.set, ...attributes.map(([type, value]) => sequence(oid(type), text(tags.utf8, value))))));
    assert.equal(both(pair([country, 'CN'], [organisation, 'A']), pair([organisation, 'a'], [country, 'cn'])), '10');
    assert.equal(both(pair([country, 'DE']), pair([country, 'DE'], [organisation, 'A'])), '01');
    assert.equal(both(pair([country, 'CN'], [country, 'CN']), pair([country, 'CN'], [country, 'DE'])), '10');
});

test('second verifier: the subject and the addresses in it are names too', () => {
    const china = general.directory([country, 'CN']);
    assert.equal(held(constraints([china])), 'accepted');
    assert.equal(held(constraints([], [china])), 'certificate_name_not_permitted');
    assert.equal(held(constraints([general.directory([country, 'DE'])])), 'certificate_name_not_permitted');
    const mailed = (value) => ({ subject: nameOf([commonName, 'Signer'], [serialNumber, '42'], [address, value]) });
    const mail = constraints([general.email('example.com')]);
    assert.equal(held(mail, mailed(text(tags.ia5, 'a@example.com'))), 'accepted');
    assert.equal(held(mail, mailed(text(tags.ia5, 'a@evil.org'))), 'certificate_name_not_permitted');
    assert.equal(held(mail, mailed(element(tags.ia5, Buffer.from([0xe9])))), 'certificate_name_not_permitted');
    assert.equal(held(constraints([general.email('é@example.com')]), mailed('é@example.com')), 'accepted');
    assert.equal(held(constraints([general.dns('a.com'), general.dns('b.org')], [general.dns('x.b.org')]), { extensions: [alternative(general.dns('c.b.org'), general.dns('a.com'))] }), 'accepted');
    assert.equal(held(constraints([general.dns('b.org')], [general.dns('x.b.org')]), { extensions: [alternative(general.dns('c.b.org'), general.dns('x.b.org'))] }), 'certificate_name_not_permitted');
});

test('second verifier: constraints bind every certificate below, a root\'s own too, and spare what an authority issued to itself', () => {
    const below = (issuer, name, ...more) => certify({ subject: nameOf([country, name], [commonName, 'Middle']), pair: pairOf('Middle'), issuer, extensions: [...authorityExtensions, ...more] });
    const strict = certify(called('Root', 'Root', { extensions: [...authorityExtensions, constraints([general.directory([country, 'CN'])], [general.dns('evil.org')])] }));
    const [good, bad] = ['CN', 'DE'].map((name) => below(strict, name));
    const evil = alternative(general.dns('evil.org'));
    const again = below(good, 'CN', evil);
    const lists = [good, bad, strict].map((one) => listOf(one));
    assert.equal(verdict(ders(signerOf(good), good), ders(strict), lists), 'accepted');
    assert.equal(verdict(ders(signerOf(bad), bad), ders(strict), lists), 'certificate_name_not_permitted');
    assert.equal(verdict(ders(signerOf(again), again, good), ders(strict), lists), 'accepted');
    assert.equal(verdict(ders(signerOf(good, { extensions: [evil] }), good), ders(strict), lists), 'certificate_name_not_permitted');
    const twin = certify({ subject: person, pair: pairOf('Middle'), issuer: strict, extensions: authorityExtensions });
    const named = signerOf(twin, { extensions: [evil] });
    assert.equal(verdict(ders(named, twin), ders(strict), [listOf(twin), lists[2]]), 'certificate_name_not_permitted', 'a signer is not exempt');
    assert.equal(verdict(ders(signerOf(good, { extensions: [constraints([general.directory([country, 'DE'])])] }), good), ders(strict), lists), 'accepted');
});

test('second verifier: constraints that are not compared or malformed refuse, critical or not; names are opened only where one asks', () => {
    const raw = (bytes) => extension('2.5.29.30', bytes, false);
    const some = general.dns('a');
    const minimum = sequence(element(0xa0, sequence(some, element(0x80, Buffer.from([1])))));
    for (const base of [general.registered(), general.dns('a b'), general.ip(10, 0, 0, 0), general.email('@a'), general.uri('https://a')]) {
        for (const critical of [true, false]) assert.equal(held(constraints([], [base], critical)), 'certificate_critical_unknown');
    }
    const wrong = [Buffer.alloc(0), sequence(), minimum, sequence(element(0xa0)), sequence(element(0xa2, sequence(some))), sequence(element(0xa0, sequence(text(tags.ia5, 'a')))),
        sequence(element(0xa0, ...Array(257).fill(sequence(some)))), sequence(element(0xa0, sequence(element(0xa4, sequence(element(tags.set)))))), sequence(element(0xa0, sequence(general.dns('a b'))), text(tags.ia5, 'a'))];
    for (const bytes of wrong) assert.equal(held(raw(bytes)), 'certificate_malformed', bytes.toString('hex').slice(0, 40));
    const odd = { extensions: [extension('2.5.29.17', Buffer.from([5, 0]))] };
    assert.equal(held(constraints([general.dns('a')]), odd), 'certificate_malformed');
    assert.equal(held(extension('2.5.29.32', Buffer.from([5, 0])), odd), 'accepted');
    assert.equal(held(constraints([general.dns('a')]), { extensions: [alternative(...Array(257).fill(some))] }), 'certificate_malformed');
    assert.equal(held(constraints([general.dns('a')]), { extensions: [alternative(...Array(256).fill(some))] }), 'accepted');
});

test('second verifier: of many random names and subtrees both say the same', (t) => {
    let state = 20_261_127;
    const below = (count) => Math.floor(((state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32) * count);
    const pieces = { dns: ['a', 'A', '.', '*', 'b', '', ' '], email: ['a', '@', '.', 'A', 'b', '@'], uri: ['a', '://', '.', '@', ':', '/', '9', 'b', '?'] };
    const word = (kind, most) => Array.from({ length: below(most) }, () => pieces[kind][below(pieces[kind].length)]).join('');
    const counts = {};
    for (let round = 0; round < 400; round += 1) {
        const kind = Object.keys(pieces)[round % 3];
        const [base, name] = [word(kind, 4), (kind === 'uri' ? 'a://' : kind === 'email' ? 'a@' : '') + word(kind, 6)];
        const bases = [general[kind](base)];
        const constraint = below(2) === 0 ? constraints(bases) : constraints([], bases);
        const said = held(constraint, { extensions: [alternative(general[kind](name))] }, `${kind} "${base}" "${name}"`);
        counts[said] = (counts[said] ?? 0) + 1;
    }
    assert.ok(['accepted', 'certificate_name_not_permitted', 'certificate_critical_unknown'].every((one) => counts[one] > 20), JSON.stringify(counts));
    t.diagnostic(JSON.stringify(counts));
});
