// Names of certificates (docs/formats/certificates.md, "Reading").

import { Der, tags } from './der.mjs';

const attributes = {
    '2.5.4.3': 'commonName', '2.5.4.5': 'serialNumber', '2.5.4.6': 'country', '2.5.4.10': 'organisation', '2.5.4.11': 'unit',
};

const decoders = {
    [tags.utf8]: (content) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content),
    [tags.bmp]: (content) => (content.length % 2 === 0 ? basicPlane(Buffer.from(content).swap16().toString('utf16le')) : null),
    [tags.printable]: ascii, [tags.ia5]: ascii, [tags.visible]: ascii, [tags.numeric]: ascii, [tags.teletex]: ascii,
};

// A BMPString has no surrogates, not even in pairs.
function basicPlane(text) {
    return /[\ud800-\udfff]/.test(text) ? null : text;
}

function ascii(content) {
    return content.every((byte) => byte < 0x80) ? content.toString('latin1') : null;
}

/**
 * {der, relative, commonName, serialNumber, organisation, unit, country} of the next element. `relative` are the attributes of each
 * RDN, {type, der, text}, where a text that cannot be read is null.
 */
export function readName(reader) {
    const { whole, content } = reader.next(tags.sequence);
    const relative = [];
    for (const sequence = new Der(content, reader.error); !sequence.empty;) relative.push(readRelative(sequence.inside(tags.set)));
    const name = { der: whole, relative };
    for (const { type, text } of relative.flat()) if (attributes[type] !== undefined) name[attributes[type]] = text ?? '';
    return name;
}

function readRelative(set) {
    const found = [];
    do {
        const pair = set.inside();
        const type = pair.oid();
        const { tag, whole, content } = pair.next();
        pair.end();
        found.push({ type, der: whole, text: plainText(tag, content) });
    } while (!set.empty);
    return found;
}

// Control characters and overrides of direction would show a reader another name than the one that is signed.
function plainText(tag, content) {
    let text = null;
    try {
        text = decoders[tag]?.(content) ?? null;
    } catch {
        return null;
    }
    return text === null || /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(text) ? null : text;
}
