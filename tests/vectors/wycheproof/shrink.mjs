// Keeps of a Wycheproof file what our tests read, one test a line:
//   node shrink.mjs < testvectors_v1/ecdsa_secp256r1_sha256_test.json > ecdsa_secp256r1_sha256.json
// Source: https://github.com/C2SP/wycheproof (Apache-2.0).
import { readFileSync } from 'node:fs';

const file = JSON.parse(readFileSync(0, 'utf8'));
const groups = file.testGroups.map((group) => {
    const tests = group.tests.map((test) => {
        const kept = { comment: test.comment, id: test.tcId, result: test.result };
        for (const name of ['msg', 'sig', 'password', 'salt', 'iterationCount', 'dkLen', 'dk']) {
            if (name in test) kept[name] = test[name];
        }
        return JSON.stringify(kept);
    });
    return `{"key":${JSON.stringify(group.publicKeyDer ?? '')},"tests":[\n${tests.join(',\n')}\n]}`;
});
process.stdout.write(`{"groups":[\n${groups.join(',\n')}\n]}\n`);
