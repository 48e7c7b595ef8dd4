// The openssl command and core agree on certificates, lists, requests and key files, in both directions.
// (OpenSSL's own files, hostile ones too, are read by tests/sign/openssl_fixtures_test.cpp.)
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { ask, core, decode, encode, fromPem, makeChain, now, openssl, opensslSays, pem, scratch } from './peer_tool.mjs';

const chain = makeChain();
const attime = String(Date.parse(now) / 1000);
const name = { country: 'CN', organisation: '测试建设集团有限公司', unit: 'bidder', common_name: '王小明', serial_number: '91110000MA01TEST0X' };

/** `openssl verify` of our chain with the given lists, as strict as it goes. */
function verifyChain(file, crls) {
    writeFileSync(file('root'), pem('CERTIFICATE', chain.root));
    writeFileSync(file('middle'), pem('CERTIFICATE', chain.middle));
    writeFileSync(file('leaf'), pem('CERTIFICATE', chain.leaf));
    writeFileSync(file('crls'), crls.map((crl) => pem('X509 CRL', crl)).join(''));
    return opensslSays(['verify', '-x509_strict', '-check_ss_sig', '-attime', attime, '-crl_check_all', '-CAfile', file('root'), '-untrusted', file('middle'), '-CRLfile', file('crls'), file('leaf')]);
}

test('openssl accepts our chain with our lists, and refuses it without one or when revoked', (context) => {
    const file = scratch(context);
    const good = verifyChain(file, chain.crls);
    assert.ok(good.ok, good.said);
    const missing = verifyChain(file, chain.crls.slice(0, 1));
    assert.match(missing.said, /unable to get certificate CRL/);
    const revoked = verifyChain(file, chain.revoking);
    assert.match(revoked.said, /certificate revoked/);
});

test('core gives the same verdicts on that chain', () => {
    const request = { chain: [chain.leaf, chain.middle], roots: [chain.root], crls: chain.crls, now };
    assert.deepEqual(core('chain', request), { late: 0, name: '王小明', root: 'root 0', subject: '91110000MA01TEST0X' });
    assert.equal(ask('chain', { ...request, crls: chain.crls.slice(0, 1) }).error, 'crl_missing');
    assert.equal(ask('chain', { ...request, crls: chain.revoking }).error, 'certificate_revoked');
});

test('openssl prints our certificate as it was ordered', () => {
    const text = openssl(['x509', '-inform', 'DER', '-noout', '-text', '-nameopt', 'utf8,sep_comma_plus'], { input: decode(chain.leaf) }).toString();
    assert.match(text, /Subject: C=CN,O=测试建设集团有限公司,CN=王小明,serialNumber=91110000MA01TEST0X/);
    assert.match(text, /X509v3 Key Usage: critical\s+Digital Signature, Non Repudiation\n/);
    assert.match(text, /X509v3 Basic Constraints: critical\s+CA:FALSE/);
    assert.match(text, /Signature Algorithm: ecdsa-with-SHA256/);
});

test('openssl verifies our request and reads its name', (context) => {
    const file = scratch(context);
    const { request } = core('csr', { key: chain.key.key, name });
    writeFileSync(file('csr'), pem('CERTIFICATE REQUEST', request));
    const { ok, said } = opensslSays(['req', '-in', file('csr'), '-verify', '-noout', '-subject', '-nameopt', 'utf8,sep_comma_plus']);
    assert.ok(ok, said);
    assert.match(said, /verify OK/);
    assert.match(said, /subject=C=CN,O=测试建设集团有限公司,OU=bidder,CN=王小明,serialNumber=91110000MA01TEST0X/);
});

test('core verifies a request made by openssl with each kind of key', (context) => {
    const file = scratch(context);
    const kinds = [['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'], ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], ['-algorithm', 'ED25519']];
    for (const kind of kinds) {
        openssl(['genpkey', ...kind, '-out', file('key')]);
        const request = openssl(['req', '-new', '-utf8', '-key', file('key'), '-subj', '/CN=王小明', '-outform', 'DER']);
        assert.equal(core('csr-read', { request: encode(request) }).name, '王小明');
        request[request.length - 1] ^= 1;
        assert.equal(ask('csr-read', { request: encode(request) }).error, 'csr_malformed');
    }
});

test('openssl opens our encrypted key with the passphrase only, and sees the parameters we promise', (context) => {
    const file = scratch(context);
    const { locked } = core('p8', { key: chain.key.key, passphrase: '正确的口令 horse' });
    writeFileSync(file('key'), pem('ENCRYPTED PRIVATE KEY', locked));
    const spki = openssl(['pkey', '-in', file('key'), '-passin', 'pass:正确的口令 horse', '-pubout', '-outform', 'DER']);
    assert.equal(encode(spki), chain.key.spki);
    assert.equal(opensslSays(['pkey', '-in', file('key'), '-passin', 'pass:wrong', '-noout']).ok, false);
    const parsed = openssl(['asn1parse', '-in', file('key')]).toString();
    for (const part of [/PBES2/, /PBKDF2/, /INTEGER\s+:033450/, /hmacWithSHA256/, /aes-256-cbc/]) assert.match(parsed, part);
});

test('core opens keys that openssl encrypted', () => {
    const key = openssl(['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']);
    const spki = encode(openssl(['pkey', '-pubout', '-outform', 'DER'], { input: key }));
    for (const cipher of ['aes-256-cbc', 'aes-192-cbc', 'aes-128-cbc']) {
        const locked = fromPem(openssl(['pkcs8', '-topk8', '-v2', cipher, '-v2prf', 'hmacWithSHA256', '-passout', 'pass:口令'], { input: key }).toString());
        assert.equal(core('p8-open', { locked, passphrase: '口令' }).spki, spki);
        assert.equal(ask('p8-open', { locked, passphrase: '口' }).error, 'private_key_passphrase_wrong');
    }
});

test('core accepts a chain and lists that openssl made, with nothing of ours in it', (context) => {
    const file = scratch(context);
    const key = (label) => openssl(['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', file(label)]);
    key('root.key');
    key('leaf.key');
    writeFileSync(file('index'), '');
    writeFileSync(file('serial'), '10\n');
    writeFileSync(file('number'), '01\n');
    writeFileSync(file('cnf'), [
        '[ca]', 'default_ca=c', '[c]', `database=${file('index')}`, `serial=${file('serial')}`, `crlnumber=${file('number')}`, `new_certs_dir=${file('.')}`,
        'policy=p', 'default_md=sha256', 'crl_extensions=x', '[p]', 'commonName=supplied', 'serialNumber=optional', '[x]', 'authorityKeyIdentifier=keyid',
        '[r]', 'basicConstraints=critical,CA:true', 'keyUsage=critical,keyCertSign,cRLSign', 'subjectKeyIdentifier=hash',
        '[l]', 'keyUsage=critical,digitalSignature', 'authorityKeyIdentifier=keyid', ''].join('\n'));
    const dates = ['-startdate', '20260101000000Z', '-enddate', '20351231000000Z'];
    openssl(['req', '-new', '-key', file('root.key'), '-subj', '/CN=Their root', '-out', file('root.csr')]);
    openssl(['ca', '-batch', '-notext', '-selfsign', '-config', file('cnf'), '-extensions', 'r', ...dates, '-keyfile', file('root.key'), '-in', file('root.csr'), '-out', file('root')]);
    openssl(['req', '-new', '-key', file('leaf.key'), '-subj', '/CN=Their signer/serialNumber=42', '-out', file('leaf.csr')]);
    openssl(['ca', '-batch', '-notext', '-config', file('cnf'), '-extensions', 'l', ...dates, '-keyfile', file('root.key'), '-cert', file('root'), '-in', file('leaf.csr'), '-out', file('leaf')]);
    const list = () => openssl(['ca', '-gencrl', '-config', file('cnf'), '-keyfile', file('root.key'), '-cert', file('root'), '-crl_lastupdate', '20261122000000Z', '-crl_nextupdate', '20261222000000Z']).toString();
    const der = (label) => encode(openssl(['x509', '-in', file(label), '-outform', 'DER']));
    const request = { chain: [der('leaf')], roots: [der('root')], crls: [fromPem(list())], now };
    assert.deepEqual(core('chain', request), { late: 0, name: 'Their signer', root: 'root 0', subject: '42' });
    openssl(['ca', '-config', file('cnf'), '-keyfile', file('root.key'), '-cert', file('root'), '-revoke', file('leaf')]);
    assert.equal(ask('chain', { ...request, crls: [fromPem(list())] }).error, 'certificate_revoked');
});
