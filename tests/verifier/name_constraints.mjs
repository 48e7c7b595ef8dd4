// What an authority may certify: docs/formats/certificates.md, "Name constraints".

import { Der, tags } from './der.mjs';
import { readName } from './names.mjs';
import { refuse } from './refusal.mjs';

const malformed = 'certificate_malformed';
const most = 256;
const emailAddress = '1.2.840.113549.1.9.1';
const kinds = ['other', 'email', 'dns', 'x400', 'directory', 'party', 'uri', 'ip', 'registered'];

const lower = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
/** A character for each byte: these texts are compared as bytes. */
const bytewise = (bytes) => bytes.toString('latin1');

// ---- reading

function readGeneralName(reader) {
    const { tag, content } = reader.next();
    const kind = (tag & 0xc0) === 0x80 ? kinds[tag & 0x1f] : undefined;
    if (kind === undefined) reader.fail();
    if (kind !== 'directory') return { kind, value: kind === 'ip' ? content : bytewise(content) };
    const inner = new Der(content, malformed);
    const { relative } = readName(inner);
    inner.end();
    return { kind, value: relative };
}

function readMany(list, readOne) {
    const found = [];
    do {
        if (found.length === most) list.fail();
        found.push(readOne(list));
    } while (!list.empty);
    return found;
}

function readSubtree(list) {
    const subtree = list.inside();
    const base = readGeneralName(subtree);
    subtree.end();
    return base;
}

function readConstraints(bytes) {
    const whole = new Der(bytes, malformed);
    const fields = whole.inside();
    whole.end();
    if (fields.empty) fields.fail();
    const [permitted, excluded] = [0xa0, 0xa1].map((tag) => (fields.tag === tag ? readMany(fields.inside(tag), readSubtree) : []));
    fields.end();
    if (![...permitted, ...excluded].every(isUsable)) refuse('certificate_critical_unknown');
    return { permitted, excluded };
}

function namesOf({ subject, alternativeNames }) {
    const names = subject.relative.length > 0 ? [{ kind: 'directory', value: subject.relative }] : [];
    for (const { type, text } of subject.relative.flat()) if (type === emailAddress) names.push({ kind: 'email', value: bytewise(Buffer.from(text ?? '')) });
    if (alternativeNames === null) return names;
    const whole = new Der(alternativeNames, malformed);
    const list = whole.inside();
    whole.end();
    return [...names, ...readMany(list, readGeneralName)];
}

// ---- comparing: `doubt` is the answer where it cannot be told

const isHost = (text) => /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(text);
const isBelow = (host, domain) => host.endsWith(domain.startsWith('.') ? domain : `.${domain}`);
const isAtHost = (host, base) => (base.startsWith('.') ? isBelow(host, base) : host === base);

const normalised = (text) => lower(text).replace(/ +/g, ' ').replace(/^ | $/g, '');

function isSameAttribute(held, wanted, doubt) {
    if (held.type !== wanted.type) return false;
    if (held.der.equals(wanted.der)) return true;
    return held.text === null || wanted.text === null ? doubt : normalised(held.text) === normalised(wanted.text);
}

const isSameRelative = (held, wanted, doubt) => held.length === wanted.length &&
    wanted.every((one) => held.some((other) => isSameAttribute(other, one, doubt)));

function splitAddress(address) {
    const at = address.indexOf('@');
    return [address.slice(0, Math.max(at, 0)), address.slice(at + 1)];
}

/** The host of a URI, or null. */
function hostOfUri(uri) {
    const authority = /:\/\/([^/?#]*)/s.exec(uri)?.[1] ?? '';
    const host = authority.slice(authority.lastIndexOf('@') + 1).split(':')[0];
    return isHost(host) && /[A-Za-z]/.test(host) ? lower(host) : null;
}

const comparisons = {
    directory: (name, base, doubt) => base.length <= name.length && base.every((wanted, index) => isSameRelative(name[index], wanted, doubt)),
    email: (name, base, doubt) => {
        if (base === '') return true;
        const [box, host] = splitAddress(name);
        if (box === '' || !isHost(host)) return doubt;
        if (!base.includes('@')) return isAtHost(lower(host), lower(base));
        const [wantedBox, wantedHost] = splitAddress(base);
        return lower(host) === lower(wantedHost) && (box === wantedBox || (doubt && lower(box) === lower(wantedBox)));
    },
    dns: (name, base, doubt) => {
        if (base === '') return true;
        const [host, domain] = [lower(name), lower(base)];
        const wildcard = host.startsWith('*.');
        if (!isHost(wildcard ? host.slice(2) : host)) return doubt;
        return host === domain || isBelow(host, domain) || (wildcard && doubt && domain.endsWith(host.slice(1)));
    },
    uri: (name, base, doubt) => {
        if (base === '') return true;
        const host = hostOfUri(name);
        return host === null ? doubt : isAtHost(host, lower(base));
    },
    ip: (name, base, doubt) => {
        const { length } = name;
        if (length !== 4 && length !== 16) return doubt;
        return base.length === 2 * length && name.every((byte, index) => ((byte ^ base[index]) & base[length + index]) === 0);
    },
};

/** Whether any name can be held against a subtree. */
function isUsable({ kind, value }) {
    const isDomain = (text) => text === '' || isHost(text.replace(/^\./, ''));
    const usable = {
        directory: () => true, dns: () => isDomain(value), uri: () => isDomain(value), ip: () => value.length === 8 || value.length === 32,
        email: () => (value.includes('@') ? !value.startsWith('@') && isHost(splitAddress(value)[1]) : isDomain(value)),
    };
    return usable[kind]?.() ?? false;
}

function isAllowed({ kind, value }, { permitted, excluded }) {
    const liesIn = (bases, doubt) => bases.some((base) => base.kind === kind && comparisons[kind](value, base.value, doubt));
    if (permitted.some((base) => base.kind === kind) && !liesIn(permitted, false)) return false;
    return !liesIn(excluded, true);
}

/** Of a whole path, leaf first: every certificate below an authority keeps to what that one may certify. */
export function checkNames(path) {
    path.forEach((authority, height) => {
        if (height === 0 || authority.nameConstraints === null) return;
        const constraints = readConstraints(authority.nameConstraints);
        for (const [index, certificate] of path.slice(0, height).entries()) {
            if (index > 0 && certificate.subject.der.equals(certificate.issuer.der)) continue;
            if (!namesOf(certificate).every((name) => isAllowed(name, constraints))) refuse('certificate_name_not_permitted');
        }
    });
}
