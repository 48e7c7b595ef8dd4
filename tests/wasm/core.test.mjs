// The boundary itself: frames, errors, handles, and what is left in memory.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { loadCore, random, utf8 } from './core.mjs';

let core;
before(async () => {
    core = await loadCore();
});

const refused = (name, act) => assert.throws(act, (error) => error.errorName === name, name);
const contains = (heap, needle) => Buffer.from(heap.buffer, heap.byteOffset, heap.length).includes(needle);

test('boundary: an amount comes back in figures, grouped and in words', () => {
    assert.deepEqual(core.call('money_words', '1234567.5'), {
        capital: '壹佰贰拾叁万肆仟伍佰陆拾柒元伍角', grouped: '1,234,567.50', yuan: '1234567.50',
    });
});

test('boundary: an error has its name, place and detail', () => {
    refused('money_malformed', () => core.call('money_words', '1,000'));
    refused('json_duplicate_key', () => core.call('canonical_check', utf8('{"a":1,"a":2}')));
    refused('json_not_canonical', () => core.call('canonical_check', utf8('{ "a": 1 }')));
    assert.throws(() => core.call('request_create', core.call('key_generate', random(64)), { country: 'CN' }, random(32)),
        (error) => error.errorName === 'json_member_missing' && error.place === '/subject/organisation');
});

test('boundary: fractions and numbers beyond any double are refused at the same place as natively', () => {
    for (const [number, place] of [['1.5', 'byte 8'], ['1e400', 'byte 10'], ['-1e-9', 'byte 10'], ['1.0', 'byte 8'], ['18446744073709551616', 'byte 25']])
        assert.throws(() => core.call('canonical_check', utf8(`{"a":${number}}`)),
            (error) => error.errorName === 'json_number_not_allowed' && error.place === place, number);
    assert.throws(() => core.call('canonical_check', utf8('{"a":"\u0001"}')), (error) => error.errorName === 'json_malformed' && error.place === 'byte 6');
});

test('boundary: canonical form sorts members and is its own canonical form', () => {
    const canonical = core.call('canonical_form', utf8('{ "b": [1, 2], "a": "é" }'));
    assert.equal(canonical, '{"a":"é","b":[1,2]}');
    core.call('canonical_check', utf8(canonical));
});

test('boundary: a handle that was freed, of another kind, or invented is refused', () => {
    const key = core.call('key_generate', random(64));
    const commitment = core.call('commitment_begin', random(32), 1, random(32));
    refused('handle_unknown', () => core.call('key_public', commitment));
    core.call('free_handle', key);
    refused('handle_unknown', () => core.call('key_public', key));
    refused('handle_unknown', () => core.call('key_public', 4_000_000));
});

test('boundary: entropy of another length is refused', () => {
    refused('length_wrong', () => core.call('key_generate', random(63)));
    refused('length_wrong', () => core.call('age_encrypt_passphrase', utf8('x'), 10, random(47)));
});

test('keys: a locked key opens with its passphrase only, and to the same key', () => {
    const key = core.call('key_generate', random(64));
    const locked = core.call('key_lock', key, utf8('一个口令 with spaces'), random(16), random(16), 210_000);
    const again = core.call('key_unlock', locked, utf8('一个口令 with spaces'));
    assert.deepEqual(core.call('key_public', again), core.call('key_public', key));
    refused('private_key_passphrase_wrong', () => core.call('key_unlock', locked, utf8('another')));
    refused('core_call_malformed', () => core.call('key_lock', key, utf8('x'), random(16), random(16), 1000));
});

test('keys: no passphrase and no entropy is left in the heap', async () => {
    const own = await loadCore();
    const passphrase = utf8(`passphrase-${Buffer.from(random(12)).toString('hex')}`);
    const entropy = random(64);
    const key = own.call('key_generate', entropy);
    const locked = own.call('key_lock', key, passphrase, random(16), random(16), 210_000);
    own.call('free_handle', own.call('key_unlock', locked, passphrase));
    assert.equal(contains(own.module.HEAPU8, Buffer.from(passphrase)), false);
    assert.equal(contains(own.module.HEAPU8, Buffer.from(entropy)), false);
});

test('signing: only canonical JSON that names its own purpose can be signed', () => {
    const key = core.call('key_generate', random(64));
    const sign = (purpose, payload) => core.call('jws_sign', key, purpose, utf8(payload), [], random(32));
    refused('json_not_canonical', () => sign('login', '{"purpose": "login"}'));
    refused('jws_type_wrong', () => sign('login', '{"purpose":"submit"}'));
    refused('jws_type_wrong', () => sign('login', '{"a":1}'));
    refused('json_malformed', () => sign('login', 'a blob chosen by a server'));
});

test('both builds give the same bytes for the same entropy', async () => {
    const plain = await loadCore('plain');
    assert.deepEqual([core.call('about').simd, plain.call('about').simd], [true, false]);
    const entropy = random(48);
    const bytes = random(300_000);
    const seal = (instance) => {
        const encryptor = instance.call('age_encrypt_passphrase', utf8('p'), 10, entropy);
        return Buffer.concat([instance.call('age_encrypt_update', encryptor, bytes), instance.call('age_encrypt_finish', encryptor)]);
    };
    assert.deepEqual(seal(core), seal(plain));
});
