// Every signed message with its chain, at the stamp of its event: docs/formats/bundle.md, check `signatures`.

import { readCertificate } from './certificate.mjs';
import { validateChain } from './chain.mjs';
import { readCommand } from './commands.mjs';
import { checkMessage, readMessage } from './jws.mjs';
import { duration, readProfile } from './profile.mjs';
import { at, refuse } from './refusal.mjs';
import { readList } from './revocation.mjs';
import { fromUnpadded, instant, sha256Hex } from './text.mjs';

const isSigned = (event) => event.payload !== null && Object.hasOwn(Object(event.payload.value), 'jws');

/** {message, command, signer, chain, crls} by the place of each event that a person signed. */
export function checkSignatures(body, streams, trustedRoots) {
    const roots = (trustedRoots ?? body.roots.map(fromUnpadded)).map(readRoot);
    const lists = new Map(body.crls.map(fromUnpadded).map((der) => [sha256Hex(der), readList(der)]));
    const grace = duration(readProfile(streams[0].events[0].payload.value.profile).rules.crl_grace);
    const signed = new Map();
    for (const event of streams.flatMap((one) => one.events).filter(isSigned)) {
        at(event.place, () => signed.set(event.place, checkOne(event, roots, lists, grace)));
    }
    return signed;
}

function readRoot(der) {
    const root = readCertificate(der);
    return root.authority ? root : refuse('certificate_wrong_usage');
}

function checkOne(event, roots, lists, grace) {
    const { jws, crls } = event.payload.value;
    const message = readMessage(jws);
    checkMessage(message);
    if (!Array.isArray(crls)) refuse('event_malformed');
    const named = crls.map((digest) => lists.get(digest) ?? refuse('crl_missing'));
    const verdict = validateChain(message.chain, roots, named, instant(event.header.stamp), grace);
    return { message, command: readCommand(message.purpose, message.value), signer: verdict.signer, chain: verdict.hash, crls: verdict.crls };
}
