/** The supervisor finds that bids could not be released for a cause outside their bidders: 撤回 instead of 撤销 (EB 31). */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { envelope, showAndSign } from '../acts/signing';
import { api } from '../api/client';
import type { BoardView, LotView } from '../api/types';
import { KbElement } from '../base/element';
import { t } from '../base/messages';
import { errorSummary, field, focusSummary, type FieldErrors } from './kb-field';
import { lotName } from './lot-header';

@customElement('kb-excuse')
export class KbExcuse extends KbElement {
    @property({ attribute: false }) view: LotView | null = null;
    @property({ attribute: false }) board: BoardView | null = null;
    @state() private chosen = new Set<string>();
    @state() private reason = '';
    @state() private errors: FieldErrors = {};
    @state() private error: unknown = null;

    private choose(bid: string, on: boolean): void {
        this.chosen = new Set([...this.chosen].filter((other) => other !== bid).concat(on ? [bid] : []));
    }

    private async act(event: Event): Promise<void> {
        event.preventDefault();
        const view = this.view!;
        const reason = this.reason.trim();
        this.errors = {
            ...(reason ? {} : { 'excuse-reason': t('supervise.reason.missing') }),
            ...(this.chosen.size > 0 ? {} : { 'excuse-bids': t('excuse.none') }),
        };
        if (Object.keys(this.errors).length > 0) return void this.updateComplete.then(() => focusSummary(this));
        const bids = [...this.chosen].sort();
        const names = this.board!.rows.filter(({ bid }) => this.chosen.has(bid)).map((row) => row.bidder?.name ?? row.bid);
        this.error = null;
        try {
            const jws = await showAndSign({
                title: t('excuse.do'), purpose: 'excuse',
                payload: { ...envelope('excuse', view.lot, view), bids, reason: { zh: reason, en: reason } },
                facts: [[t('lot.title'), lotName(view.notice)], [t('excuse.bids'), names.join('、')], [t('supervise.reason'), reason]],
            });
            await api.command(view.lot, jws);
            this.reason = '';
            this.chosen = new Set();
        } catch (error) {
            this.error = error;
        }
    }

    protected override render(): TemplateResult | typeof nothing {
        const rows = this.board?.rows.filter(({ state }) => state === 'revoked') ?? [];
        if (rows.length === 0) return nothing;
        return html`<section class="stack no-print"><h2>${t('excuse.title')}</h2><p>${t('excuse.lead')}</p>
            <form @submit=${(event: Event) => this.act(event)}>
                ${errorSummary(t('form.wrong'), this.errors)}
                <fieldset id="excuse-bids"><legend>${t('excuse.bids')}</legend>${rows.map((row) => html`<label class="row">
                    <input type="checkbox" .checked=${this.chosen.has(row.bid)} @change=${(event: Event) => this.choose(row.bid, (event.target as HTMLInputElement).checked)}>
                    ${row.number}. ${row.bidder?.name ?? row.bid}</label>`)}</fieldset>
                ${field({ id: 'excuse-reason', label: t('supervise.reason'), hint: t('supervise.reason.hint'), value: this.reason, rows: 3,
                    change: (value) => (this.reason = value), error: this.errors['excuse-reason'] })}
                <kb-problem .error=${this.error}></kb-problem>
                <div><button class="danger">${t('excuse.do')}</button></div>
            </form></section>`;
    }
}
