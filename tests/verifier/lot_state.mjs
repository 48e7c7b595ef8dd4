// The state of a lot, the fold over its events, and what every signed command on it must satisfy: docs/formats/process.md.

import { refuse } from './refusal.mjs';

export class Lot {
    constructor({ centre, origin, lot }) {
        Object.assign(this, { centre, origin, lot, phase: null, suspendedAt: null, seen: new Set(), commands: new Map() });
        Object.assign(this, { inForce: new Set(), bids: new Map(), members: [], scored: new Map(), missing: [], excused: new Set(), rows: null, files: new Map() });
        Object.assign(this, { panel: null, officers: [], released: { sheet: [], volumes: [] } });
    }

    /** The members that the lock context takes from the lot. */
    get lock() {
        const { centre, origin, lot, notice: { policy, panel } } = this;
        return { centre, origin, lot, policy, panel };
    }

    /** Bids whose bidders gave what the policy asks of them, by id. */
    get openable() {
        const byBid = (left, right) => (left.bid < right.bid ? -1 : 1);
        return this.bidsInForce.filter(({ secret }) => this.notice.policy === 'officers' || secret !== undefined).sort(byBid);
    }

    rule(name) { return this.profile.rules[name].value; }

    /** Bids in force: those not withdrawn. */
    get bidsInForce() { return [...this.bids.values()].filter((bid) => !bid.withdrawn); }

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

    notSuspended() {
        if (this.suspendedAt !== null) refuse('lot_suspended');
    }
}
