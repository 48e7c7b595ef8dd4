// npm jose and core/sign read each other's flattened JWS.
import assert from 'node:assert/strict';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { FlattenedSign, flattenedVerify, importPKCS8 } from 'jose';
import { ask, core, decode, encode, makeChain, openssl, padded, pem, scratch } from './peer_tool.mjs';

const chain = makeChain();
const payload = Buffer.from('{"lot":"标段","purpose":"submit"}');
const x5c = [chain.leaf, chain.middle];
const publicKey = new X509Certificate(decode(chain.leaf)).publicKey;

/** jose's members in the order of canonical JSON. */
const canonical = (jws) => JSON.stringify({ payload: jws.payload, protected: jws.protected, signature: jws.signature });

function sign(key, header, body = payload) {
    return new FlattenedSign(body).setProtectedHeader(header).sign(key);
}

const header = (alg, certificates = x5c) => ({ alg, typ: 'kaibiao-submit+jws', x5c: certificates.map(padded) });

test('jose verifies what core signed', async () => {
    const { jws } = core('jws-sign', { key: chain.key.key, x5c, purpose: 'submit', payload: encode(payload) });
    const verified = await flattenedVerify(JSON.parse(jws), publicKey, { algorithms: ['ES256'] });
    assert.deepEqual(Buffer.from(verified.payload), payload);
    assert.deepEqual(verified.protectedHeader, header('ES256'));
});

test('core verifies what jose signed with ES256', async () => {
    const key = await importPKCS8(pem('PRIVATE KEY', chain.key.key), 'ES256');
    const answer = core('jws-verify', { jws: canonical(await sign(key, header('ES256'))), purpose: 'submit' });
    assert.deepEqual(decode(answer.payload), payload);
    assert.equal(answer.leaf, chain.leaf);
});

test('core verifies what jose signed with RS256, PS256 and EdDSA', async (context) => {
    const file = scratch(context);
    const extensions = 'basicConstraints=critical,CA:false';
    const kinds = { RS256: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], PS256: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], EdDSA: ['-algorithm', 'ED25519'] };
    for (const [alg, options] of Object.entries(kinds)) {
        const pkcs8 = openssl(['genpkey', ...options]).toString();
        writeFileSync(file('key'), pkcs8);
        const own = encode(openssl(['req', '-x509', '-key', file('key'), '-subj', '/CN=peer', '-addext', extensions, '-outform', 'DER']));
        const jws = await sign(await importPKCS8(pkcs8, alg), header(alg, [own]));
        assert.deepEqual(decode(core('jws-verify', { jws: canonical(jws), purpose: 'submit' }).payload), payload);
        const other = alg === 'RS256' ? 'PS256' : 'RS256';
        const relabelled = { ...jws, protected: Buffer.from(JSON.stringify(header(other, [own]))).toString('base64url') };
        const expected = alg === 'EdDSA' ? 'jws_key_mismatch' : 'jws_signature_wrong';
        assert.equal(ask('jws-verify', { jws: canonical(relabelled), purpose: 'submit' }).error, expected);
    }
});

test('core refuses what jose may sign but our profile does not have', async () => {
    const key = await importPKCS8(pem('PRIVATE KEY', chain.key.key), 'ES256');
    const refusal = async (changed) => ask('jws-verify', { jws: canonical(await sign(key, { ...header('ES256'), ...changed })), purpose: 'submit' }).error;
    assert.equal(await refusal({ kid: 'x' }), 'jws_malformed');
    assert.equal(await refusal({ typ: 'JWT' }), 'jws_type_wrong');
    assert.equal(await refusal({ typ: 'kaibiao-withdraw+jws' }), 'jws_type_wrong');
    assert.equal(await refusal({ x5c: undefined }), 'jws_malformed');
    assert.equal(await refusal({ x5c: [padded(chain.middle)] }), 'jws_signature_wrong');
});

test('jose refuses what core signed once a character of it was changed, and so does core', async () => {
    const { jws } = core('jws-sign', { key: chain.key.key, x5c, purpose: 'submit', payload: encode(payload) });
    const changed = JSON.parse(jws);
    changed.payload = changed.payload.replace(/^./, (c) => (c === 'e' ? 'f' : 'e'));
    await assert.rejects(flattenedVerify(changed, createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }))));
    assert.equal(ask('jws-verify', { jws: canonical(changed), purpose: 'submit' }).error, 'jws_signature_wrong');
});
