/** Result: ranking with scores as the method rounds them and as exact fractions; with two envelopes who passed before it. The tenderer signs both here. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { waitsForScores } from '../acts/committee';
import { firstAnnounced, type AnnouncedRow } from '../acts/envelopes';
import { envelope, showAndSign, type Facts } from '../acts/signing';
import { api } from '../api/client';
import type { BidOutcome, LotEvent, LotView, Mark, Outcome, TechnicalOutcome } from '../api/types';
import { app } from '../app/state';
import { LotPage } from '../base/page';
import { decimalOf, groupedAmount } from '../base/format';
import { local, t, type MessageKey } from '../base/messages';
import { computeOutcome, type ComputedOutcome } from '../acts/outcome';
import { lotActionRow, lotHeader, lotName, suspendedLine } from '../components/lot-header';
import { markCell, shown, withCents } from '../components/mark-cell';
import { hasPriceScore, hasTotal, stageText } from '../components/method-view';
import { stageKey, stepper, tag } from '../components/states';
import { placedBids, rejectionText, technicalTable } from '../components/technical-table';
import '../components/kb-grid';

/** What the tenderer signs here. */
const words: Record<ComputedOutcome['purpose'], { title: MessageKey; lead: MessageKey; warning: MessageKey | '' }> = {
    result: { title: 'result.sign', lead: 'result.sign.lead', warning: '' },
    qualify: { title: 'qualify.sign', lead: 'result.sign.lead', warning: 'qualify.warning' },
};

@customElement('page-result')
export class PageResult extends LotPage {
    @state() private events: LotEvent[] = [];
    @state() private bidders: AnnouncedRow[] = [];
    @state() private draft: ComputedOutcome | null = null;
    @state() private waiting: unknown = null;
    @state() private failure: unknown = null;
    @state() private bundle: 'unknown' | 'asked' | 'waiting' | 'ready' = 'unknown';

    protected override async loaded(view: LotView): Promise<void> {
        this.events = await api.events(this.lot);
        this.bidders = firstAnnounced(this.events);
        let [draft, waiting]: [ComputedOutcome | null, unknown] = [null, null];
        try {
            if (this.signs(view) && !waitsForScores(view)) draft = await computeOutcome(this.lot);
        } catch (error) {
            waiting = error;
        }
        [this.draft, this.waiting] = [draft, waiting];
    }

    /** Whether what the scores give is for this person to sign, now or once they are all there. */
    private signs(view: LotView): boolean {
        return this.isTenderer(view) && view.phase === 'announced';
    }

    private isTenderer(view: LotView): boolean {
        return app.role === 'tenderer' && app.session?.id === view.notice.tenderer.id;
    }

    private name(bid: string): string {
        return this.bidders.find((row) => row.bid === bid)?.bidder.name ?? bid.slice(0, 8);
    }

    private facts(view: LotView, draft: ComputedOutcome): Facts {
        if (draft.purpose === 'result') {
            return draft.outcome.bids.filter((bid) => bid.rank !== null).map((bid) =>
                [t('result.rank_n', { n: bid.rank! }), `${this.name(bid.bid)} ${bid.total ? shown(bid.total) : ''}`]);
        }
        return placedBids(draft.outcome).map(({ bid, rank, passes }) => [passes ? t('technical.passes') : t('technical.fails'),
            [`${rank === null ? '' : `${rank}. `}${this.name(bid.bid)}`, bid.quality === null ? '' : decimalOf(bid.quality), bid.rejection ? rejectionText(view, bid.rejection) : ''].filter(Boolean).join(' · ')]);
    }

    private async sign(view: LotView, draft: ComputedOutcome): Promise<void> {
        this.failure = null;
        const { purpose, digest, head } = draft;
        const { title, warning } = words[purpose];
        try {
            const jws = await showAndSign({ title: t(title), purpose, facts: [[t('lot.title'), lotName(view.notice)], ...this.facts(view, draft)], warning: warning && t(warning),
                payload: { ...envelope(purpose, view.lot, { ...view, head }), outcome: digest } });
            await api.command(view.lot, jws);
            this.draft = null;
        } catch (error) {
            this.failure = error;
        }
    }

    protected override content(view: LotView): TemplateResult {
        const outcome = view.outcome ?? (this.draft?.purpose === 'result' ? this.draft.outcome : null);
        const technical = view.technical ?? (this.draft?.purpose === 'qualify' ? this.draft.outcome : null);
        return html`<div class="page">
            ${lotHeader(view, t('result.title'))}
            ${stepper(view)}
            ${suspendedLine(view, this.events)}
            ${outcome ? this.ranking(view, outcome) : this.draft ? nothing : html`<div class="empty"><p>${t(view.phase === 'failed' ? 'result.failed' : stageKey('result.not_yet', view))}</p>
                ${this.signs(view) && waitsForScores(view) ? html`<p>${waitsForScores(view)}</p>` : nothing}</div>`}
            ${technical ? this.technical(view, technical) : nothing}
            ${!view.outcome && this.waiting ? html`<kb-problem .error=${this.waiting}></kb-problem>` : nothing}
            ${this.draft ? html`<section><p>${t(words[this.draft.purpose].lead)}</p><kb-problem .error=${this.failure}></kb-problem>
                <div><button class="primary" @click=${() => this.sign(view, this.draft!)}>${t(words[this.draft.purpose].title)}</button></div></section>` : nothing}
            ${view.phase === 'qualified' && this.isTenderer(view) ? html`<p><a class="button primary" href="/lots/${view.lot}">${t('result.next.second')}</a></p>` : nothing}
            ${outcome || technical ? html`<kb-grid .lot=${view.lot} .published=${Boolean(view.outcome)}></kb-grid>` : nothing}
            ${view.outcome ? html`<section><h2>${t('result.check')}</h2><p>${t('result.check.lead')}</p>${lotActionRow(view)}
                <p><a href="/api/lots/${view.lot}/bundle" download="bundle-${view.notice.project.code}.json"
                    @click=${(event: MouseEvent) => this.download(event, view.lot)}>${t('result.bundle')}</a></p>
                ${this.bundle === 'waiting' ? html`<p class="loading">${t('result.bundle.waiting')}</p>` : nothing}
                <kb-problem .error=${this.failure}></kb-problem></section>` : nothing}
        </div>`;
    }

    /** Lets the browser follow the link once there is something to download. */
    private async download(event: MouseEvent, lot: string): Promise<void> {
        if (this.bundle === 'ready') return;
        event.preventDefault();
        if (this.bundle !== 'unknown') return;
        const link = event.currentTarget as HTMLAnchorElement;
        [this.bundle, this.failure] = ['asked', null];
        try {
            await api.bundleReady(lot, () => (this.bundle = 'waiting'));
            this.bundle = 'ready';
            link.click();
        } catch (error) {
            [this.bundle, this.failure] = ['unknown', error];
        }
    }

    private technical(view: LotView, outcome: TechnicalOutcome): TemplateResult {
        const stage = view.notice.method.technical_stage;
        return html`<section><h2>${view.technical ? t('technical.title') : t('technical.draft')}</h2>
            ${stage ? html`<p class="muted">${stageText(stage)}</p>` : nothing}
            ${technicalTable(view, outcome, (bid) => this.name(bid))}
            ${outcome.passing.length === 0 ? html`<p class="notice warn">${t('technical.nobody')}</p>` : nothing}</section>`;
    }

    private ranking(view: LotView, outcome: Outcome): TemplateResult {
        const { sections } = view.notice.method;
        const [scored, totalled] = [hasPriceScore(view.notice.method), hasTotal(view.notice.method)];
        return html`<section><h2>${view.outcome ? t('result.ranking') : t('result.draft')}</h2>
            <div class="table-scroll" tabindex="0"><table class="cards"><thead><tr>
                <th scope="col">${t('result.rank')}</th><th scope="col">${t('board.bidder')}</th><th scope="col" class="amount">${t('result.evaluated')}</th>
                ${scored ? html`<th scope="col" class="amount">${t('result.price_score')}</th>` : nothing}
                ${sections.filter((section) => section.kind !== 'preliminary').map((section) => html`<th scope="col" class="amount">${local(section.title)}</th>`)}
                ${totalled ? html`<th scope="col" class="amount">${t('result.total')}</th>` : nothing}</tr></thead>
            <tbody>${outcome.bids.map((bid) => this.row(view, outcome, bid))}</tbody></table></div>
            ${outcome.reference_price ? html`<p class="muted small">${t('result.reference', { price: groupedAmount(withCents(outcome.reference_price)) })}</p>` : nothing}
            <p class="muted small">${t('result.exact')}</p></section>`;
    }

    private row(view: LotView, outcome: Outcome, bid: BidOutcome): TemplateResult {
        const [scored, totalled] = [hasPriceScore(view.notice.method), hasTotal(view.notice.method)];
        const place = outcome.candidates.indexOf(bid.bid), winner = place === 0;
        const sections = view.notice.method.sections.filter((section) => section.kind !== 'preliminary');
        if (bid.rejection) {
            return html`<tr><td data-label=${t('result.rank')}>—</td><th scope="row" data-label=${t('board.bidder')}>${this.name(bid.bid)}</th>
                <td colspan=${sections.length + 1 + Number(scored) + Number(totalled)} data-label=${t('board.state')}>${tag('bad', 'cross', rejectionText(view, bid.rejection))}</td></tr>`;
        }
        const of = (key: string): Mark | null => bid.sections.find((mark) => mark.section === key) ?? null;
        return html`<tr class=${winner ? 'winner' : ''}><td data-label=${t('result.rank')}><strong>${bid.rank}</strong>${bid.tied ? ` ${t('result.tied')}` : ''}</td>
            <th scope="row" data-label=${t('board.bidder')}><span>${this.name(bid.bid)} ${winner ? tag('good', 'tick', t('result.first')) : place > 0 && !bid.tied ? tag('info', 'tick', t('result.candidate', { place: place + 1 })) : nothing}</span></th>
            ${markCell(t('result.evaluated'), bid.evaluated_price, true)}
            ${scored ? markCell(t('result.price_score'), bid.price_score) : nothing}
            ${sections.map((section) => markCell(local(section.title), of(section.key)))}
            ${totalled ? markCell(t('result.total'), bid.total) : nothing}</tr>`;
    }
}
