/** Sealing desk: opening sheet, volumes, pre-flight, seal and upload, recovery code, show-what-you-sign, submit. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { envelopesOf, hasTwo, nextEnvelope, ownBid, ownBids } from '../acts/envelopes';
import { checkNotice, type NoticeCheck } from '../acts/notice-check';
import type { Amount } from '../acts/price';
import { myIdentity, type Facts } from '../acts/signing';
import type { EnvelopeNumber, LotView } from '../api/types';
import { navigate } from '../app/router';
import { app } from '../app/state';
import type { Json } from '../base/canonical';
import { Cancelled, KaibiaoError, OfflineError } from '../base/errors';
import { LotPage } from '../base/page';
import { bytesText, groupedAmount, shortHash } from '../base/format';
import { onLanguage, t } from '../base/messages';
import { envelopeName, envelopeSteps, incompleteLine } from '../components/envelope-steps';
import { errorSummary, focusSummary, type FieldErrors } from '../components/kb-field';
import { checkOffer, emptyOffer, offerParts, type Offer } from '../components/kb-offer-form';
import { nextMoment } from '../components/kb-watch';
import { lotHeader, lotName } from '../components/lot-header';
import { policyText } from '../components/method-view';
import { offlineTool } from '../components/offline-tool';
import { sealProgress } from '../components/seal-progress';
import { tag } from '../components/states';
import { stored } from '../keys/database';
import { Desk } from '../seal/desk';
import { packages } from '../seal/packages';
import { preflight, type Finding, type Volume } from '../seal/preflight';
import { demoOffer, demoVolumes } from '../seal/demo';
import '../components/kb-recovery';
import '../components/kb-volumes';

/** Chosen and not sealed yet, by lot and envelope: other pages may be looked at meanwhile. */
const chosen = new Map<string, Volume[]>();

interface PartRecord { part: number; length: number; root: string }

@customElement('page-seal')
export class PageSeal extends LotPage {
    /** The envelope that the address names; without a name the next one. */
    @property() asked = '';
    @state() private envelope: EnvelopeNumber = 1;
    /** Sealed on this device and not submitted, as it was when the page was loaded. */
    @state() private sealed: EnvelopeNumber[] = [];
    @state() private offer: Offer = emptyOffer;
    private amount: Amount | null = null;
    @state() private volumes: Volume[] = [];
    @state() private findings: Finding[] = [];
    @state() private errors: FieldErrors = {};
    @state() private failure: unknown = null;
    @state() private notice: NoticeCheck | null = null;
    @state() private desk: Desk | null = null;
    @state() private busy = false;
    private reviewed = '';
    /** The amount of the price as it was typed last. */
    private reckoning: Promise<Amount | null> = Promise.resolve(null);

    override connectedCallback(): void {
        super.connectedCallback();
        const guard = (event: BeforeUnloadEvent): void => void (this.wouldLose() && event.preventDefault());
        window.addEventListener('beforeunload', guard);
        this.during(() => window.removeEventListener('beforeunload', guard));
        this.during(() => this.desk?.pause());
        this.during(onLanguage(() => void this.forgetMended()));
    }

    /** Files are remembered only as long as the tab lives: after a reload the person must choose them again. */
    private wouldLose(): boolean {
        return this.desk !== null && (!this.desk.safeToClose || (this.volumes.length > 0 && !this.desk.package));
    }

    private get draftKey(): string {
        return `offer ${this.lot} ${app.session?.id ?? ''}${this.envelope === 1 ? '' : ` ${this.envelope}`}`;
    }

    private get volumesKey(): string {
        return `${this.lot} ${this.envelope}`;
    }

    protected override async loaded(view: LotView): Promise<void> {
        if (app.role !== 'bidder') return;
        if (!this.desk) await this.prepare(view);
        const drafts = await Promise.all(envelopesOf(view).map((one) => packages.draft(this.lot, app.session?.id ?? '', one)));
        this.sealed = envelopesOf(view).filter((_one, at) => drafts[at]);
        await this.review(view);
    }

    private async prepare(view: LotView): Promise<void> {
        this.envelope = !hasTwo(view) ? 1 : this.asked === '1' ? 1 : this.asked === '2' ? 2 : nextEnvelope(view);
        const identity = await myIdentity();
        const desk = new Desk(this.lot, this.envelope, identity, () => this.requestUpdate());
        await desk.restore();
        const draft = await stored.get<{ offer: Offer }>('drafts', this.draftKey);
        this.offer = draft?.offer ?? (app.trial ? demoOffer(view, identity) : emptyOffer);
        if (!offerParts(view, this.envelope).price) this.offer = { ...this.offer, price: '', words: '' };
        this.volumes = chosen.get(this.volumesKey) ?? [];
        this.desk = desk;
        if (this.volumes.length > 0) this.findings = await preflight(this.volumes);
    }

    /** What was checked once is checked again when the lot goes on: a clarification changes what is bid for. */
    private async review(view: LotView): Promise<void> {
        if (this.notice && !this.notice.error && this.reviewed === view.head) return;
        this.notice = await checkNotice(view);
        this.reviewed = view.head;
    }

    private changeOffer(offer: Offer, reckoning: Promise<Amount | null>): void {
        this.offer = offer;
        this.reckoning = reckoning;
        void stored.put('drafts', { key: this.draftKey, offer });
        void this.forgetMended();
    }

    /** What was wrong at the last attempt and is right now is no longer said; the rest is said in the page's language. */
    private async forgetMended(): Promise<void> {
        if (Object.keys(this.errors).length === 0) return;
        const wrong = await this.wrong(this.view!);
        this.errors = Object.fromEntries(Object.keys(this.errors).flatMap((id) => (wrong[id] ? [[id, wrong[id]]] : [])));
    }

    private async wrong(view: LotView): Promise<FieldErrors> {
        const amount = await this.reckoning;
        const errors = checkOffer(this.offer, amount, view.notice.ceiling, offerParts(view, this.envelope));
        if (this.findings.some((finding) => finding.kind === 'bad')) errors['seal-files'] = t('preflight.fix');
        return errors;
    }

    private async changeVolumes(volumes: Volume[]): Promise<void> {
        this.volumes = volumes;
        chosen.set(this.volumesKey, volumes);
        this.findings = await preflight(volumes);
        await this.forgetMended();
    }

    private offerJson(view: LotView): Json {
        const parts = offerParts(view, this.envelope);
        const offer = parts.terms ? this.offer : emptyOffer;
        const amount = parts.price ? this.amount : null;
        return {
            bidder: { id: app.session!.id, name: app.session!.organisation || app.session!.name || '' },
            duration_days: Number(offer.days), manager: { certificate: offer.certificate.trim(), name: offer.manager.trim() },
            price: amount?.yuan ?? null, price_capital: amount?.capital ?? null, quality: offer.quality.trim(), security: offer.security.trim(), values: {},
        };
    }

    private async start(event: Event, view: LotView): Promise<void> {
        event.preventDefault();
        [this.findings, this.amount] = await Promise.all([preflight(this.volumes), this.reckoning]);
        this.errors = await this.wrong(view);
        if (Object.keys(this.errors).length > 0) return void this.updateComplete.then(() => focusSummary(this));
        await this.attempt(async () => {
            await this.desk!.start(view, this.offerJson(view), this.volumes, offerParts(view, this.envelope).price ? this.amount : null);
            chosen.delete(this.volumesKey);
        });
    }

    private async attempt(act: () => Promise<unknown>): Promise<void> {
        this.failure = null;
        this.busy = true;
        try {
            await act();
        } catch (error) {
            if (!(error instanceof Cancelled)) this.failure = this.explain(error);
        }
        this.busy = false;
    }

    private explain(error: unknown): unknown {
        const kept = this.desk?.package ? t('seal.kept.staged') : t('seal.kept.form');
        if (error instanceof KaibiaoError || error instanceof OfflineError) error.kept = kept;
        if (this.desk && !this.desk.package) {
            this.desk.state = 'idle';
            this.desk.safeToClose = true;
        }
        return error;
    }

    private async facts(view: LotView): Promise<Facts> {
        const manifest = this.desk!.package!.manifest as unknown as { number: number; parts: PartRecord[] };
        const facts: Facts = [[t('lot.title'), lotName(view.notice)], [t('seal.sign.number'), String(manifest.number)]];
        if (hasTwo(view)) facts.push([t('envelope.label'), envelopeName(this.envelope)]);
        const price = await this.desk!.sealedPrice();
        facts.push([t('offer.price'), price ? `${groupedAmount(price.yuan)} · ${price.capital}` : t('seal.sign.no_price')]);
        for (const part of manifest.parts) {
            facts.push([part.part === 0 ? t('offer.title') : t('seal.sign.volume', { n: part.part }), `${bytesText(part.length)} · ${shortHash(part.root)}`]);
        }
        return facts;
    }

    private submit(view: LotView): Promise<void> {
        return this.attempt(async () => navigate(`/lots/${this.lot}/receipts/${await this.desk!.submit(view, t('seal.sign'), await this.facts(view))}`));
    }

    protected override content(view: LotView): TemplateResult {
        return html`<div class="page">${lotHeader(view, t('seal.title'))}
            ${app.role === 'bidder' ? this.desk ? this.work(view, this.desk) : html`<p class="loading">${t('app.loading')}</p>`
                : html`<p>${t('seal.bidders_only')} <a href="/login">${t('nav.login')}</a></p>`}</div>`;
    }

    private work(view: LotView, desk: Desk): TemplateResult {
        const idle = desk.state === 'idle';
        const closed = view.phase !== 'published';
        return html`<div class="split"><div class="stack">
            <p class="notice">${policyText(view.notice)} ${view.notice.policy === 'officers' ? nothing : t('seal.policy.more')} <a href="/why">${t('why.title')}</a></p>
            ${this.noticeLine()}
            ${ownBid(view, this.envelope)?.withdrawn === false && idle && !desk.package && !closed ? html`<p class="notice warn">${t('seal.replaces')}</p>` : nothing}
            ${closed ? html`<p class="notice warn">${t('seal.closed')}</p>` : nothing}
            ${hasTwo(view) && ownBids(view).every(({ withdrawn }) => withdrawn) ? html`<p class="notice bad">${t('envelope.both')}</p>` : incompleteLine(view)}
            </div><aside class="aside no-print">${nextMoment(view)}</aside></div>
            ${envelopeSteps(view, this.envelope, this.sealedHere(view, desk), !desk.safeToClose)}
            ${hasTwo(view) ? html`<h2>${envelopeName(this.envelope)}</h2>` : nothing}
            ${hasTwo(view) && this.envelope === 1 && !closed ? html`<p class="notice warn"><strong>${t('seal.technical.warning')}</strong></p>` : nothing}
            ${errorSummary(t('form.wrong'), this.errors)}
            ${idle && desk.package ? this.resumePanel(view, desk) : nothing}
            ${idle && !desk.package && !closed ? this.form(view) : nothing}
            ${idle ? nothing : sealProgress(desk)}
            <kb-problem .error=${this.failure}></kb-problem>
            ${this.failure instanceof KaibiaoError && this.failure.errorName === 'storage_quota_short' ? offlineTool(view, this.envelope, true) : nothing}
            ${this.failure && desk.package && !idle && desk.state !== 'ready' ? html`<div><button class="primary" @click=${() => this.attempt(() => desk.goOn())}>${t('seal.continue_upload')}</button></div>` : nothing}
            ${!idle && desk.package?.secrets ? html`<kb-recovery .desk=${desk} .code=${desk.recoveryCode} .two=${hasTwo(view)}></kb-recovery>` : nothing}
            ${!idle && desk.package ? this.submitPanel(view, desk) : nothing}`;
    }

    private sealedHere(view: LotView, desk: Desk): EnvelopeNumber[] {
        const here = desk.package !== null && desk.state !== 'submitted';
        return envelopesOf(view).filter((one) => (one === this.envelope ? here : this.sealed.includes(one)));
    }

    private noticeLine(): TemplateResult {
        const check = this.notice;
        if (!check) return html`<p class="muted small">${t('seal.notice.checking')}</p>`;
        if (check.error) return html`<kb-problem .error=${check.error}></kb-problem>`;
        return html`<p class="row">${tag('good', 'tick', t('seal.notice.good'))} <span class="small muted">${t('seal.notice.by', { who: check.signer })}${check.officers ? html`<br>${t('seal.notice.officers', { who: check.officers })}` : nothing}</span></p>`;
    }

    private form(view: LotView): TemplateResult {
        return html`<form @submit=${(event: Event) => this.start(event, view)} novalidate>
            <kb-offer-form .view=${view} .offer=${this.offer} .parts=${offerParts(view, this.envelope)} .errors=${this.errors}
                .change=${(offer: Offer, reckoning: Promise<Amount | null>) => this.changeOffer(offer, reckoning)}></kb-offer-form>
            <kb-volumes id="seal-files" tabindex="-1" .volumes=${this.volumes} .findings=${this.findings} .change=${(volumes: Volume[]) => this.changeVolumes(volumes)}></kb-volumes>
            ${app.trial && this.volumes.length === 0 ? html`<div><button type="button" @click=${async () => this.changeVolumes(await demoVolumes(view, this.envelope))}>${t(this.envelope === 2 ? 'seal.demo_file' : 'seal.demo_files')}</button></div>` : nothing}
            <div class="row"><button class="primary big" ?disabled=${this.busy || !!this.notice?.error}>${t('seal.start')}</button>
                <span class="muted small">${t('seal.start.hint')}</span></div>
        </form>${offlineTool(view, this.envelope, false)}`;
    }

    private staleLine(view: LotView, desk: Desk): TemplateResult | typeof nothing {
        if (desk.package!.notice === view.notice_digest) return nothing;
        return html`<p class="notice warn"><span>${t('seal.stale')} <a href="/lots/${view.lot}">${t('lot.clarifications')}</a></span></p>`;
    }

    private resumePanel(view: LotView, desk: Desk): TemplateResult {
        const left = desk.package!.parts.filter((part) => !part.uploaded).length;
        return html`<div class="panel"><h2>${t('seal.found')}</h2>
            <p>${left > 0 ? t('seal.found.uploading', { n: left }) : t('seal.found.ready')}</p>
            ${desk.package!.secrets && !desk.codeKept ? html`<p class="notice warn">${t('recovery.none')}</p>` : nothing}
            ${this.staleLine(view, desk)}
            <div class="row"><button class="primary" ?disabled=${this.busy} @click=${() => this.attempt(() => desk.goOn())}>${t('seal.continue')}</button>
                <button ?disabled=${this.busy} @click=${() => this.attempt(() => desk.discard())}>${t('seal.discard')}</button></div></div>`;
    }

    private submitPanel(view: LotView, desk: Desk): TemplateResult {
        const uploaded = desk.state === 'ready';
        const kept = desk.secretKept;
        return html`<section class="no-print"><h2>${t('seal.submit.title')}</h2><p>${t('seal.submit.lead')}</p>
            ${this.staleLine(view, desk)}
            <div class="row"><button class="primary big" ?disabled=${view.phase !== 'published' || !uploaded || !kept || this.busy || !!this.notice?.error} @click=${() => this.submit(view)}>${t('seal.submit')}</button>
                <span class="muted small">${view.phase !== 'published' ? t('seal.submit.late') : !uploaded ? t('seal.submit.wait') : !kept ? t(desk.codeKept ? 'seal.submit.keep' : 'seal.submit.confirm') : ''}</span></div></section>`;
    }
}
