// Opening sheets: docs/formats/package.md, "Opening sheet".

import { openPayload, readAge } from './age.mjs';
import { decode, encode } from './canonical_json.mjs';
import { openLock, pieceRoot, readStanza } from './lock.mjs';
import { amount, array, bytes, decimal, integer, nullable, object, oneOf, string, text } from './members.mjs';
import { Refusal, refuse } from './refusal.mjs';
import { fromUnpadded, sha256Hex, uint32 } from './text.mjs';
import { amountInWords } from './words.mjs';

const block = 8192;
const largest = 1 << 20;
const largestPublic = 16 << 10;
const longestText = text(0, 4096);
const publicMembers = ['bidder', 'duration_days', 'manager', 'price', 'price_capital', 'quality', 'security', 'values'];

const sheetForm = object({
    format: oneOf('kaibiao/sheet/v1'),
    bidder: object({ id: longestText, name: longestText }),
    price: nullable(amount),
    price_capital: nullable(string),
    duration_days: integer(0, 100_000),
    quality: longestText,
    security: longestText,
    manager: object({ certificate: longestText, name: longestText }),
    values: (value) => {
        if (value === null || typeof value !== 'object' || Array.isArray(value)) refuse('json_member_type');
        if (Object.keys(value).length > 256) refuse('length_wrong');
        Object.values(value).forEach(decimal);
        return value;
    },
    volumes: array(object({ bytes: integer(0, 64 * 2 ** 30), filename: longestText, part: integer(1, 63), title: longestText }), 0, 63),
    salts: array(bytes(32), 1, 64),
    pad: (value) => (/^ {0,8191}$/.test(string(value)) ? value : refuse('sheet_malformed', '/pad')),
});

/** Refuses a file that is not the one the manifest names: the store's fault, which stops an announcement. */
export function checkStored(file, part) {
    if (file.length !== part.length) refuse('manifest_length_mismatch');
    if (pieceRoot(file).toString('hex') !== part.root) refuse('manifest_root_mismatch');
}

/**
 * The public members of the sheet in `file`; `priced`: whether it has a price. What is refused here is the bidder's fault, another header
 * than the manifest's apart.
 */
export function openSheet(file, manifest, { policy, context, secrets, priced }) {
    const age = readAge(file);
    if (sha256Hex(age.header) !== manifest.parts[0].header) refuse('manifest_header_mismatch');
    const fileKey = openLock(readStanza(age.stanzas), manifest.locks[0], policy, context, secrets);
    const plain = openPayload(age, fileKey);
    const sheet = readSheet(plain);
    const salt = fromUnpadded(sheet.salts[0]);
    if (sha256Hex('kaibiao/plain/v1', context, uint32(0), salt, plain) !== manifest.parts[0].commitment) refuse('manifest_commitment_mismatch');
    checkSheet(sheet, manifest, priced);
    return announced(sheet);
}

const announced = (sheet) => Object.fromEntries(publicMembers.map((name) => [name, sheet[name]]));

function readSheet(plain) {
    if (plain.length > largest) refuse('sheet_malformed');
    if (plain.length === 0 || plain.length % block !== 0) refuse('sheet_padding_wrong');
    try {
        const sheet = sheetForm(decode(plain, largest));
        if (sheet.volumes.some(({ part }, index) => part !== index + 1)) refuse('json_member_range', '/volumes');
        if (Buffer.byteLength(encode(announced(sheet))) > largestPublic) refuse('length_wrong');
        if (sheet.salts.length !== sheet.volumes.length + 1) refuse('length_wrong', '/salts');
        if (sheet.price_capital !== (sheet.price === null ? null : amountInWords(sheet.price))) refuse('words_differ_from_figures');
        return sheet;
    } catch (error) {
        if (error.error === 'words_differ_from_figures') throw error;
        throw error instanceof Refusal ? new Refusal('sheet_malformed', error.place) : error;
    }
}

function checkSheet(sheet, manifest, priced) {
    if ((sheet.price !== null) !== priced) refuse('sheet_malformed', '/price');
    if (sheet.bidder.id !== manifest.bidder) refuse('sheet_malformed', '/bidder');
    const parts = manifest.parts.length;
    if (sheet.volumes.length !== parts - 1) refuse('sheet_malformed', '/volumes');
}
