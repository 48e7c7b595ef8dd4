// The witnesses that the notice pins: docs/formats/bundle.md, "What a verifier does" and "The close".

import { checkCheckpoint } from './bundle.mjs';
import { checkConsistency } from './merkle.mjs';
import { witnessedAt } from './policy.mjs';
import { at, refuse } from './refusal.mjs';
import { fromUnpadded, instantText } from './text.mjs';

const slack = 60_000;

/** Refuses what they have not cosigned. {witnessed, flagged} of the close; null where the notice pins none or the lot is not closed. */
export function checkWitnesses(body, streams, checkpoint, lot) {
    const [{ events }] = streams;
    const notice = events[0].command;
    if (!('log_policy' in notice)) return 'closing' in body ? refuse('bundle_malformed', '/body/closing') : null;
    at('/body/checkpoint', () => witnessedAt(notice, body.checkpoint));
    const closed = events.find(({ header }) => header.type === 'lot.closed');
    if (closed === undefined) return null;
    const witnessed = 'closing' in body ? at('/body/closing', () => closeWitnessed(body, notice, checkpoint, closed.index)) : null;
    const flagged = witnessed === null || witnessed > lot.deadline + slack;
    return { witnessed: witnessed === null ? null : instantText(witnessed), flagged };
}

function closeWitnessed({ closing, log_key, origin }, notice, checkpoint, closed) {
    const older = checkCheckpoint({ checkpoint: closing.checkpoint, log_key, origin });
    const seconds = witnessedAt(notice, closing.checkpoint);
    checkConsistency(older, checkpoint, closing.consistency.map(fromUnpadded));
    if (BigInt(closed) >= older.size) refuse('proof_wrong');
    return seconds * 1000;
}
