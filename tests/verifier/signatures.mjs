// Every signed message with its chain, at the stamp of its event: docs/formats/bundle.md, check `signatures`.

import { readCertificate } from './certificate.mjs';
import { validateChain } from './chain.mjs';
import { checkMessage } from './jws.mjs';
import { purposeOf } from './payloads.mjs';
import { duration } from './profile.mjs';
import { at, refuse } from './refusal.mjs';
import { readList } from './revocation.mjs';
import { fromUnpadded, instant, sha256Hex } from './text.mjs';

/** {message, command, signer, chain, crls} by the place of each event that a person signed. */
export function checkSignatures(body, streams, trustedRoots) {
    const roots = (trustedRoots ?? body.roots.map(fromUnpadded)).map(readRoot);
    const lists = new Map(body.crls.map(fromUnpadded).map((der) => [sha256Hex(der), readList(der)]));
    const [first] = streams[0].events;
    if (first.header.type !== 'lot.published') at(first.place, () => refuse('event_not_allowed'));
    const grace = duration(first.payload.value.profile.rules.crl_grace);
    const signed = new Map();
    for (const event of streams.flatMap((one) => one.events).filter(({ message }) => message !== null)) {
        at(event.place, () => {
            checkContext(event.command, body);
            signed.set(event.place, checkOne(event, roots, lists, grace));
        });
    }
    return signed;
}

function readRoot(der) {
    const root = readCertificate(der);
    return root.authority ? root : refuse('certificate_wrong_usage');
}

function checkContext(command, body) {
    for (const member of ['centre', 'origin', 'lot']) {
        if (command[member] !== body[member]) refuse('jws_payload_wrong_context', `/${member}`);
    }
}

function checkOne(event, roots, lists, grace) {
    const { message, command } = event;
    if (message.purpose !== purposeOf(event.header.type)) refuse('jws_type_wrong');
    checkMessage(message);
    const named = event.payload.value.crls.map((digest) => lists.get(digest) ?? refuse('crl_missing'));
    const verdict = validateChain(message.chain, roots, named, instant(event.header.stamp), grace);
    return { message, command, signer: verdict.signer, chain: verdict.hash, crls: verdict.crls };
}
