/** Result: ranking with scores as the method rounds them and as exact fractions; the tenderer signs it here. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { envelope, showAndSign } from '../acts/signing';
import { api } from '../api/client';
import type { BidOutcome, BoardView, LotView, Mark, Outcome } from '../api/types';
import { app } from '../app/state';
import { LotPage } from '../base/page';
import { decimalOf, groupedAmount } from '../base/format';
import { hasMessage, local, t } from '../base/messages';
import { computeOutcome, type ComputedOutcome } from '../acts/outcome';
import { lotActionRow, lotHeader } from '../components/lot-header';
import { hasPriceScore, hasTotal } from '../components/method-view';
import { stepper, tag } from '../components/states';
import '../components/kb-grid';

@customElement('page-result')
export class PageResult extends LotPage {
    @state() private board: BoardView | null = null;
    @state() private draft: ComputedOutcome | null = null;
    @state() private waiting: unknown = null;
    @state() private failure: unknown = null;

    protected override async loaded(view: LotView): Promise<void> {
        this.board = await api.board(this.lot);
        if (!this.mine(view) || view.phase !== 'announced') return;
        try {
            this.draft = await computeOutcome(this.lot);
            this.waiting = null;
        } catch (error) {
            this.waiting = error;
        }
    }

    private mine(view: LotView): boolean {
        return app.role === 'tenderer' && app.session?.id === view.notice.tenderer.id;
    }

    private name(bid: string): string {
        const row = this.board?.rows.find((entry) => entry.bid === bid);
        return row?.bidder?.name ?? bid.slice(0, 8);
    }

    private async sign(view: LotView, { outcome, digest }: ComputedOutcome): Promise<void> {
        this.failure = null;
        try {
            const facts = outcome.bids.filter((bid) => bid.rank !== null).map((bid): [string, string] =>
                [t('result.rank_n', { n: bid.rank! }), `${this.name(bid.bid)} ${bid.total ? shown(bid.total) : ''}`]);
            const jws = await showAndSign({ title: t('result.sign'), purpose: 'result', facts,
                payload: { ...envelope('result', view.lot, view), outcome: digest } });
            await api.command(view.lot, jws);
            this.draft = null;
        } catch (error) {
            this.failure = error;
        }
    }

    protected override content(view: LotView): TemplateResult {
        const outcome = view.outcome ?? this.draft?.outcome ?? null;
        return html`<div class="page">
            ${lotHeader(view, t('result.title'))}
            ${stepper(view.phase)}
            ${outcome ? this.ranking(view, outcome) : html`<div class="empty"><p>${t('result.not_yet')}</p></div>`}
            ${!view.outcome && this.waiting ? html`<kb-problem .error=${this.waiting}></kb-problem>` : nothing}
            ${!view.outcome && this.draft ? html`<section><p>${t('result.sign.lead')}</p><kb-problem .error=${this.failure}></kb-problem>
                <div><button class="primary" @click=${() => this.sign(view, this.draft!)}>${t('result.sign')}</button></div></section>` : nothing}
            ${outcome ? html`<kb-grid .lot=${view.lot} .published=${Boolean(view.outcome)}></kb-grid>` : nothing}
            ${view.outcome ? html`<section><h2>${t('result.check')}</h2><p>${t('result.check.lead')}</p>${lotActionRow(view)}
                <p><a href="/api/lots/${view.lot}/bundle" download="bundle-${view.notice.project.code}.json">${t('result.bundle')}</a></p></section>` : nothing}
        </div>`;
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
        const winner = outcome.candidates[0] === bid.bid;
        const sections = view.notice.method.sections.filter((section) => section.kind !== 'preliminary');
        if (bid.rejection) {
            const key = `rejection.${bid.rejection.reason}`;
            return html`<tr><td data-label=${t('result.rank')}>—</td><th scope="row" data-label=${t('board.bidder')}>${this.name(bid.bid)}</th>
                <td colspan=${sections.length + 1 + Number(scored) + Number(totalled)} data-label=${t('board.state')}>${tag('bad', 'cross', hasMessage(key) ? t(key) : bid.rejection.reason)}</td></tr>`;
        }
        const of = (key: string): Mark | null => bid.sections.find((mark) => mark.section === key) ?? null;
        return html`<tr class=${winner ? 'winner' : ''}><td data-label=${t('result.rank')}><strong>${bid.rank}</strong>${bid.tied ? ` ${t('result.tied')}` : ''}</td>
            <th scope="row" data-label=${t('board.bidder')}><span>${this.name(bid.bid)} ${winner ? tag('good', 'tick', t('result.first')) : nothing}</span></th>
            ${markCell(t('result.evaluated'), bid.evaluated_price, true)}
            ${scored ? markCell(t('result.price_score'), bid.price_score) : nothing}
            ${sections.map((section) => markCell(local(section.title), of(section.key)))}
            ${totalled ? markCell(t('result.total'), bid.total) : nothing}</tr>`;
    }
}

const shown = (mark: Mark): string => mark.rounded ?? decimalOf(mark.exact);

/** Prices are exact numbers of yuan; whole ones are written with cents like all amounts. */
const withCents = (yuan: string): string => (/^\d+$/.test(yuan) ? `${yuan}.00` : yuan);

function markCell(label: string, mark: Mark | null, money = false): TemplateResult {
    if (!mark) return html`<td class="amount" data-label=${label}>—</td>`;
    const text = money ? groupedAmount(withCents(shown(mark))) : shown(mark);
    const fraction = mark.exact.includes('/') ? html`<br><span class="fraction">${mark.exact}</span>` : nothing;
    return html`<td class="amount" data-label=${label}><span>${text}${fraction}</span></td>`;
}
