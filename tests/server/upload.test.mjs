// Resumable uploads (tus 1.0.0) of sealed parts.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { Person, problemOf } from './support/person.mjs';
import { Server, newFolder, pause, removeFolder } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';

const data = newFolder('uploads');
const limits = ['--set', 'limits.part_bytes=8000000', '--set', 'limits.person_bytes=20000000'];
let server, tool, tender, bidder, sealed;

before(async () => {
  server = await Server.start({ data, args: ['--trial', ...limits] });
  tool = new Tool();
  tender = await Tender.publish(server.url, tool, 600);
  bidder = await Person.enter(server.url, 'bidder');
  sealed = await tender.seal(bidder, { volume: 3_000_000 });
});
after(async () => {
  tool.end();
  tender.end();
  await server.stop();
  removeFolder(data);
});

const checksum = (bytes, algorithm = 'sha256') => ({ 'Upload-Checksum': `${algorithm} ${createHash(algorithm).update(bytes).digest('base64')}` });
const begin = async (length) => {
  const created = await tender.create(bidder, length);
  assert.equal(created.status, 201, await created.clone().text());
  return created.headers.get('location');
};

test('upload: the server says what it can', async () => {
  const answer = await fetch(`${server.url}/api/uploads`, { method: 'OPTIONS' });
  assert.equal(answer.status, 204);
  assert.equal(answer.headers.get('tus-version'), '1.0.0');
  assert.equal(answer.headers.get('tus-extension'), 'creation,checksum,termination,expiration');
  assert.equal(answer.headers.get('tus-max-size'), '8000000');
});

test('upload: in pieces with checksums, and the server names root and header as the bidder computed them', async () => {
  const bytes = sealed.bytes[1];
  const location = await begin(bytes.length);
  let answer;
  for (let offset = 0; offset < bytes.length; offset += 1_000_000) {
    const piece = bytes.subarray(offset, offset + 1_000_000);
    answer = await tender.piece(bidder, location, offset, piece, checksum(piece, offset ? 'sha256' : 'sha1'));
    assert.equal(answer.status, 204, await answer.text());
    assert.equal(answer.headers.get('upload-offset'), String(offset + piece.length));
  }
  assert.equal(answer.headers.get('kaibiao-root'), sealed.parts[1].root);
  assert.equal(answer.headers.get('kaibiao-header'), sealed.parts[1].header);
  const head = await tender.head(bidder, location);
  assert.equal(head.headers.get('kaibiao-root'), sealed.parts[1].root);
  assert.equal(head.headers.get('upload-length'), String(bytes.length));
});

test('upload: a wrong checksum is refused and nothing of the piece is kept', async () => {
  const bytes = sealed.bytes[0];
  const location = await begin(bytes.length);
  const wrong = await tender.piece(bidder, location, 0, bytes, checksum(Buffer.from('other')));
  assert.equal(wrong.status, 460);
  assert.equal(await problemOf(wrong), 'upload_checksum_wrong');
  assert.equal((await tender.head(bidder, location)).headers.get('upload-offset'), '0');
  const right = await tender.piece(bidder, location, 0, bytes, checksum(bytes));
  assert.equal(right.headers.get('kaibiao-root'), sealed.parts[0].root);
});

test('upload: wrong offset, too many bytes, wrong version, wrong type are refused and nothing is lost', async () => {
  const bytes = sealed.bytes[0];
  const location = await begin(bytes.length);
  await tender.piece(bidder, location, 0, bytes.subarray(0, 1000));
  assert.equal(await problemOf(await tender.piece(bidder, location, 999, bytes.subarray(999))), 'upload_offset_wrong');
  assert.equal(await problemOf(await tender.piece(bidder, location, 1001, bytes.subarray(1001))), 'upload_offset_wrong');
  assert.equal(await problemOf(await tender.piece(bidder, location, 1000, Buffer.concat([bytes.subarray(1000), Buffer.from('x')]))), 'upload_length_wrong');
  const version = await tender.piece(bidder, location, 1000, bytes.subarray(1000), { 'Tus-Resumable': '0.2.2' });
  assert.equal(version.status, 412);
  assert.equal(await problemOf(version), 'upload_version_refused');
  assert.equal(await problemOf(await tender.piece(bidder, location, 1000, bytes.subarray(1000), { 'Content-Type': 'text/plain' })), 'media_type_refused');
  assert.equal(await problemOf(await tender.piece(bidder, location, 1000, bytes.subarray(1000), { 'Upload-Checksum': 'crc32 AAAA' })), 'request_malformed');
  const standing = Number((await tender.head(bidder, location)).headers.get('upload-offset'));
  assert.equal(standing, 1000);
  const rest = await tender.piece(bidder, location, standing, bytes.subarray(standing));
  assert.equal(rest.headers.get('kaibiao-root'), sealed.parts[0].root);
});

test('upload: what is no sealed part is refused by name, and the upload is gone', async () => {
  const part = sealed.bytes[0];
  const text = part.toString('latin1');
  const end = text.indexOf('\n--- ') + 1;
  const stanza = text.slice(text.indexOf('-> '), end);
  const cases = [
    [Buffer.from('%PDF-1.4 unsealed bid'.repeat(500)), 'part_not_encrypted'],
    [Buffer.concat([Buffer.from(text.slice(0, end), 'latin1'), Buffer.from(stanza, 'latin1'), part.subarray(end)]), 'lock_stanza_not_alone'],
    [Buffer.concat([Buffer.from('age-encryption.org/v1\n-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n'), part.subarray(end)]), 'lock_stanza_missing'],
    [part.subarray(0, part.length - 5), 'sheet_padding_wrong'],
    [part.subarray(0, 100), null],
  ];
  for (const [bytes, name] of cases) {
    const location = await begin(bytes.length);
    const answer = await tender.piece(bidder, location, 0, bytes);
    assert.ok([400, 422].includes(answer.status), `${name}: ${answer.status}`);
    const seen = await problemOf(answer);
    if (name) assert.equal(seen, name);
    assert.equal((await tender.head(bidder, location)).status, 404);
  }
});

test('upload: nobody sees, continues or ends another\'s upload', async () => {
  const other = await Person.enter(server.url, 'bidder');
  const location = await begin(sealed.bytes[0].length);
  assert.equal((await tender.head(other, location)).status, 404);
  assert.equal(await problemOf(await tender.piece(other, location, 0, sealed.bytes[0])), 'upload_unknown');
  assert.equal((await other.fetch(location, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } })).status, 404);
  assert.equal((await bidder.fetch(location, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } })).status, 204);
  assert.equal((await tender.head(bidder, location)).status, 404);
});

test('upload: too large a part and more than one\'s share are refused before a byte is sent', async () => {
  assert.equal(await problemOf(await tender.create(bidder, 8_000_001)), 'part_too_large');
  const greedy = await Person.enter(server.url, 'bidder');
  for (let i = 0; i < 2; i++) assert.equal((await tender.create(greedy, 8_000_000)).status, 201);
  assert.equal(await problemOf(await tender.create(greedy, 8_000_000)), 'upload_quota_exceeded');
  assert.equal(await problemOf(await tender.create(greedy, 100, { 'Upload-Metadata': `lot ${Buffer.from('f'.repeat(32)).toString('base64')}` })), 'lot_unknown');
  assert.equal(await problemOf(await tender.create(greedy, 100, { 'Upload-Metadata': 'name eA==' })), 'request_malformed');
  assert.equal(await problemOf(await tender.create(greedy, '-5')), 'request_malformed');
});

test('upload: a broken connection keeps what arrived, and the upload goes on after a restart', async () => {
  const bytes = sealed.bytes[1];
  const location = await begin(bytes.length);
  const sent = 1_500_000;
  await new Promise((done) => {
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(`PATCH ${location} HTTP/1.1\r\nHost: localhost\r\nCookie: ${bidder.cookie}\r\nX-CSRF-Token: ${bidder.csrf}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: ${bytes.length}\r\n\r\n`);
      socket.write(bytes.subarray(0, sent), () => setTimeout(() => {
        socket.destroy();
        done();
      }, 300));
    });
  });
  await pause(300);
  const standing = Number((await tender.head(bidder, location)).headers.get('upload-offset'));
  assert.ok(standing > 1_000_000 && standing <= sent, `offset ${standing}`);
  await server.stop();
  server = await Server.start({ data, args: ['--trial', ...limits] });
  bidder.url = server.url;
  assert.equal((await tender.head(bidder, location)).headers.get('upload-offset'), String(standing));
  const rest = await tender.piece(bidder, location, standing, bytes.subarray(standing));
  assert.equal(rest.headers.get('kaibiao-root'), sealed.parts[1].root);
});
