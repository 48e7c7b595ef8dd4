// Names of certificates and the general names of a CRL distribution point (docs/formats/certificates.md, "Reading").

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

/** {der, commonName, serialNumber, organisation, unit, country} of the next element. */
export function readName(reader) {
    const { whole, content } = reader.next(tags.sequence);
    const name = { der: whole };
    const sequence = new Der(content, reader.error);
    while (!sequence.empty) {
        const set = sequence.inside(tags.set);
        if (set.empty) reader.fail();
        while (!set.empty) readAttribute(set, name);
    }
    return name;
}

function readAttribute(set, name) {
    const pair = set.inside();
    const key = attributes[pair.oid()];
    const { tag, content } = pair.next();
    pair.end();
    const text = key === undefined ? null : plainText(tag, content);
    if (key !== undefined) name[key] = text ?? '';
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
