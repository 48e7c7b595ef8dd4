// Chains and lists made by OpenSSL (tests/vectors/x509), each judged by the rule of docs/formats/certificates.md that it was made for.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { readCertificate } from './certificate.mjs';
import { validateChain } from './chain.mjs';
import { Refusal } from './refusal.mjs';
import { readList } from './revocation.mjs';

const now = Date.parse('2026-11-23T01:00:00.000Z');
const pem = (name) => {
    const text = readFileSync(new URL(`../vectors/x509/${name}.pem`, import.meta.url), 'utf8');
    return Buffer.from(/-----BEGIN [A-Z0-9 ]+-----([^-]+)/.exec(text)[1], 'base64');
};

function verdict(chain, root, lists) {
    try {
        validateChain(chain.map((name) => readCertificate(pem(name))), [readCertificate(pem(root))], lists.map((name) => readList(pem(`${name}.crl`))), now, 0);
        return 'accepted';
    } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return error.error;
    }
}

const underMiddle = (leaf, list = 'ec_middle') => verdict([leaf, 'ec_middle'], 'ec_root', [list, 'ec_root']);
const underRsa = (leaf, list = 'rsa_root') => verdict([leaf], 'rsa_root', [list]);

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
    assert.equal(verdict(['ec_sha1'], 'sha1_root', ['sha1_root']), 'certificate_weak');
});

test('second verifier: hostile authorities are refused by name', () => {
    const long = verdict(['ec_too_long', 'ec_below', 'ec_middle'], 'ec_root', ['ec_below', 'ec_middle', 'ec_root']);
    assert.equal(long, 'certificate_path_too_long');
    const without = ['ec_middle_without_crl_sign', 'ec_root'];
    assert.equal(verdict(['ec_under_middle_without_crl_sign', without[0]], 'ec_root', without), 'certificate_wrong_usage');
    const constrained = ['ec_constrained_names', 'ec_root'];
    assert.equal(verdict(['ec_under_constrained_names', constrained[0]], 'ec_root', constrained), 'certificate_critical_unknown');
});

test('second verifier: a list counts only for what it is about and when its signature is good', () => {
    assert.equal(verdict(['ec_leaf', 'ec_middle'], 'ec_root', ['ec_middle']), 'crl_missing');
    assert.equal(verdict(['ec_leaf', 'ec_middle'], 'ec_root', ['ec_root']), 'crl_missing');
    assert.equal(underRsa('rsa_leaf', 'rsa_root_sha1'), 'certificate_weak');
    for (const kind of ['of_part', 'of_signers']) {
        assert.equal(underMiddle('ec_leaf', `ec_middle_${kind}`), 'accepted', kind);
        assert.equal(underMiddle('ec_revoked', `ec_middle_${kind}`), 'certificate_revoked', kind);
    }
    for (const kind of ['of_other_part', 'of_authorities']) assert.equal(underMiddle('ec_leaf', `ec_middle_${kind}`), 'crl_missing', kind);
    for (const kind of ['indirect', 'delta']) assert.equal(underMiddle('ec_leaf', `ec_middle_${kind}`), 'crl_malformed', kind);
});
