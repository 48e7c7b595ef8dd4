/** "我要解密": takes the looks, unlocks the secrets, releases them. The bidder's only act at the opening. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Inspection, Look } from '../acts/looks';
import { hasTwo, missingEnvelope, ownBid } from '../acts/envelopes';
import { inspectOpening, isMismatch, ownPart, release, secretsFromCode, secretsFromDevice } from '../acts/release';
import type { LotView } from '../api/types';
import { utf8 } from '../base/bytes';
import { KbElement } from '../base/element';
import { Cancelled, KaibiaoError, whatHappened } from '../base/errors';
import { saveFile } from '../base/files';
import { t } from '../base/messages';
import { field } from './kb-field';
import { icon } from './icons';
import { stageKey, tag } from './states';

/** Witnesses are asked every second or so; they come a moment after the opening. */
const witnessPatience = 15_000;
/** None cosigned yet, or none since the deadline. */
const awaitsWitnesses = ({ error }: Look): boolean => error instanceof KaibiaoError && ['witness_quorum_missing', 'deadline_not_reached'].includes(error.errorName);

@customElement('kb-release')
export class KbRelease extends KbElement {
    @property({ attribute: false }) view: LotView | null = null;
    @state() private inspection: Inspection | null = null;
    @state() private released = false;
    @state() private busy = false;
    @state() private waiting = false;
    @state() private needsCode = false;
    @state() private code = '';
    @state() private error: unknown = null;
    /** Of the opening that is under way; the second one is of another bid. */
    private bid = '';

    protected override willUpdate(changes: PropertyValues<this>): void {
        const bid = ownBid(this.view!, this.view!.envelope)?.bid ?? '';
        if (!changes.has('view') || bid === this.bid) return;
        [this.bid, this.released, this.inspection, this.needsCode, this.error] = [bid, false, null, false, null];
        void ownPart(this.view!.lot, bid).then((part) => (this.released = this.bid === bid && Boolean(part?.released)), () => undefined);
    }

    private async act(): Promise<void> {
        const view = this.view!;
        const { bid } = this;
        this.busy = true;
        this.error = null;
        this.inspection = null;
        try {
            this.inspection = await this.inspect(view, bid);
            if (this.inspection.looks.every((look) => look.passed)) {
                const secrets = this.code.trim() ? await secretsFromCode(this.code) : await secretsFromDevice(view, bid, t('release.why'));
                this.needsCode = secrets === null;
                if (secrets) {
                    await release(view, bid, secrets);
                    this.released = true;
                    this.code = '';
                }
            }
        } catch (error) {
            if (!(error instanceof Cancelled)) this.error = error;
            this.needsCode ||= isMismatch(error);
        }
        this.busy = false;
    }

    /** Looks again while only the witnesses are missing. */
    private async inspect(view: LotView, bid: string): Promise<Inspection> {
        const end = Date.now() + witnessPatience;
        for (;;) {
            const inspection = await inspectOpening(view, bid);
            this.waiting = Date.now() < end && inspection.looks.some(awaitsWitnesses);
            if (!this.waiting) return inspection;
            await new Promise((done) => setTimeout(done, 1000));
        }
    }

    protected override render(): TemplateResult | typeof nothing {
        const view = this.view!;
        if (missingEnvelope(view) !== null || !this.bid) return nothing;
        if (this.released) return html`<div class="notice good"><p>${tag('good', 'unlock', t('bid.released'))} ${view.phase === 'opening' ? t(stageKey('release.done', view)) : ''}</p></div>`;
        if (view.suspended) return html`<p class="notice warn">${t('release.suspended')}</p>`;
        if (view.phase !== 'opening') return view.phase === 'closed' || view.phase === 'qualified' ? html`<p class="notice">${t('release.wait')}</p>` : nothing;
        const of = hasTwo(view) ? t('punctuation.brackets', { text: t(`envelope.${view.envelope}`) }) : '';
        return html`<div class="panel no-print"><h2>${t('release.title')}${of}</h2><p>${t('release.lead')}</p>
            ${this.needsCode ? field({ id: 'release-code', label: `${t('release.code')}${of}`, hint: t('release.code.hint'), rows: 2, code: true, value: this.code, change: (code) => (this.code = code) }) : nothing}
            <div><button class="primary big" ?disabled=${this.busy} @click=${() => this.act()}>${this.waiting ? t('release.waiting') : this.busy ? t('release.busy') : t('release.do')}</button></div>
            ${this.inspection ? this.looks(this.inspection) : nothing}
            <kb-problem .error=${this.error}></kb-problem>
            ${this.needsCode ? nothing : html`<button class="link small" @click=${() => (this.needsCode = true)}>${t('release.use_code')}</button>`}
        </div>`;
    }

    private looks({ looks }: Inspection): TemplateResult {
        const failed = looks.filter((look) => !look.passed);
        return html`${failed.length === 0 ? nothing : html`<div class="notice bad stack" role="alert"><p><strong>${t('release.refused')}</strong></p>
                <ul class="plain-list">${failed.map((look) => html`<li>${t(`look.${look.name}`)}${t('punctuation.colon')}<strong>${whatHappened(look.error)}</strong></li>`)}</ul>
                <p>${t('release.refused.todo')}</p>
                <div><button @click=${() => this.saveEvidence()}>${t('release.evidence')}</button></div></div>`}
            <ul class="checks" aria-label=${t('release.looks')}>${looks.map((look) => this.row(look))}</ul>`;
    }

    private row(look: Look): TemplateResult {
        return html`<li><span class=${look.passed ? 'good' : 'bad'}>${icon(look.passed ? 'tick' : 'cross')}</span>
            <span>${t(`look.${look.name}`)} <span class="small muted">${look.passed ? t('look.passed') : t('look.failed')}</span>
            <span class="small muted hash">${look.detail}</span></span></li>`;
    }

    /** What the server said and what was wrong with it, for the supervisor. */
    private saveEvidence(): void {
        const { evidence } = this.inspection!;
        saveFile(`evidence-${this.view!.lot.slice(0, 8)}.json`, utf8(JSON.stringify(evidence, null, 2)), 'application/json');
    }
}
