/** Opening hall: phase, countdown, who has released, the announced prices, and the bidder's own release button. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { eventsOfStage, firstAnnounced, hasTwo, ownBid, staysSealed } from '../acts/envelopes';
import { api } from '../api/client';
import type { BoardRow, BoardView, LotEvent, LotView } from '../api/types';
import { app } from '../app/state';
import { LotPage } from '../base/page';
import { localTime } from '../base/format';
import { t } from '../base/messages';
import { boardTable } from '../components/board-table';
import { incompleteLine, sealedLine } from '../components/envelope-steps';
import { eventFeed } from '../components/event-feed';
import { nextMoment } from '../components/kb-watch';
import { loginLine } from '../components/login-line';
import { lotActionRow, lotHeader, suspendedLine } from '../components/lot-header';
import { pricePlot } from '../components/price-plot';
import { stageKey, stepper } from '../components/states';
import '../components/kb-excuse';
import '../components/kb-release';
import '../components/kb-tenderer-acts';

@customElement('page-opening')
export class PageOpening extends LotPage {
    @state() private board: BoardView | null = null;
    @state() private events: LotEvent[] = [];
    @state() private sort: { key: string; up: boolean } = { key: 'price', up: true };

    protected override async loaded(): Promise<void> {
        [this.board, this.events] = await Promise.all([api.board(this.lot), api.events(this.lot)]);
    }

    protected override content(view: LotView): TemplateResult {
        const board = this.board;
        const supervising = app.role === 'supervisor' && app.session?.id === view.notice.supervisor.id;
        const mine = app.role === 'tenderer' && app.session?.id === view.notice.tenderer.id;
        return html`<div class="page">
            ${lotHeader(view, t('opening.title'))}
            ${stepper(view)}
            ${suspendedLine(view, this.events)}
            ${view.phase === 'failed' ? html`<p class="notice bad">${t('opening.failed')}</p>` : nothing}
            <div class="split">
                <div class="stack">
                    ${loginLine(view)} ${incompleteLine(view)} ${sealedLine(view)}
                    ${app.role === 'bidder' && ownBid(view, view.envelope) && !staysSealed(view) && view.notice.policy !== 'officers' ? html`<kb-release .view=${view}></kb-release>` : nothing}
                    ${board ? this.counts(board, view) : nothing}
                </div>
                <aside class="aside" aria-label=${t('lot.aside')}>${nextMoment(view)}</aside>
            </div>
            ${supervising && view.phase === 'announced' ? html`<kb-excuse .view=${view} .board=${board}></kb-excuse>` : nothing}
            ${mine ? html`<kb-tenderer-acts .view=${view}></kb-tenderer-acts>` : nothing}
            <section aria-live="polite"><h2>${t(stageKey(board?.announced_at ? 'opening.announced' : 'opening.board', view))}</h2>
                ${hasTwo(view) ? html`<p class="muted">${t(`opening.envelope.${view.envelope}`)}</p>` : nothing}
                ${board ? this.table(board, view) : nothing}</section>
            ${board?.announced_at && board.rows.some(({ price }) => price) ? html`<section><h2>${t('opening.plot')}</h2>${pricePlot(board)}</section>` : nothing}
            ${view.envelope === 2 ? html`<section><h2>${t('opening.announced.1')}</h2>${this.table(this.first(), view)}</section>` : nothing}
            <section><h2>${t('lot.events')}</h2>${eventFeed(this.events, 12)}</section>
            ${lotActionRow(view)}
        </div>`;
    }

    private counts(board: BoardView, view: LotView): TemplateResult {
        const counts = board.counts;
        if (!counts) return html``;
        return html`<dl class="facts plain"><dt>${t('opening.count')}</dt><dd><strong>${counts.bids}</strong></dd>
            ${view.notice.policy === 'officers' ? nothing : html`<dt>${t('opening.released')}</dt><dd><strong>${counts.released}</strong> / ${counts.bids - counts.unopened}</dd>`}
            ${counts.unopened > 0 ? html`<dt>${t('bid.unopened')}</dt><dd><strong>${counts.unopened}</strong></dd>` : nothing}
            ${this.officers(view)}
            ${board.announced_at ? html`<dt>${t('opening.announced_at')}</dt><dd class="figures">${localTime(board.announced_at)}</dd>` : nothing}</dl>`;
    }

    /** Releases of the officers, of which nobody sees more than that they are there until the prices are announced. */
    private officers(view: LotView): TemplateResult | typeof nothing {
        const { panel } = view.notice;
        if (!panel) return nothing;
        const collected = eventsOfStage(view, this.events).filter(({ header }) => header.type === 'officer.sheets_released').length;
        return html`<dt>${t('opening.officers')}</dt><dd>${t('opening.officers.count', { have: collected, k: panel.k, n: panel.n })}</dd>`;
    }

    /** The board of the technical envelopes once that of the prices has taken its place. */
    private first(): BoardView {
        const rows = firstAnnounced(this.events).map((row, index): BoardRow => ({
            ...row, number: index + 1, submitted_at: null, short_hash: '',
            duration_days: row.sheet?.duration_days, quality: row.sheet?.quality, manager: row.sheet?.manager.name,
        }));
        return { ...this.board!, envelope: 1, rows, announced_at: this.board!.announced_at ?? '' };
    }

    private table(board: BoardView, view: LotView): TemplateResult {
        if (board.rows.length === 0) return html`<div class="empty"><p>${t(view.phase === 'failed' ? 'result.failed' : 'opening.empty')}</p></div>`;
        return boardTable(board, view.notice.envelopes, this.sort, (key) => (this.sort = { key, up: this.sort.key === key ? !this.sort.up : true }));
    }
}
