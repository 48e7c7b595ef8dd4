// Encryption and signature verification: WebAssembly against native and against JavaScript libraries.

import { alternate, row, timed } from './measure.mjs';
import { nativeSeconds, wasmInChromium, wasmInNode } from './programs.mjs';

const size = 64 << 20;
const rounds = 5;
const signatureRounds = 15; // these are short: a neighbour's burst must not reach the median
const inMemory = `${size >> 20} MiB in memory, medians of ${rounds} alternating runs`;

async function librarySeconds() {
  const sodium = (await import('libsodium-wrappers')).default;
  await sodium.ready;
  const age = await import('age-encryption');
  const data = new Uint8Array(size).fill(0x5a);
  const key = new Uint8Array(32).fill(7);
  const nonce = new Uint8Array(12);
  const encrypter = new age.Encrypter();
  encrypter.addRecipient(await age.identityToRecipient(await age.generateIdentity()));
  const part = data.subarray(0, size / 4);
  return {
    sodium: () => timed(() => {
      for (let at = 0; at < size; at += 65536)
        sodium.crypto_aead_chacha20poly1305_ietf_encrypt(data.subarray(at, at + 65536), null, null, nonce, key);
    }),
    age: async () => 4 * (await timed(() => encrypter.encrypt(part))),
  };
}

export async function cryptoRows() {
  const node = await wasmInNode();
  const chromium = await wasmInChromium();
  const library = await librarySeconds();
  try {
    const pay = await alternate(rounds, {
      native: () => nativeSeconds('aead', size),
      node: () => node('age', size),
      chromium: () => chromium.run('age', size),
      sodium: library.sodium,
      age: library.age,
    });
    const ed = await alternate(signatureRounds, { native: () => nativeSeconds('ed25519', 4000), wasm: () => node('ed25519', 4000) });
    const es = await alternate(signatureRounds, { native: () => nativeSeconds('es256', 400), wasm: () => node('es256', 400) });
    return [
      row('age payload, WASM in node / native ChaCha20-Poly1305', 'ratio', pay.native / pay.node, '>=', 0.45, inMemory),
      row('age payload, WASM in Chromium / native ChaCha20-Poly1305', 'ratio', pay.native / pay.chromium, '>=', 0.45, `${inMemory}, one Worker`),
      row('age payload, WASM in node / libsodium.js ChaCha20-Poly1305', 'ratio', pay.sodium / pay.node, '>=', 2, inMemory),
      row('age payload, WASM in node / age-encryption whole file', 'ratio', pay.age / pay.node, '>=', 10, `${inMemory}; age-encryption on a quarter, times four`),
      row('Ed25519 verification, WASM in node / native', 'ratio', ed.native / ed.wasm, '>=', 0.35, `4,000 verifications, medians of ${signatureRounds} alternating runs`),
      row('ES256 verification, WASM in node / native', 'ratio', es.native / es.wasm, '>=', 0.4, `400 verifications, medians of ${signatureRounds} alternating runs`),
    ];
  } finally {
    await chromium.close();
  }
}
