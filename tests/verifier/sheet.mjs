// Opening sheets: docs/formats/package.md, "Opening sheet".

import { openPayload, readAge } from './age.mjs';
import { decode } from './canonical_json.mjs';
import { openLock, pieceRoot, readStanza } from './lock.mjs';
import { amount, array, bytes, decimal, integer, object, oneOf, string, text } from './members.mjs';
import { Refusal, refuse } from './refusal.mjs';
import { fromUnpadded, sha256Hex, uint32 } from './text.mjs';
import { amountInWords } from './words.mjs';

const block = 8192;
const largest = 1 << 20;
const publicMembers = ['bidder', 'duration_days', 'manager', 'price', 'price_capital', 'quality', 'security', 'values'];

const sheetForm = object({
    format: oneOf('kaibiao/sheet/v1'),
    bidder: object({ id: text(1, 64), name: text(1) }),
    price: amount,
    price_capital: string,
    duration_days: integer(0, 100_000),
    quality: string,
    security: string,
    manager: object({ certificate: string, name: string }),
    values: (value) => {
        if (value === null || typeof value !== 'object' || Array.isArray(value)) refuse('json_member_type');
        Object.values(value).forEach(decimal);
        return value;
    },
    volumes: array(object({ bytes: integer(0, 64 * 2 ** 30), filename: text(1), part: integer(1, 63), title: string }), 0, 63),
    salts: array(bytes(32), 1, 64),
    pad: (value) => (/^ {0,8191}$/.test(string(value)) ? value : refuse('sheet_padding_wrong')),
});

/** Refuses a file that is not the one the manifest names: the store's fault, which stops an announcement. */
export function checkStored(file, part) {
    if (file.length !== part.length) refuse('manifest_length_mismatch');
    if (pieceRoot(file).toString('hex') !== part.root) refuse('manifest_root_mismatch');
    const { header } = readAge(file);
    if (sha256Hex(header) !== part.header) refuse('manifest_header_mismatch');
}

/** The public members of the sheet in `file`; what is refused here is the bidder's fault. */
export function openSheet(file, manifest, policy, context, secret) {
    const age = readAge(file);
    const fileKey = openLock(readStanza(age.stanzas), manifest.locks[0], policy, context, secret);
    const plain = openPayload(age, fileKey);
    const sheet = readSheet(plain);
    const salt = fromUnpadded(sheet.salts[0]);
    if (sha256Hex('kaibiao/plain/v1', context, uint32(0), salt, plain) !== manifest.parts[0].commitment) refuse('manifest_commitment_mismatch');
    checkSheet(sheet, manifest);
    return Object.fromEntries(publicMembers.map((name) => [name, sheet[name]]));
}

function readSheet(plain) {
    if (plain.length === 0 || plain.length > largest || plain.length % block !== 0) refuse('sheet_padding_wrong');
    try {
        return sheetForm(decode(plain, largest));
    } catch (error) {
        throw error instanceof Refusal ? new Refusal('sheet_malformed', error.place) : error;
    }
}

function checkSheet(sheet, manifest) {
    if (sheet.bidder.id !== manifest.bidder) refuse('sheet_malformed', '/bidder');
    const parts = manifest.parts.length;
    const listed = sheet.volumes.length === parts - 1 && sheet.volumes.every(({ part }, index) => part === index + 1);
    if (!listed || sheet.salts.length !== parts) refuse('sheet_malformed', '/volumes');
    if (sheet.price_capital !== amountInWords(sheet.price)) refuse('words_differ_from_figures');
}
