// Makes of a Wycheproof file what our tests read: one test a line, an empty field as `-`.
//   node shorten.mjs result key iv msg ct+tag < testvectors_v1/chacha20_poly1305_test.json > chacha20_poly1305.txt
// Tests with associated data, other nonce or tag sizes and outputs beyond HKDF's limit are left out: the core has no
// function that takes them. Source: https://github.com/C2SP/wycheproof (Apache-2.0).
import { readFileSync } from 'node:fs';

const fields = process.argv.slice(2);
const inScope = (group, test) =>
    !test.aad && (group.ivSize ?? 96) === 96 && (group.type !== 'MacTest' || group.tagSize === 256) && (test.size ?? 0) <= 8160;

for (const group of JSON.parse(readFileSync(0, 'utf8')).testGroups) {
    for (const test of group.tests.filter((each) => inScope(group, each))) {
        const columns = fields.map((field) => field.split('+').map((name) => test[name]).join('') || '-');
        process.stdout.write(`${columns.join(' ')}\n`);
    }
}
