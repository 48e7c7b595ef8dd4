// Chains as CAs issue them and as an attacker would, made with the openssl command; docs/formats/certificates.md.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { World, authorityExtensions, p256, pss, rsa, signerExtensions } from './authority.mjs';
import { ask, core, now, opensslSays, pem, scratch } from './peer_tool.mjs';

const verdict = (chain, roots, crls, more = {}) => {
    const answer = ask('chain', { chain: chain.map(({ der }) => der), roots: roots.map(({ der }) => der), crls, now, ...more });
    return answer.error ? `${answer.error} ${answer.place}` : 'accepted';
};
const terms = (members) => JSON.stringify({ format: 'kaibiao/root-terms/v1', ...members });

/** Root, authority, signer, with their lists. */
function threeOf(world, { makeKey = () => world.key(), digest = 'sha256', options = [] } = {}) {
    const how = { digest, options };
    const root = world.authority('/C=CN/CN=Root', { key: makeKey(), ...how });
    const middle = world.authority('/C=CN/CN=Middle', { issuer: root, key: makeKey(), ...how });
    const signer = world.signer(middle, { key: makeKey(), ...how });
    return { root, middle, signer, chain: [signer, middle], roots: [root], crls: [world.crl(middle, how), world.crl(root, how)] };
}

test('RSA chains of each size, hash and padding are accepted', { timeout: 200_000 }, (context) => {
    const world = new World(scratch(context));
    const keys = new Map([2048, 3072, 4096].map((bits) => [bits, world.key(rsa(bits))]));
    for (const [bits, digest, options] of [[2048, 'sha256', []], [3072, 'sha384', []], [4096, 'sha256', []], [2048, 'sha384', pss], [3072, 'sha256', pss], [4096, 'sha384', pss]]) {
        const { chain, roots, crls } = threeOf(world, { makeKey: () => keys.get(bits), digest, options });
        assert.equal(verdict(chain, roots, crls), 'accepted', `${bits} ${digest} ${options}`);
        const flipped = { der: chain[0].der.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')) };
        assert.match(verdict([flipped, chain[1]], roots, crls), /^certificate_(signature_wrong|malformed)|base64/, `${bits} ${digest}`);
    }
});

test('weak algorithms are refused wherever they stand', (context) => {
    const world = new World(scratch(context));
    const { root, middle, crls } = threeOf(world, { makeKey: () => world.key(rsa(2048)) });
    assert.equal(verdict([world.signer(middle, { digest: 'sha1' }), middle], [root], crls), 'certificate_weak chain/0');
    assert.equal(verdict([world.signer(middle, { key: world.key(rsa(1024)) }), middle], [root], crls), 'certificate_weak chain/0');
    const weak = world.authority('/CN=Weak', { issuer: root, key: world.key(rsa(1024)) });
    assert.equal(verdict([world.signer(weak), weak], [root], [world.crl(weak), crls[1]]), 'certificate_weak chain/1');
    const old = world.authority('/CN=Old', { issuer: root, digest: 'sha1' });
    assert.equal(verdict([world.signer(old), old], [root], [world.crl(old), crls[1]]), 'certificate_weak chain/1');
    assert.equal(verdict([world.signer(middle), middle], [root], [world.crl(middle, { digest: 'sha1' }), crls[1]]), 'certificate_weak crl of the issuer of chain/0');
});

test('a chain in the wrong order, or with a stranger in it, is refused', (context) => {
    const world = new World(scratch(context));
    const { root, middle, signer, roots, crls } = threeOf(world);
    const below = world.authority('/CN=Below', { issuer: middle });
    const leaf = world.signer(below);
    const lists = [world.crl(below), ...crls];
    assert.equal(verdict([leaf, below, middle], roots, lists), 'accepted');
    assert.equal(verdict([leaf, middle, below], roots, lists), 'certificate_signature_wrong chain/0');
    assert.equal(verdict([middle, leaf, below], roots, lists), 'certificate_wrong_usage chain/0');
    assert.equal(verdict([leaf, below, root, middle], roots, lists), 'certificate_signature_wrong chain/1');
    assert.equal(verdict([leaf, signer, below, middle], roots, lists), 'certificate_signature_wrong chain/0');
});

test('a hundred intermediates cost nothing and are refused', (context) => {
    const world = new World(scratch(context));
    const a = world.authority('/CN=A'), b = world.authority('/CN=B');
    const aByB = world.cross(a, b), bByA = world.cross(b, a);
    const chain = [world.signer(a), ...Array.from({ length: 50 }, () => [aByB, bByA]).flat()]; // each is issued by the next
    const start = performance.now();
    assert.equal(verdict(chain, [a], []), 'certificate_path_too_long chain');
    assert.ok(performance.now() - start < 2000);
});

test('path lengths, and authorities that are none', (context) => {
    const world = new World(scratch(context));
    const root = world.authority('/CN=Root');
    const authority = (subject, issuer, constraint, usage = 'keyCertSign,cRLSign') =>
        world.authority(subject, { issuer, extensions: [`basicConstraints=critical,${constraint}`, `keyUsage=critical,${usage}`, 'subjectKeyIdentifier=hash', 'authorityKeyIdentifier=keyid'] });
    const short = authority('/CN=Short', root, 'CA:true,pathlen:0');
    const below = authority('/CN=Below', short, 'CA:true');
    const lists = [short, root, below].map((one) => world.crl(one));
    assert.equal(verdict([world.signer(short), short], [root], lists), 'accepted');
    assert.equal(verdict([world.signer(below), below, short], [root], lists), 'certificate_path_too_long chain/2');
    const none = authority('/CN=None', root, 'CA:false');
    assert.equal(verdict([world.signer(none), none], [root], [...lists, world.crl(none)]), 'certificate_wrong_usage chain/1');
    const silent = authority('/CN=Silent', root, 'CA:true', 'digitalSignature');
    assert.equal(verdict([world.signer(silent), silent], [root], [...lists, world.crl(silent)]), 'certificate_wrong_usage chain/1');
});

test('an unknown critical extension is refused, an unknown one that is not critical is not', (context) => {
    const world = new World(scratch(context));
    const { middle, roots, crls } = threeOf(world);
    const signer = (line) => world.signer(middle, { extensions: [...signerExtensions, line] });
    assert.equal(verdict([signer('1.2.3.4.5=critical,DER:0500'), middle], roots, crls), 'certificate_critical_unknown chain/0');
    assert.equal(verdict([signer('1.2.3.4.5=DER:0500'), middle], roots, crls), 'accepted');
    assert.equal(verdict([signer('policyConstraints=critical,requireExplicitPolicy:0'), middle], roots, crls), 'certificate_critical_unknown chain/0');
});

test('lists: by another key, of another issuer, delta, indirect, future, expired within and after the grace', (context) => {
    const world = new World(scratch(context));
    const { root, middle, chain, roots, crls } = threeOf(world);
    const withList = (list, more) => verdict(chain, roots, [list, crls[1]], more);
    const twin = world.authority(middle.subject, { issuer: root });
    const at = 'crl of the issuer of chain/0';
    assert.equal(withList(world.crl(middle)), 'accepted');
    assert.equal(withList(world.crl(twin, { extensions: ['2.5.29.46=DER:3000'] })), `crl_signature_wrong ${at}`);
    assert.equal(withList(world.crl(twin)), `crl_missing ${at}`); // the key identifier tells
    assert.equal(withList(world.crl(world.authority('/CN=Other', { issuer: root }))), `crl_missing ${at}`);
    for (const mark of ['critical,', '']) {
        assert.equal(withList(world.crl(middle, { extensions: [`2.5.29.27=${mark}ASN1:INTEGER:1`] })), `crl_malformed ${at}`);
    }
    assert.equal(withList(world.crl(middle, { extensions: ['issuingDistributionPoint=critical,@i'], sections: ['[i]', 'indirectCRL=TRUE'] })), `crl_malformed ${at}`);
    assert.equal(withList(world.crl(middle, { last: '20261124000000Z' })), `crl_not_yet_valid ${at}`);
    const expired = world.crl(middle, { last: '20261120000000Z', next: '20261123000000Z' }); // an hour ago
    assert.equal(withList(expired), `crl_expired ${at}`);
    assert.equal(withList(expired, { grace: 3_600_000 }), `crl_expired ${at}`);
    assert.equal(withList(expired, { grace: 3_600_001 }), 'accepted');
});

test('a list that counts by the grace only is named in the outcome, and a root can shorten the grace', (context) => {
    const world = new World(scratch(context));
    const { middle, chain, roots, crls } = threeOf(world);
    const expired = world.crl(middle, { last: '20261120000000Z', next: '20261123000000Z' });
    const request = { chain: chain.map(({ der }) => der), roots: roots.map(({ der }) => der), crls: [expired, crls[1]], now, grace: 86_400_000 };
    assert.equal(core('chain', request).late, 1);
    assert.equal(core('chain', { ...request, crls }).late, 0);
    assert.equal(core('chain', { ...request, terms: terms({ crl_grace_hours: 2 }) }).late, 1);
    assert.equal(ask('chain', { ...request, terms: terms({ crl_grace_hours: 1 }) }).error, 'crl_expired');
    assert.equal(ask('chain', { ...request, terms: terms({ crl_grace_hours: 100 }), grace: 0 }).error, 'crl_expired'); // never longer than the profile's
});

test('cross-signed roots: the path ends in whichever root is trusted', (context) => {
    const world = new World(scratch(context));
    const { root: a, middle, signer, crls } = threeOf(world);
    const b = world.authority('/CN=Root B');
    const aByB = world.cross(a, b);
    const lists = [...crls, world.crl(b)];
    const ended = (chain, roots) => ask('chain', { chain: chain.map(({ der }) => der), roots: roots.map(({ der }) => der), crls: lists, now });
    assert.equal(ended([signer, middle, aByB], [b]).root, 'root 0');
    assert.equal(ended([signer, middle, aByB], [a]).root, 'root 0'); // goes on past A, ends there
    assert.equal(ended([signer, middle, aByB], [b, a]).root, 'root 1'); // the shorter path
    assert.equal(ended([signer, middle], [b]).error, 'certificate_unknown_root');
    world.revoke(b, aByB);
    assert.equal(ask('chain', { chain: [signer, middle, aByB].map(({ der }) => der), roots: [b.der], crls: [...crls, world.crl(b)], now }).error, 'certificate_revoked');
});

test('of roots with one name and key the one in force is taken', (context) => {
    const world = new World(scratch(context));
    const { root, chain, crls } = threeOf(world);
    const expired = world.cross(root, undefined, { start: '20200101000000Z', end: '20260101000000Z' });
    const future = world.cross(root, undefined, { start: '20270101000000Z' });
    const renamed = world.authority(root.subject); // another key
    assert.equal(verdict(chain, [expired, future, renamed, root], crls), 'accepted');
    assert.equal(verdict(chain, [expired, future], crls), 'certificate_expired chain/2');
    assert.equal(verdict(chain, [future, expired], crls), 'certificate_not_yet_valid chain/2');
});

test('a loop of cross-signatures leads nowhere, or to the root in it', (context) => {
    const world = new World(scratch(context));
    const a = world.authority('/CN=A'), b = world.authority('/CN=B');
    const aByB = world.cross(a, b), bByA = world.cross(b, a);
    const signer = world.signer(a);
    const lists = [world.crl(a), world.crl(b)];
    const stranger = world.authority('/CN=Stranger');
    assert.equal(verdict([signer, aByB, bByA, aByB, bByA], [stranger], lists), 'certificate_unknown_root chain/4');
    assert.equal(verdict([signer, aByB, bByA, aByB, bByA, aByB], [a], lists), 'certificate_path_too_long chain');
    assert.equal(verdict([signer, aByB, bByA, aByB, bByA], [b], lists), 'accepted');
});

test('with more roots of one name than may be tried the search ends', (context) => {
    const world = new World(scratch(context));
    const { root, chain, crls } = threeOf(world);
    const unnamed = ['subjectKeyIdentifier=none', 'authorityKeyIdentifier=none']; // then only the signature tells
    const bare = [...authorityExtensions.slice(0, 2), ...unnamed];
    const middle = world.authority('/CN=Bare', { issuer: root, extensions: bare });
    const signer = world.signer(middle, { extensions: [...signerExtensions.slice(0, 2), ...unnamed] });
    const other = world.authority(root.subject, { extensions: bare });
    const lists = [world.crl(middle, { extensions: ['2.5.29.46=DER:3000'] }), crls[1]];
    const many = Array.from({ length: 40 }, () => other);
    assert.equal(verdict([signer, middle], [...many.slice(0, 31), root], lists), 'accepted');
    assert.equal(verdict([signer, middle], [...many, root], lists), 'certificate_search_exhausted chain/1');
    assert.equal(verdict(chain, [other, root], crls), 'accepted');
});

test('the terms of a root: policies and kinds of keys', (context) => {
    const world = new World(scratch(context));
    const root = world.authority('/CN=Root');
    const middleOf = (policies) => world.authority('/CN=Middle', { issuer: root, extensions: [...authorityExtensions, ...policies] });
    const of = (middlePolicies, signerPolicies, members, key = p256) => {
        const middle = middleOf(middlePolicies);
        const signer = world.signer(middle, { key: world.key(key), extensions: [...signerExtensions, ...signerPolicies] });
        return verdict([signer, middle], [root], [world.crl(middle), world.crl(root)], { terms: terms(members) });
    };
    const good = ['certificatePolicies=1.2.156.1,1.2.3'], any = ['certificatePolicies=2.5.29.32.0'], other = ['certificatePolicies=1.2.156.2'];
    const asked = { certificate_policies: ['1.2.156.1', '1.2.156.9'] };
    assert.equal(of(good, good, asked), 'accepted');
    assert.equal(of(any, good, asked), 'accepted');
    assert.equal(of(good, any, asked), 'certificate_policy_refused chain/0');
    assert.equal(of(good, other, asked), 'certificate_policy_refused chain/0');
    assert.equal(of(good, [], asked), 'certificate_policy_refused chain/0');
    assert.equal(of([], good, asked), 'certificate_policy_refused chain/1');
    assert.equal(of(['certificatePolicies=1.2.156.9'], good, asked), 'certificate_policy_refused chain/0'); // both asked for, not the same
    assert.equal(of([], [], {}), 'accepted');
    assert.equal(of([], ['certificatePolicies=critical,1.2.156.2'], {}), 'accepted');
    assert.equal(of([], [], { keys: ['p256'] }), 'accepted');
    assert.equal(of([], [], { keys: ['p256'] }, rsa(2048)), 'certificate_key_refused chain/0');
    assert.equal(of([], [], { keys: ['rsa'] }), 'certificate_key_refused chain/0');
    assert.equal(of([], [], { keys: ['p256', 'rsa'] }, rsa(2048)), 'accepted');
});

test('root terms that are not understood are refused', (context) => {
    const world = new World(scratch(context));
    const { chain, roots, crls } = threeOf(world);
    for (const members of [{ keys: [] }, { keys: ['sm2'] }, { certificate_policies: [] }, { certificate_policies: ['1.2..3'] }, { format: 'v2' }])
        assert.match(verdict(chain, roots, crls, { terms: terms(members) }), /^config_malformed/, JSON.stringify(members));
    assert.match(verdict(chain, roots, crls, { terms: terms({ crl_grace_hours: -1 }) }), /^json_member_range/);
    assert.match(verdict(chain, roots, crls, { terms: terms({ more: 1 }) }), /^json_member_unknown/);
});

// --- name constraints; where `theirs` is given OpenSSL decides otherwise than we do.

const plain = '/C=CN/O=Example/CN=Signer/serialNumber=42';
const byName = [
    ['permitted;dirName:n', plain, [], true],
    ['permitted;dirName:n', '/C=CN/O=Other/CN=Signer/serialNumber=42', [], false],
    ['permitted;dirName:n', '/O=Example/C=CN/CN=Signer/serialNumber=42', [], false],
    ['permitted;dirName:n', '/C=CN/O=EXAMPLE/CN=Signer/serialNumber=42', [], true],
    ['excluded;dirName:n', '/C=CN/O= eXample  /CN=Signer/serialNumber=42', [], false],
    ['excluded;dirName:n', '/C=CN/O=Other/CN=Signer/serialNumber=42', [], true],
    ['excluded;dirName:n', '/C=CN/O=Other/CN=Signer/serialNumber=42', ['dirName:hidden'], false],
    ['permitted;email:.example.com', plain, ['email:a@x.example.com'], true],
    ['permitted;email:.example.com', plain, ['email:a@example.com'], false],
    ['permitted;email:.example.com', plain, ['email:a@xexample.com'], false],
    ['permitted;email:example.com', plain, ['email:a@EXAMPLE.com'], true],
    ['permitted;email:example.com', plain, ['email:a@example.com.evil.org'], false],
    ['permitted;email:example.com', `${plain}/emailAddress=a@evil.org`, [], false],
    ['permitted;email:example.com', `${plain}/emailAddress=a@example.com`, [], true],
    ['permitted;email:a@example.com', plain, ['email:a@example.com'], true],
    ['permitted;email:a@example.com', plain, ['email:b@example.com'], false],
    ['excluded;email:a@example.com', plain, ['email:A@example.com'], false, true],
    ['excluded;email:example.com', plain, ['email:a@other.com'], true],
    ['permitted;DNS:example.com', plain, ['DNS:a.example.com'], true],
    ['permitted;DNS:example.com', plain, ['DNS:EXAMPLE.com'], true],
    ['permitted;DNS:example.com', plain, ['DNS:evilexample.com'], false],
    ['permitted;DNS:example.com', plain, ['DNS:example.com.evil.org'], false],
    ['permitted;DNS:example.com', plain, ['DNS:a.example.com', 'DNS:evil.org'], false],
    ['permitted;DNS:example.com', plain, [], true],
    ['permitted;DNS:example.com', plain, ['email:a@evil.org'], true],
    ['excluded;DNS:a.example.com', plain, ['DNS:*.example.com'], false, true],
    ['excluded;DNS:a.example.com', plain, ['DNS:b.example.com'], true],
    ['permitted;URI:.example.com', plain, ['URI:https://a.example.com/x'], true],
    ['permitted;URI:.example.com', plain, ['URI:https://user@a.example.com:8443/x?y#z'], true],
    ['permitted;URI:.example.com', plain, ['URI:https://a.example.com@evil.org/'], false],
    ['permitted;URI:example.com', plain, ['URI:https://a.example.com/'], false],
    ['permitted;URI:.example.com', plain, ['URI:urn:example.com'], false],
    ['excluded;URI:.example.com', plain, ['URI:https://10.0.0.1/'], false, true],
    ['permitted;IP:10.0.0.0/255.0.0.0', plain, ['IP:10.1.2.3'], true],
    ['permitted;IP:10.0.0.0/255.0.0.0', plain, ['IP:11.1.2.3'], false],
    ['permitted;IP:10.0.0.0/255.0.0.0', plain, ['IP:fd00::1'], false],
    ['excluded;IP:fd00::/ff00::', plain, ['IP:fd00::1'], false],
    ['permitted;DNS:example.com,excluded;DNS:x.example.com', plain, ['DNS:a.x.example.com'], false],
    ['permitted;DNS:example.com,permitted;DNS:example.org', plain, ['DNS:a.example.org'], true],
];
const nameSections = ['[n]', 'C=CN', 'O=Example', '[hidden]', 'C=CN', 'O=Example', 'CN=Hidden'];

function constrained(world, root, constraint) {
    const sections = [...nameSections];
    return world.authority('/C=CN/O=Example/CN=Constrained', { issuer: root, extensions: [...authorityExtensions, `nameConstraints=critical,${constraint}`], sections });
}

function opensslVerdict(world, root, middle, signer) {
    writeFileSync(world.file('root.pem'), pem('CERTIFICATE', root.der));
    writeFileSync(world.file('middle.pem'), pem('CERTIFICATE', middle.der));
    writeFileSync(world.file('leaf.pem'), pem('CERTIFICATE', signer.der));
    return opensslSays(['verify', '-attime', String(Date.parse(now) / 1000), '-CAfile', world.file('root.pem'), '-untrusted', world.file('middle.pem'), world.file('leaf.pem')]);
}

test('name constraints of each kind are obeyed, as OpenSSL obeys them or more strictly', { timeout: 200_000 }, (context) => {
    const world = new World(scratch(context));
    const root = world.authority('/C=CN/CN=Root');
    const key = world.key();
    const authorities = new Map();
    for (const [constraint, subject, names, ours, theirs = ours] of byName) {
        if (!authorities.has(constraint)) {
            const made = constrained(world, root, constraint);
            authorities.set(constraint, { made, lists: [world.crl(made), world.crl(root)] });
        }
        const { made, lists } = authorities.get(constraint);
        const extensions = names.length > 0 ? [...signerExtensions, `subjectAltName=${names.join(',')}`] : signerExtensions;
        const signer = world.signer(made, { subject, key, extensions, sections: nameSections });
        const about = `${constraint} ${subject} ${names}`;
        assert.equal(verdict([signer, made], [root], lists), ours ? 'accepted' : 'certificate_name_not_permitted chain/0', about);
        const said = opensslVerdict(world, root, made, signer);
        assert.equal(said.ok, theirs, `${about}: ${said.said}`);
    }
});

test('a constraint that is not compared refuses, critical or not', (context) => {
    const world = new World(scratch(context));
    const root = world.authority('/C=CN/CN=Root');
    for (const line of ['nameConstraints=critical,permitted;RID:1.2.3', 'nameConstraints=excluded;RID:1.2.3', 'nameConstraints=permitted;otherName:1.2.3.4;UTF8:x', 'nameConstraints=critical,DER:0500', 'nameConstraints=DER:3000', 'nameConstraints=critical,permitted;DNS:a b']) {
        const middle = world.authority('/CN=Odd', { issuer: root, extensions: [...authorityExtensions, line] });
        const said = verdict([world.signer(middle), middle], [root], [world.crl(middle), world.crl(root)]);
        assert.match(said, line.includes('DER') ? /^certificate_malformed chain\/1/ : /^certificate_critical_unknown chain\/1/, line);
    }
});

test('constraints reach every certificate below, a root\'s own too, and self-issued authorities are exempt', (context) => {
    const world = new World(scratch(context));
    const root = world.authority('/C=CN/O=Example/CN=Root', { extensions: [...authorityExtensions, 'nameConstraints=critical,permitted;dirName:n'], sections: nameSections });
    const outside = world.authority('/C=CN/O=Other/CN=Middle', { issuer: root });
    const inside = world.authority('/C=CN/O=Example/CN=Middle', { issuer: root });
    const again = world.authority(inside.subject, { issuer: inside, extensions: [...authorityExtensions, 'subjectAltName=DNS:evil.org'] });
    const lists = [outside, inside, again, root].map((one) => world.crl(one));
    assert.equal(verdict([world.signer(inside), inside], [root], lists), 'accepted');
    assert.equal(verdict([world.signer(outside), outside], [root], lists), 'certificate_name_not_permitted chain/1');
    assert.equal(verdict([world.signer(inside, { subject: '/C=CN/O=Other/CN=Signer/serialNumber=42' }), inside], [root], lists), 'certificate_name_not_permitted chain/0');
    assert.equal(verdict([world.signer(again), again, inside], [root], lists), 'accepted');
});
