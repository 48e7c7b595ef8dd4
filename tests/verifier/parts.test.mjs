// Pieces of the second verifier against frozen values, some of which no bundle of today reaches: the lock's proof, words of amounts, a receipt.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { decode } from './canonical_json.mjs';
import { checkClassLock, contextOf } from './lock.mjs';
import { checkInclusion, leafHash } from './merkle.mjs';
import { checkSigned, readCheckpoint, readNote, readVerifierKey } from './note.mjs';
import { fromUnpadded, sha256, sha256Hex, toUnpadded } from './text.mjs';
import { amountInWords } from './words.mjs';

const vector = (path) => readFileSync(new URL(`../vectors/${path}`, import.meta.url));
const frozen = JSON.parse(vector('sealed_package.json'));

const contextOfSheet = () => {
    const { k, n, panel: id, y, ...lot } = frozen.context;
    return contextOf({ ...lot, panel: { id, y, k, n } }, lot.bidder, lot.envelope, 'sheet');
};

test('second verifier: the lock of a frozen package proves what it says, and with one changed bit nothing', () => {
    const [lock] = frozen.manifest.locks;
    const context = contextOfSheet();
    checkClassLock(lock, 'dual', context);
    for (const member of ['r', 'hb', 'proof']) {
        const bytes = fromUnpadded(lock[member]);
        for (let place = 0; place < bytes.length; place += 1) {
            const changed = Buffer.from(bytes);
            changed[place] ^= 4;
            assert.throws(() => checkClassLock({ ...lock, [member]: toUnpadded(changed) }, 'dual', context), /lock_proof_wrong|point_/, `${member} ${place}`);
        }
    }
    assert.throws(() => checkClassLock(lock, 'bidder', context), /lock_policy_mismatch/);
    assert.throws(() => checkClassLock({ ...lock, r: toUnpadded(Buffer.alloc(32)) }, 'dual', context), /point_is_identity/);
});

test('second verifier: amounts in words are those of the document', () => {
    const words = {
        '0.00': '零元整', '0.05': '伍分', '0.50': '伍角', '1.05': '壹元零伍分', '12.34': '壹拾贰元叁角肆分', '10010.00': '壹万零壹拾元整',
        '100000.00': '壹拾万元整', '10000001.05': '壹仟万零壹元零伍分', '1000000000000.00': '壹万亿元整', '1000100000000.10': '壹万零壹亿元壹角',
        '1234567.89': '壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分',
    };
    for (const [amount, expected] of Object.entries(words)) assert.equal(amountInWords(amount), expected, amount);
});

test('second verifier: the receipt of the documents stands in its log', () => {
    const { event, proof } = decode(vector('log/receipt.json').subarray());
    const header = decode(Buffer.from(event.header));
    assert.equal(sha256Hex('kaibiao/payload/v1', fromUnpadded(event.salt), fromUnpadded(event.payload)), header.payload);
    const [head, ...rest] = proof.split('\n\n');
    const [, index, ...hashes] = head.split('\n');
    const note = readNote(rest.join('\n\n'));
    const key = Buffer.from('8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c', 'hex');
    const data = Buffer.concat([Buffer.from([1]), key]);
    const id = sha256('centre.example/log\n', data).subarray(0, 4).toString('hex');
    checkSigned(note, readVerifierKey(`centre.example/log+${id}+${data.toString('base64')}`));
    const checkpoint = readCheckpoint(note.text);
    const leaf = leafHash(sha256('kaibiao/event/v1', event.header));
    checkInclusion(leaf, BigInt(index.slice(6)), checkpoint.size, hashes.map((text) => Buffer.from(text, 'base64')), checkpoint.root);
});
