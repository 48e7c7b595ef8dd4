/** Receipt of one's own bid: checked in this page, to download, to print, and what may still be done with the bid. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { announcedState, envelopeOfBid, hasTwo, missingEnvelope, ownBid, staysSealed } from '../acts/envelopes';
import { checkReceipt, freshReceipt, keepReceipt, thisOrigin, witnessedReceipt, type ReceiptFacts } from '../acts/receipts';
import { ownPart } from '../acts/release';
import { envelope, showAndSign, type Facts } from '../acts/signing';
import { api } from '../api/client';
import type { EnvelopeNumber, LotEvent, LotView, MyBid } from '../api/types';
import { app, theCentre } from '../app/state';
import { KaibiaoError } from '../base/errors';
import { LotPage } from '../base/page';
import { utf8 } from '../base/bytes';
import { saveFile } from '../base/files';
import { localTime } from '../base/format';
import { t, type MessageKey } from '../base/messages';
import { envelopeName, incompleteLine, standingTag } from '../components/envelope-steps';
import { nextKey, nextMoment } from '../components/kb-watch';
import { asksToLogIn, loginLine } from '../components/login-line';
import { amendedLine, lotHeader, lotName } from '../components/lot-header';
import { receiptCard } from '../components/receipt-card';
import { bidStateTag, stageKey } from '../components/states';
import '../components/kb-rehearse';

/** What is said of a bid that was in force and is not opened. */
const fallen: Partial<Record<string, MessageKey>> = { revoked: 'receipt.revoked', withdrawn: 'receipt.excused', failed: 'receipt.failed' };

/** How long the witnesses are waited for: docs/formats/log.md. */
const patience = 60;

@customElement('page-receipt')
export class PageReceipt extends LotPage {
    @property() bid = '';
    @state() private text = '';
    @state() private facts: ReceiptFacts | null = null;
    @state() private events: LotEvent[] = [];
    @state() private failure: unknown = null;
    @state() private released = false;
    @state() private witness: 'waiting' | 'late' | null = null;

    protected override async loaded(view: LotView): Promise<void> {
        this.events = await api.events(this.lot);
        if (app.role === 'bidder' && view.phase === 'opening' && !this.released) this.released = Boolean((await ownPart(this.lot, this.bid))?.released);
        if (this.facts) return;
        try {
            this.text = await freshReceipt(this.lot, this.bid);
            this.facts = await checkReceipt(this.text, thisOrigin());
            this.failure = null;
            void this.awaitWitnesses(this.facts);
        } catch (error) {
            // Nobody learns who bid: to whom is not logged in every bid is unknown.
            const hidden = asksToLogIn(view) && error instanceof KaibiaoError && error.errorName === 'bid_unknown';
            this.failure = hidden ? null : error;
        }
    }

    /** A receipt is given before any witness can have seen it; the witnessed one takes its place. */
    private async awaitWitnesses({ event_hash: event, cosignatures }: ReceiptFacts): Promise<void> {
        if (cosignatures.length > 0 || !theCentre().log_policy || this.witness === 'waiting') return;
        this.witness = 'waiting';
        for (let second = 0; second < patience && this.isConnected; second += 1) {
            const witnessed = await witnessedReceipt(this.lot, this.bid, this.facts?.event_hash ?? event);
            if (witnessed) {
                ({ text: this.text, facts: this.facts } = witnessed);
                this.witness = null;
                return;
            }
            await new Promise((done) => window.setTimeout(done, 1000));
        }
        this.witness = 'late';
    }

    private async withdraw(view: LotView, mine: MyBid): Promise<void> {
        this.failure = null;
        try {
            const jws = await showAndSign({ title: t(hasTwo(view) ? 'envelope.withdraw' : 'withdraw.title'), purpose: 'withdraw', warning: t(hasTwo(view) ? 'withdraw.warning.envelope' : 'withdraw.warning'), until: view.deadline,
                facts: [[t('lot.title'), lotName(view.notice)], ...this.envelopeFact(view), [t('receipt.bid'), this.bid]],
                payload: { ...envelope('withdraw', view.lot, view), bid: this.bid, replaces: mine.manifest_digest } });
            const { receipt } = await api.withdraw(view.lot, jws);
            await keepReceipt(view.lot, this.bid, receipt);
            this.facts = null;
            await this.reload();
        } catch (error) {
            this.failure = error;
        }
    }

    private envelopeFact(view: LotView): Facts {
        const of = envelopeOfBid(view, this.bid);
        return hasTwo(view) && of ? [[t('envelope.label'), envelopeName(of)]] : [];
    }

    /** What becomes of the bid, from the deadline on: the page follows the lot, so this is the way on when it is time. */
    private opening(view: LotView, of: EnvelopeNumber): TemplateResult {
        const turn = view.envelope === of && !(of === 2 && staysSealed(view));
        const alone = view.notice.policy === 'officers';
        const releases = view.phase === 'opening' && !view.suspended && !alone;
        // Who sealed the price last waits on its receipt, while the other envelope's window runs.
        const otherFirst = releases && of === 2 && view.envelope === 1;
        const act = otherFirst || (turn && releases && !this.released);
        const hall = `/lots/${view.lot}/opening`;
        const words = view.suspended && view.phase !== 'published' ? t('lot.next.suspended')
            : otherFirst ? t('receipt.opening.other_first')
            : !turn && view.phase !== 'failed' ? t(of === 1 ? 'receipt.opening.over' : view.envelope === 1 ? (alone ? 'receipt.opening.second.officers' : 'receipt.opening.second') : 'envelope.stays_sealed')
            : alone && ['published', 'closed', 'opening'].includes(view.phase) ? t('receipt.opening.officers')
            : view.phase === 'opening' ? (this.released ? t(stageKey('receipt.opening.released', view)) : t('receipt.opening.now'))
            : view.phase === 'published' || view.phase === 'closed' ? t(stageKey(`receipt.opening.${view.phase}`, view)) : t(nextKey(view));
        return html`<section class="panel no-print" aria-live="polite"><h2>${t('receipt.opening')}</h2>
            <div class="split"><div class="stack"><p>${words}</p>
                <div class="row"><a class="button ${act ? 'primary big' : ''}" href=${hall}>${act ? t(otherFirst ? 'receipt.opening.release.1' : 'receipt.opening.release') : t('lot.act.hall')}</a></div></div>
            <aside class="aside" aria-label=${t('lot.aside')}>${nextMoment(view)}</aside></div></section>`;
    }

    protected override content(view: LotView): TemplateResult {
        const of = envelopeOfBid(view, this.bid);
        const mine = of && ownBid(view, of);
        const open = view.phase === 'published' && mine && !mine.withdrawn;
        const became = mine && !mine.withdrawn ? announcedState(this.events, this.bid) : null;
        const fell = became ? fallen[became] : undefined;
        return html`<div class="page">${lotHeader(view, t('receipt.title'))}
            ${hasTwo(view) && of ? html`<h2>${envelopeName(of)}</h2>` : nothing}
            ${loginLine(view)}
            ${mine ? incompleteLine(view) : nothing}
            ${mine ? html`<div class="row">${fell ? bidStateTag(became!) : standingTag(view, mine)}
                <span class="muted">${localTime(mine.at)}</span></div>` : nothing}
            ${fell ? html`<p class="notice warn">${t(fell)}</p>` : nothing}
            ${mine ? amendedLine(view, this.events) : nothing}
            ${of && mine && !mine.withdrawn && (view.phase === 'published' || missingEnvelope(view) === null) ? this.opening(view, of) : nothing}
            ${this.facts ? receiptCard(this.facts, { link: `${location.origin}/lots/${this.lot}/receipts/${this.bid}`, witness: this.witness, envelope: hasTwo(view) ? of : null }) : nothing}
            <kb-problem .error=${this.failure}></kb-problem>
            ${this.facts ? html`<div class="row no-print">
                <button class="primary" @click=${() => saveFile(`receipt-${this.bid.slice(0, 8)}.json`, utf8(this.text), 'application/json')}>${t('receipt.download')}</button>
                <button @click=${() => window.print()}>${t('receipt.print')}</button>
                <a href="/receipt">${t('receipt.check.title')}</a></div>
                <p class="muted small no-print">${t('receipt.offline')}</p>` : nothing}
            ${open ? html`<section class="no-print"><h2>${t('receipt.next')}</h2>
                ${view.notice.policy === 'officers' ? nothing : html`<kb-rehearse .view=${view} .bid=${this.bid}></kb-rehearse>`}
                <p>${t(hasTwo(view) ? 'receipt.next.lead.envelope' : 'receipt.next.lead')}</p>
                <div class="row"><a class="button" href="/lots/${view.lot}/seal${hasTwo(view) ? `/${of}` : ''}">${t(hasTwo(view) ? 'envelope.replace' : 'lot.act.replace')}</a>
                    <button class="danger" @click=${() => this.withdraw(view, mine)}>${t(hasTwo(view) ? 'envelope.withdraw' : 'withdraw.title')}</button></div></section>` : nothing}
        </div>`;
    }
}
