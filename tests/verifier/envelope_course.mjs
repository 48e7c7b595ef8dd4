// A course of a lot with two envelopes (双信封), made from its model: docs/formats/process.md, "Two envelopes".

import { Course, time, withdraw } from './scenarios.mjs';
import { technicalResult, tenderOf } from './technical.mjs';
import { instantText } from './text.mjs';

export class EnvelopesCourse extends Course {
    announcement(stage) { return this.all('lot.announced')[stage - 1]; }
    window(stage) { return this.all('lot.window_closed')[stage - 1]; }
    opening(stage) { return this.all('lot.opening_started')[stage - 1]; }
    row(stage, bidder) { return this.announcement(stage).payload.bids.find((row) => row.bidder.id === bidder); }

    /** The bidders whose second envelope has this state. */
    biddersOf(state) { return this.announcement(2).payload.bids.filter((row) => row.state === state).map(({ bidder }) => bidder.id); }

    /** One whose second envelope was left closed, and one whose price was opened. */
    get unopened() { return this.biddersOf('unopened')[0]; }
    get opened() { return this.biddersOf('opened')[0]; }

    streamOf(bidder, envelope) {
        return this.bidStreams.find(({ events: [{ message: { command } }] }) => command.bidder === bidder && command.envelope === envelope);
    }

    bidOf(bidder, envelope) { return this.streamOf(bidder, envelope).stream; }
    sheetOf(bidder, envelope) { return this.sheets.find(({ bid }) => bid === this.bidOf(bidder, envelope)).sheet; }

    get heads() {
        const standings = new Map(this.bidStreams.map(({ stream, events }) => {
            const [{ message: { command: { bidder, envelope } } }] = events;
            return [stream, { bidder, envelope, inForce: events.at(-1).header.type === 'bid.submitted' }];
        }));
        const inForce = [...standings.values()].filter((one) => one.inForce);
        const counts = ({ bidder, envelope, inForce: own }) => own && inForce.some((one) => one.bidder === bidder && one.envelope !== envelope);
        return super.heads.map((head) => ({ ...head, counts: counts(standings.get(head.stream)) }));
    }

    settlePlaces() {
        super.settlePlaces();
        for (const opening of this.all('lot.opening_started')) opening.payload.window_end = instantText(time(opening) + this.notice.release_window_ms);
    }

    settleOutcome(result) {
        const [announced, opened] = this.all('lot.announced');
        const qualified = this.first('lot.qualified');
        const judged = { method: this.notice.method, rows: this.rowsOf(announced, qualified) };
        qualified.payload.outcome = JSON.parse(technicalResult(tenderOf(judged, this.scores)));
        super.settleOutcome(result, { rows: this.rowsOf(opened), first: this.rowsOf(announced) });
    }

    /** The officers' releases of the sheets of one stage. */
    officersOf(stage) {
        const [from, to] = [this.window(stage), this.announcement(stage)].map((event) => this.at(event));
        return this.lotEvents.slice(from, to).filter(({ header }) => header.type === 'officer.sheets_released');
    }

    /** The two events of a bidder's release. */
    releaseOf(bid) {
        const index = this.lotEvents.findIndex(({ header, payload }) => header.type === 'bid.sheet_released' && payload.bid === bid);
        return this.lotEvents.slice(index, index + 2);
    }

    /** Neither its bidder nor any officer releases this bid, whose row says opened until now. */
    dropRelease(bid) {
        const stage = this.manifestsOf(bid)[0].envelope;
        const released = this.announcement(stage).payload.bids.filter(({ state }) => state === 'opened' || state === 'failed').map((row) => row.bid).sort();
        for (const { message } of this.officersOf(stage)) message.command.releases.splice(released.indexOf(bid), 1);
        super.dropRelease(bid);
    }

    /** The bid of this envelope is not released in time. */
    revoke(bidder, envelope) {
        const bid = this.bidOf(bidder, envelope);
        this.dropRelease(bid);
        Object.assign(this.row(envelope, bidder), { state: 'revoked', sheet: null, b: null });
        if (envelope === 1) this.dropFromScores(bid);
        this.window(envelope).payload.missing = [bid];
        this.later(this.window(envelope), this.notice.release_window_ms);
    }

    /** An opened sheet becomes one that is not accepted. */
    spoil(bidder, envelope, members, reason) {
        Object.assign(this.sheetOf(bidder, envelope), members);
        Object.assign(this.row(envelope, bidder), { state: 'failed', reason, sheet: null });
        if (envelope === 1) this.dropFromScores(this.bidOf(bidder, 1));
    }

    /** Nothing of this bidder takes part in what follows the close. */
    leaveOut(bidder) {
        this.dropRelease(this.bidOf(bidder, 1));
        this.dropFromScores(this.bidOf(bidder, 1));
        this.first('lot.closed').payload.bids -= 1;
        for (const { payload } of this.all('lot.announced')) payload.bids = payload.bids.filter((row) => row.bidder.id !== bidder);
    }

    withdraw(bidder, envelope) { withdraw(this, this.streamOf(bidder, envelope)); }

    /** What every expert wrote of this bidder. */
    cellsOf(bidder) {
        const bid = this.bidOf(bidder, 1);
        return this.all('expert.scored').flatMap(({ message }) => message.command.cells.filter((cell) => cell.bid === bid));
    }

    /** All experts give this bidder nothing. */
    putDown(bidder) {
        for (const cell of this.cellsOf(bidder)) if (cell.value !== 'pass') cell.value = '0';
    }

    failGates(bidder) {
        for (const cell of this.cellsOf(bidder)) if (cell.value === 'pass') cell.value = 'fail';
    }
}
