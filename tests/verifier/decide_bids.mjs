// Submissions and withdrawals: docs/formats/process.md, "Phases" 3 and 4.
// `bids` are keyed by stream; a bid has its last manifest, its bidder, and whether it was withdrawn.

import { checkClassLock, contextOf } from './lock.mjs';
import { at, refuse } from './refusal.mjs';

const mostSubmissions = 1000;
const mostBegun = 16;
const mostBids = { bidder: 10_000, officers: 4096, dual: 4096 };
const largestSheetFile = (1 << 20) + (64 << 10);

export function submit(lot, { command: manifest, message, signer, stamp, stream, lotHead }) {
    lot.inPhase('published');
    if (stamp >= lot.deadline) refuse('deadline_passed');
    if (manifest.bidder !== signer.id) refuse('command_not_allowed_for_role');
    checkDisinterested(lot, manifest.bidder);
    checkManifest(lot, manifest);
    const bid = lot.bids.get(stream);
    if (bid === undefined) begin(lot, manifest);
    else goOn(bid, manifest);
    const kept = bid ?? { bid: stream, submissions: 0, withdrawn: false };
    Object.assign(kept, { submissions: kept.submissions + 1, bidder: signer, manifest, digest: message.digest, stamp });
    lot.bids.set(stream, kept);
    return { type: 'bid.submitted', extra: { lot_head: lotHead } };
}

/** Whoever holds an office in the tender does not bid for it. */
function checkDisinterested({ notice: { tenderer, supervisor }, officers }, bidder) {
    if ([tenderer.id, supervisor.id, ...officers].includes(bidder)) refuse('command_not_allowed_for_role', '/bidder');
}

function checkManifest(lot, manifest) {
    const { policy } = lot.notice;
    if (manifest.envelope > lot.notice.envelopes) refuse('manifest_malformed', '/envelope');
    if (manifest.policy !== policy) refuse('lock_policy_mismatch');
    for (const lock of manifest.locks) {
        at('/locks', () => checkClassLock(lock, policy, contextOf(lot.lock, manifest.bidder, manifest.envelope, lock.class)));
    }
    if (manifest.parts[0].length > largestSheetFile) refuse('part_too_large');
}

function begin(lot, manifest) {
    const own = [...lot.bids.values()].filter(({ bidder, manifest: { envelope } }) => bidder.id === manifest.bidder && envelope === manifest.envelope);
    if (own.some(({ withdrawn }) => !withdrawn)) refuse('bid_exists');
    if (manifest.number !== 1 || manifest.replaces !== null) refuse('bid_replaces_wrong');
    if (own.length >= mostBegun || lot.bids.size >= mostBids[lot.notice.policy]) refuse('too_many_bids');
}

function goOn(bid, manifest) {
    if (bid.bidder.id !== manifest.bidder) refuse('command_not_allowed_for_role');
    if (bid.withdrawn) refuse('bid_withdrawn');
    const follows = manifest.number === bid.manifest.number + 1 && manifest.replaces === bid.digest && manifest.envelope === bid.manifest.envelope;
    if (!follows) refuse('bid_replaces_wrong');
    if (bid.submissions >= mostSubmissions) refuse('too_many_bids');
}

export function withdraw(lot, { command, signer, stamp, stream, lotHead }) {
    lot.inPhase('published');
    if (stamp >= lot.deadline) refuse('deadline_passed');
    const bid = command.bid === stream ? lot.bids.get(stream) : undefined;
    if (bid === undefined) refuse('bid_unknown');
    if (bid.bidder.id !== signer.id) refuse('command_not_allowed_for_role');
    if (bid.withdrawn) refuse('bid_withdrawn');
    if (command.replaces !== bid.digest) refuse('bid_replaces_wrong');
    bid.withdrawn = true;
    return { type: 'bid.withdrawn', extra: { lot_head: lotHead } };
}
