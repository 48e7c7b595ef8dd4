// Every signed message with its chain, at the stamp of its event: docs/formats/bundle.md, check `signatures`.

import { readCertificate } from './certificate.mjs';
import { validateChain } from './chain.mjs';
import { readCommand } from './commands.mjs';
import { checkMessage, readMessage } from './jws.mjs';
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
    const judge = (chain, crls) => {
        const named = crls.map((digest) => lists.get(digest) ?? refuse('crl_missing'));
        const { signer, hash, crls: used } = validateChain(chain, roots, named, instant(event.header.stamp), grace);
        return { signer, chain: hash, crls: used };
    };
    const seats = (command.panel?.seats ?? []).map((jws, index) => at(`/panel/seats/${index}`, () => checkSeat(jws, event.payload.value.seats?.[index], command, judge)));
    return { message, command, seats, ...judge(message.chain, event.payload.value.crls) };
}

/** An officer's statement in a notice: {statement, signer, chain, crls}. */
function checkSeat(jws, facts, { centre, origin }, judge) {
    const message = readMessage(jws);
    if (message.purpose !== 'seat') refuse('jws_type_wrong');
    checkMessage(message);
    const statement = readCommand('seat', message.value);
    if (statement.centre !== centre || statement.origin !== origin) refuse('jws_payload_wrong_context');
    return { statement, ...judge(message.chain, facts?.crls ?? refuse('length_wrong')) };
}
