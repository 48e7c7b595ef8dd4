// The state of a lot, the fold over its events, and what every signed command on it must satisfy: docs/formats/process.md.

import { refuse } from './refusal.mjs';

/** What an opening finds: of one envelope there is one, of two there are two, one after the other. */
const newOpening = () => ({ windowEnd: null, rows: null, released: { sheet: [], volumes: [] } });

export class Lot {
    constructor({ centre, origin, lot }) {
        Object.assign(this, { centre, origin, lot, phase: null, suspendedAt: null, seen: new Set(), seenSinceScores: new Set(), commands: new Map() });
        Object.assign(this, { inForce: new Set(), bids: new Map(), members: [], scored: new Map(), panel: null, officers: [], missing: [], excused: new Set() });
        Object.assign(this, { counting: [], stage: 1, first: null, passed: new Set(), ...newOpening() });
    }

    /** The members that the lock context takes from the lot. */
    get lock() {
        const { centre, origin, lot, notice: { policy, panel } } = this;
        return { centre, origin, lot, policy, panel };
    }

    /** Bids whose bidders gave what the policy asks of them, by id. */
    get openable() {
        const byBid = (left, right) => (left.bid < right.bid ? -1 : 1);
        return this.releasable.filter(({ secret }) => this.notice.policy === 'officers' || secret !== undefined).sort(byBid);
    }

    /** Bids of the stage's envelope that may be opened: of the second one those alone whose bidders passed. */
    get releasable() { return this.ofStage.filter((bid) => this.stage === 1 || this.passed.has(bid.manifest.bidder)); }

    /** Bids of the stage's envelope that count. */
    get ofStage() { return this.counting.filter(({ manifest }) => manifest.envelope === this.stage); }

    /** Fixes which bids count: those in force, of two envelopes those whose bidder has the other one in force too. */
    freeze() {
        const { bidsInForce, notice: { envelopes } } = this;
        const key = (bidder, envelope) => `${envelope} ${bidder}`;
        const there = new Set(bidsInForce.map(({ manifest: { bidder, envelope } }) => key(bidder, envelope)));
        this.counting = envelopes === 1 ? bidsInForce : bidsInForce.filter(({ manifest: { bidder, envelope } }) => there.has(key(bidder, 3 - envelope)));
    }

    /** `passing` are bids of the first envelope. */
    enterSecondStage(passing) {
        const bids = new Set(passing);
        const passed = new Set(this.rows.filter(({ bid }) => bids.has(bid)).map(({ bidder }) => bidder.id));
        Object.assign(this, { phase: 'qualified', stage: 2, first: this.rows, passed, ...newOpening() });
    }

    rule(name) { return this.profile.rules[name].value; }

    /** Bids in force: those not withdrawn. */
    get bidsInForce() { return [...this.bids.values()].filter((bid) => !bid.withdrawn); }

    /** An event of the lot that a signer may have seen. */
    remember({ hash, header: { type } }) {
        if (type === 'expert.scored') this.seenSinceScores.clear();
        for (const seen of [this.seen, this.seenSinceScores]) seen.add(hash);
    }

    /** Refuses a command that was signed twice, or on a notice that is no longer in force. */
    checkCommand({ command, message, signer }) {
        const key = `${signer.id} ${command.command}`;
        if (this.commands.has(key)) refuse('command_id_reused');
        this.commands.set(key, message.digest);
        if (command.purpose === 'publish') return;
        if (this.phase === null) refuse('lot_unknown');
        if (!this.seen.has(command.seen)) refuse('command_stale', '/seen');
        if (!this.inForce.has(command.notice)) refuse('command_stale');
    }

    signedBy(signer, ...roles) {
        if (!roles.some((role) => this.notice[role].id === signer.id)) refuse('command_not_allowed_for_role');
    }

    inPhase(...phases) {
        if (!phases.includes(this.phase)) refuse('command_not_allowed_now');
    }

    inStage(stage) {
        if (this.stage !== stage) refuse('command_not_allowed_now');
    }

    notSuspended() {
        if (this.suspendedAt !== null) refuse('lot_suspended');
    }
}
