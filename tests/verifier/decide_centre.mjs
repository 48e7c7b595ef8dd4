// The centre's own acts and releases, which nobody signs: docs/formats/process.md, "Phases" 5, 7 and 8.
// Each takes the lot, the stamp, the payload and more, and gives the payload that its event must have.

import { commitmentOfSecret, contextOf } from './lock.mjs';
import { bytes, id, object } from './members.mjs';
import { combine } from './panel.mjs';
import { Refusal, refuse } from './refusal.mjs';
import { checkStored, openSheet } from './sheet.mjs';
import { fromUnpadded, toUnpadded } from './text.mjs';

/** `heads` are the last events of all bid streams, ascending by stream; of two envelopes each says whether its bid counts. */
export function close(lot, { stamp, heads }) {
    lot.inPhase('published');
    if (stamp < lot.deadline) refuse('deadline_not_reached');
    lot.freeze();
    const { counting, notice: { envelopes } } = lot;
    const bids = counting.length / envelopes;
    const counts = new Set(counting.map(({ bid }) => bid));
    const failed = bids < lot.rule('bidders_minimum');
    lot.phase = failed ? 'failed' : 'closed';
    return { bids, failed, heads: envelopes === 1 ? heads : heads.map((head) => ({ ...head, counts: counts.has(head.stream) })) };
}

const releaseForm = object({ bid: id, b: bytes(32) });

function releasedBid(lot, payload, name) {
    const { bid: bidId, b } = releaseForm(payload);
    const bid = lot.bids.get(bidId) ?? refuse('bid_unknown');
    if (!lot.counting.includes(bid)) refuse('bid_withdrawn');
    if (!lot.releasable.includes(bid)) refuse('envelope_not_opened');
    const secret = fromUnpadded(b);
    const lock = bid.manifest.locks.find((one) => one.class === name);
    if (toUnpadded(commitmentOfSecret(secret)) !== lock.hb) refuse('lock_secret_mismatch');
    return { bid, secret };
}

export function releaseSheet(lot, { stamp, payload }) {
    lot.inPhase('opening');
    lot.notSuspended();
    if (stamp >= lot.windowEnd) refuse('release_window_closed');
    const { bid, secret } = releasedBid(lot, payload, 'sheet');
    if (bid.secret !== undefined) refuse('release_twice');
    bid.secret = secret;
    lot.releasing = { bid, stamp };
    return payload;
}

/** The second event of the same release; outsiders do not see its payload. */
export function releaseVolumes(lot, { stamp, payload }) {
    const { releasing } = lot;
    if (!releasing || releasing.stamp !== stamp) refuse('decision_mismatch');
    if (payload !== null && releasedBid(lot, payload, 'volumes').bid !== releasing.bid) refuse('decision_mismatch');
    lot.releasing = null;
    return payload;
}

export function closeWindow(lot, { stamp }) {
    lot.inPhase('opening');
    lot.notSuspended();
    const given = lot.openable;
    const missing = lot.releasable.filter((bid) => !given.includes(bid)).map(({ bid }) => bid).sort();
    if (missing.length > 0 && stamp < lot.windowEnd) refuse('command_not_allowed_now');
    lot.phase = 'window_closed';
    lot.missing.push(...missing);
    return { missing };
}

/** `files` are the ciphertexts of part 0 by the root of their piece tree. */
export function announce(lot, { files }) {
    lot.inPhase('window_closed');
    lot.notSuspended();
    if (lot.panel !== null && lot.openable.length > 0 && lot.released.sheet.length < lot.panel.k) refuse('releases_too_few');
    lot.rows = inOrder(lot).map((bid) => rowOf(lot, bid, files));
    lot.phase = 'announced';
    return { bids: lot.rows };
}

/** By time of submission, then id; those of the second stage as their bidders stood in the first. */
function inOrder({ ofStage, first }) {
    if (first === null) return ofStage.sort((left, right) => left.stamp - right.stamp || (left.bid < right.bid ? -1 : 1));
    const place = ({ bidder: { id: own } }) => first.findIndex(({ bidder }) => bidder.id === own);
    return ofStage.sort((left, right) => place(left) - place(right));
}

const unreleased = (lot, bid) => (!lot.releasable.includes(bid) ? 'unopened' : lot.excused.has(bid.bid) ? 'withdrawn' : 'revoked');

function rowOf(lot, bid, files) {
    const row = { bid: bid.bid, bidder: { id: bid.bidder.id, name: bid.bidder.name }, state: unreleased(lot, bid), reason: null, sheet: null, b: null };
    if (!lot.openable.includes(bid)) return row;
    const opened = openOne(lot, bid, files);
    return { ...row, b: bid.secret === undefined ? null : toUnpadded(bid.secret), state: opened.reason === null ? 'opened' : 'failed', ...opened };
}

/** A volumes' release, which outsiders do not see: only when it stands is known. */
export function hiddenRelease(lot, { payload }) {
    if (lot.panel === null) refuse('lock_policy_mismatch');
    if (lot.suspendedAt !== null) refuse('lot_suspended');
    lot.inPhase('announced');
    return payload;
}

/** {s, b} of part 0; what the policy does not need is null. */
function secretsOf(lot, { bid, secret = null }) {
    if (lot.panel === null) return { s: null, b: secret };
    const parts = lot.released.sheet.slice(0, lot.panel.k).map(({ officer, points }) => ({ officer, released: points.get(bid) }));
    return { s: combine(parts), b: secret };
}

function openOne(lot, bid, files) {
    const { manifest } = bid;
    const secrets = secretsOf(lot, bid);
    const [part] = manifest.parts;
    const file = files.get(part.root) ?? refuse('manifest_part_missing');
    checkStored(file, part);
    const context = contextOf(lot.lock, manifest.bidder, manifest.envelope, 'sheet');
    try {
        const sheet = openSheet(file, manifest, { policy: lot.notice.policy, context, secrets, priced: lot.stage === lot.notice.envelopes });
        return { reason: null, sheet };
    } catch (error) {
        // What differs from the manifest is the store's fault, and no announcement could have been made of it.
        if (!(error instanceof Refusal) || error.error === 'manifest_header_mismatch') throw error;
        return { reason: error.error, sheet: null };
    }
}
