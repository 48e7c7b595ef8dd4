// Logs and a witness in JavaScript, written from the specifications (c2sp.org/signed-note, tlog-checkpoint,
// tlog-cosignature, tlog-witness; RFC 6962) and from nothing else.

import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { createServer } from 'node:http';

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
export const leafHash = (entry) => sha256(Buffer.of(0), entry);
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);

// RFC 6962, 2.1: the largest power of two below n.
const split = (n) => 2 ** Math.floor(Math.log2(n - 1));
export function root(leaves) {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0];
  const k = split(leaves.length);
  return nodeHash(root(leaves.slice(0, k)), root(leaves.slice(k)));
}
export function inclusion(m, leaves) {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  return m < k ? [...inclusion(m, leaves.slice(0, k)), root(leaves.slice(k))] : [...inclusion(m - k, leaves.slice(k)), root(leaves.slice(0, k))];
}
// RFC 6962, 2.1.2.
export function consistency(m, leaves) {
  const sub = (m, leaves, complete) => {
    if (m === leaves.length) return complete ? [] : [root(leaves)];
    const k = split(leaves.length);
    return m <= k ? [...sub(m, leaves.slice(0, k), complete), root(leaves.slice(k))]
      : [...sub(m - k, leaves.slice(k), false), root(leaves.slice(0, k))];
  };
  return m === 0 ? [] : sub(m, leaves, true);
}
// RFC 9162, 2.1.4.2.
function grew(first, firstRoot, second, secondRoot, proof) {
  if (first === second) return proof.length === 0 && firstRoot.equals(secondRoot);
  if (first === 0) return proof.length === 0;
  if (proof.length === 0) return false;
  const path = [...proof];
  if (2 ** Math.floor(Math.log2(first)) === first) path.unshift(firstRoot);
  let fn = BigInt(first - 1), sn = BigInt(second - 1);
  while (fn & 1n) { fn >>= 1n; sn >>= 1n; }
  let fr = path[0], sr = path[0];
  for (const c of path.slice(1)) {
    if (sn === 0n) return false;
    if ((fn & 1n) || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (!(fn & 1n) && fn !== 0n) { fn >>= 1n; sn >>= 1n; }
    } else {
      sr = nodeHash(sr, c);
    }
    fn >>= 1n; sn >>= 1n;
  }
  return sn === 0n && fr.equals(firstRoot) && sr.equals(secondRoot);
}

// A key of a note: type 1 of a log, 4 of a witness.
export function noteKey(name, type) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url');
  const typed = Buffer.concat([Buffer.of(type), raw]);
  const id = sha256(`${name}\n`, typed).subarray(0, 4);
  return { name, id, publicKey, privateKey, vkey: `${name}+${id.toString('hex')}+${typed.toString('base64')}` };
}
export function readVkey(vkey) {
  const [name, id, typed] = vkey.split('+').reduce((parts, part, i) => (i < 2 ? [...parts, part] : [parts[0], parts[1], [...parts.slice(2), part].join('+')]), []);
  const bytes = Buffer.from(typed, 'base64');
  return { name, id: Buffer.from(id, 'hex'), type: bytes[0], key: { key: { kty: 'OKP', crv: 'Ed25519', x: bytes.subarray(1).toString('base64url') }, format: 'jwk' } };
}

const line = (name, id, bytes) => `— ${name} ${Buffer.concat([id, bytes]).toString('base64')}\n`;
const textOf = (origin, size, hash) => `${origin}\n${size}\n${hash.toString('base64')}\n`;
export const signNote = (key, text) => `${text}\n${line(key.name, key.id, sign(null, Buffer.from(text), key.privateKey))}`;
export const checkpoint = (key, leaves) => signNote(key, textOf(key.name, leaves.length, root(leaves)));
export function cosign(key, text, seconds = Math.floor(Date.now() / 1000)) {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  return line(key.name, key.id, Buffer.concat([time, sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), key.privateKey)]));
}

export function parseNote(note) {
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  const [origin, size, hash] = text.split('\n');
  const signatures = note.slice(end + 2).trimEnd().split('\n').map((signature) => {
    const [, name, bytes] = /^— (\S+) (\S+)$/.exec(signature);
    const all = Buffer.from(bytes, 'base64');
    return { name, id: all.subarray(0, 4), bytes: all.subarray(4) };
  });
  return { text, origin, size: Number(size), root: Buffer.from(hash, 'base64'), signatures };
}
// Seconds of the cosignature by this verifier key on the note; null when there is none.
export function cosignedAt(note, vkey) {
  const { text, signatures } = parseNote(note);
  const { name, id, key } = readVkey(vkey);
  const found = signatures.find((one) => one.name === name && one.id.equals(id));
  if (!found) return null;
  const seconds = found.bytes.readBigUInt64BE(0);
  if (!verify(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), key, found.bytes.subarray(8))) throw new Error('a wrong cosignature');
  return Number(seconds);
}

export const addBody = (old, proof, note) => `old ${old}\n${proof.map((hash) => `${hash.toString('base64')}\n`).join('')}\n${note}`;

// A witness under a path of its own. `spoil` may answer in its place: it gets the request and the right answer. Its clock is `ahead` by seconds.
export class JsWitness {
  constructor(name, logs, options = {}) {
    Object.assign(this, { key: noteKey(name, 4), logs: new Map(logs.map((vkey) => [readVkey(vkey).name, readVkey(vkey)])), kept: new Map(), asked: 0, spoil: null, port: 0, ahead: 0 }, options);
  }
  async start() {
    this.server = createServer((request, response) => {
      const pieces = [];
      request.on('data', (piece) => pieces.push(piece));
      request.on('end', () => {
        this.asked++;
        const right = request.method === 'POST' && request.url === '/some/where/add-checkpoint' ? this.answer(Buffer.concat(pieces).toString()) : { status: 404, body: '' };
        const { status, body, type } = this.spoil ? this.spoil(response, right) ?? {} : right;
        if (status) response.writeHead(status, { 'Content-Type': type ?? 'text/plain' }).end(body);
      });
    });
    await new Promise((done) => this.server.listen(this.port, '127.0.0.1', done));
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}/some/where/`;
    return this;
  }
  answer(body) {
    const empty = body.indexOf('\n\n');
    const [first, ...hashes] = body.slice(0, empty).split('\n');
    const note = body.slice(empty + 2);
    const old = Number(/^old (0|[1-9]\d*)$/.exec(first)[1]);
    const { text, origin, size, root: hash, signatures } = parseNote(note);
    const log = this.logs.get(origin);
    if (!log) return { status: 404, body: 'unknown\n' };
    const own = signatures.find((one) => one.name === log.name && one.id.equals(log.id));
    if (!own || !verify(null, Buffer.from(text), log.key, own.bytes)) return { status: 403, body: 'forbidden\n' };
    if (old > size) return { status: 400, body: 'old\n' };
    const last = this.kept.get(origin) ?? { size: 0, root: sha256() };
    if (old !== last.size) return { status: 409, body: `${last.size}\n`, type: 'text/x.tlog.size' };
    if (!grew(old, last.root, size, hash, hashes.map((one) => Buffer.from(one, 'base64')))) return { status: 422, body: 'proof\n' };
    this.kept.set(origin, { size, root: hash });
    return { status: 200, body: cosign(this.key, text, Math.floor(Date.now() / 1000) + this.ahead) };
  }
  stop() {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(done));
  }
}
