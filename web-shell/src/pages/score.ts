/** Score entry of one expert: criteria × bids, checked for range and step while typing, kept as a draft, then signed. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { stepProblem } from '../acts/score-check';
import { envelope, showAndSign } from '../acts/signing';
import { api } from '../api/client';
import type { BoardRow, BoardView, Criterion, LotView } from '../api/types';
import { app } from '../app/state';
import { LotPage } from '../base/page';
import { groupedAmount } from '../base/format';
import { local, t } from '../base/messages';
import { errorSummary, focusSummary, without, type FieldErrors } from '../components/kb-field';
import { lotHeader } from '../components/lot-header';
import { ruleText } from '../components/method-view';
import { stored } from '../keys/database';
import '../components/kb-bid-volumes';

const cellId = (bid: string, criterion: string): string => `s-${bid}-${criterion}`;

@customElement('page-score')
export class PageScore extends LotPage {
    @state() private board: BoardView | null = null;
    @state() private values: Record<string, string> = {};
    @state() private errors: FieldErrors = {};
    @state() private failure: unknown = null;
    @state() private signed = false;
    @state() private savedAt = '';
    /** How many officers released the volumes. */
    @state() private officers = 0;
    private restored = false;

    private get draftKey(): string {
        return `score ${this.lot} ${app.session?.id ?? ''}`;
    }

    protected override async loaded(): Promise<void> {
        const [board, events] = await Promise.all([api.board(this.lot), api.events(this.lot)]);
        this.board = board;
        this.officers = events.filter(({ header }) => header.type === 'officer.volumes_released').length;
        if (this.restored) return;
        this.restored = true;
        const draft = await stored.get<{ values: Record<string, string> }>('drafts', this.draftKey);
        if (draft) this.values = draft.values;
        const mine = await api.my(this.lot).catch(() => null);
        this.signed = Boolean(mine?.sheet);
    }

    private rows(): BoardRow[] {
        return (this.board?.rows ?? []).filter((row) => row.state === 'opened');
    }

    private set(bid: string, criterion: string, value: string): void {
        const id = cellId(bid, criterion);
        this.values = { ...this.values, [id]: value };
        this.errors = without(this.errors, id);
        void stored.put('drafts', { key: this.draftKey, values: this.values }).then(() => (this.savedAt = new Date().toISOString()));
    }

    private check(criteria: Criterion[]): FieldErrors {
        const errors: FieldErrors = {};
        for (const criterion of criteria) {
            for (const row of this.rows()) {
                const id = cellId(row.bid, criterion.key);
                const problem = stepProblem(criterion.rule, this.values[id] ?? '');
                if (problem) errors[id] = `${local(criterion.title)} · ${row.bidder?.name ?? row.number}: ${problem}`;
            }
        }
        return errors;
    }

    private async submit(event: Event, view: LotView): Promise<void> {
        event.preventDefault();
        const criteria = view.notice.method.sections.flatMap((section) => section.criteria);
        this.errors = this.check(criteria);
        this.failure = null;
        if (Object.keys(this.errors).length > 0) return void this.updateComplete.then(() => focusSummary(this));
        const cells = criteria.flatMap((criterion) => this.rows().map((row) =>
            ({ bid: row.bid, criterion: criterion.key, value: this.values[cellId(row.bid, criterion.key)]! })));
        const facts = this.rows().map((row): [string, string] => [row.bidder?.name ?? String(row.number),
            criteria.map((criterion) => `${local(criterion.title)} ${this.shown(this.values[cellId(row.bid, criterion.key)]!)}`).join(' · ')]);
        try {
            const jws = await showAndSign({ title: t('score.sign'), purpose: 'score', facts, warning: t('score.sign.warning'),
                payload: { ...envelope('score', view.lot, view), cells } });
            await api.command(view.lot, jws);
            this.signed = true;
        } catch (error) {
            this.failure = error;
        }
    }

    private shown(value: string): string {
        return value === 'pass' ? t('score.pass') : value === 'fail' ? t('score.fail') : value;
    }

    protected override content(view: LotView): TemplateResult {
        return html`<div class="page">${lotHeader(view, t('score.title'))}
            ${view.phase === 'announced' && this.rows().length > 0 ? this.volumes(view) : nothing}
            ${this.signed ? html`<div class="notice good"><p>${t('score.signed')}</p></div>` : this.form(view)}</div>`;
    }

    private volumes(view: LotView): TemplateResult {
        const { panel } = view.notice;
        const released = !panel || this.officers >= panel.k;
        return html`<section class="stack-tight"><h2>${t('volumes.title')}</h2><p class="muted small">${t('volumes.lead')}</p>
            ${released ? nothing : html`<p class="notice" role="status">${t('volumes.officers', { have: this.officers, k: panel.k })}</p>`}
            <div class="volumes">${this.rows().map((row) => html`<kb-bid-volumes .view=${view} .row=${row} .released=${released}></kb-bid-volumes>`)}</div></section>`;
    }

    private form(view: LotView): TemplateResult {
        if (view.phase !== 'announced') return html`<div class="empty"><p>${t('score.not_yet')}</p></div>`;
        const rows = this.rows();
        return html`<form @submit=${(event: Event) => this.submit(event, view)} novalidate>
            <p>${t('score.lead')}</p>
            ${errorSummary(t('form.wrong'), this.errors)}
            ${view.notice.method.sections.map((section) => html`<section class="stack-tight"><h2>${local(section.title)}</h2>
                <div class="table-scroll" tabindex="0"><table class="score-table cards"><thead><tr><th scope="col">${t('method.criterion')}</th>
                    ${rows.map((row) => html`<th scope="col">${row.bidder?.name ?? row.number}<small class="figures">${groupedAmount(row.price)}</small></th>`)}</tr></thead>
                <tbody>${section.criteria.map((criterion) => html`<tr><th scope="row"><strong>${local(criterion.title)}</strong>
                    <small>${ruleText(criterion)}</small><small>${local(criterion.guidance)}</small></th>
                    ${rows.map((row) => html`<td data-label=${`${row.bidder?.name ?? row.number} ${groupedAmount(row.price)}`}>${this.cell(criterion, row)}</td>`)}</tr>`)}</tbody></table></div></section>`)}
            <kb-problem .error=${this.failure}></kb-problem>
            <div class="row"><button class="primary">${t('action.review_sign')}</button>
                ${this.savedAt ? html`<span class="muted small" role="status">${t('score.draft')}</span>` : nothing}</div>
        </form>`;
    }

    private cell(criterion: Criterion, row: BoardRow): TemplateResult {
        const id = cellId(row.bid, criterion.key);
        const value = this.values[id] ?? '';
        const label = `${local(criterion.title)} ${row.bidder?.name ?? row.number}`;
        const change = (event: Event): void => this.set(row.bid, criterion.key, (event.target as HTMLInputElement).value.trim());
        const invalid = this.errors[id] ? 'true' : nothing;
        if (criterion.rule.kind === 'gate') {
            return html`<select id=${id} aria-label=${label} aria-invalid=${invalid} @change=${change}>
                ${[['', '—'], ['pass', t('score.pass')], ['fail', t('score.fail')]].map(([key, text]) => html`<option value=${key!} ?selected=${value === key}>${text}</option>`)}</select>`;
        }
        const wrong = value !== '' && stepProblem(criterion.rule, value);
        return html`<input id=${id} aria-label=${label} inputmode="decimal" .value=${value} @input=${change} aria-invalid=${wrong ? 'true' : invalid}
            title=${wrong || nothing}>`;
    }
}
