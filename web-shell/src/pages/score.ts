/** Score entry of one expert: criteria × bids, checked for range and step while typing, kept as a draft, then signed. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { stepProblem } from '../acts/score-check';
import { envelope, showAndSign } from '../acts/signing';
import { api } from '../api/client';
import type { BoardRow, BoardView, Criterion, GridView, LotView } from '../api/types';
import { app } from '../app/state';
import { LotPage } from '../base/page';
import { groupedAmount } from '../base/format';
import { local, t } from '../base/messages';
import { checksOf } from '../components/kb-grid';
import { errorSummary, focusSummary, type FieldErrors } from '../components/kb-field';
import { lotHeader } from '../components/lot-header';
import { ruleText } from '../components/method-view';
import { stored } from '../keys/database';
import '../components/kb-bid-volumes';

const cellId = (bid: string, criterion: string): string => `s-${bid}-${criterion}`;

@customElement('page-score')
export class PageScore extends LotPage {
    @state() private board: BoardView | null = null;
    @state() private values: Record<string, string> = {};
    /** Once the person wanted to sign, what is wrong is shown, and no longer once it is mended. */
    @state() private checked = false;
    @state() private failure: unknown = null;
    @state() private signed = false;
    @state() private savedAt = '';
    /** Before this expert signs it has the checks of the prices alone. */
    @state() private grid: GridView | null = null;
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
        this.grid = await api.grid(this.lot).catch(() => null);
    }

    private rows(): BoardRow[] {
        return (this.board?.rows ?? []).filter((row) => row.state === 'opened');
    }

    private set(bid: string, criterion: string, value: string): void {
        const id = cellId(bid, criterion);
        this.values = { ...this.values, [id]: value };
        void stored.put('drafts', { key: this.draftKey, values: this.values }).then(() => (this.savedAt = new Date().toISOString()));
    }

    private problemOf(criterion: Criterion, row: BoardRow): string {
        return stepProblem(criterion.rule, this.values[cellId(row.bid, criterion.key)] ?? '');
    }

    /** A line for each wrong cell; those of one criterion that were left open share a line, which leads to the first. */
    private problems(criteria: Criterion[]): FieldErrors {
        const errors: FieldErrors = {};
        for (const criterion of criteria) {
            const open = this.rows().filter((row) => !this.values[cellId(row.bid, criterion.key)]);
            if (open.length > 0) errors[cellId(open[0]!.bid, criterion.key)] = `${local(criterion.title)}: ${t('score.open', { n: open.length })}`;
            for (const row of this.rows()) {
                const problem = this.problemOf(criterion, row);
                if (problem && !open.includes(row)) errors[cellId(row.bid, criterion.key)] = `${local(criterion.title)} · ${row.bidder?.name ?? row.number}: ${problem}`;
            }
        }
        return errors;
    }

    private async submit(event: Event, view: LotView): Promise<void> {
        event.preventDefault();
        const criteria = view.notice.method.sections.flatMap((section) => section.criteria);
        this.checked = true;
        this.failure = null;
        if (Object.keys(this.problems(criteria)).length > 0) return void this.updateComplete.then(() => focusSummary(this));
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
            ${this.signed ? html`<div class="notice good"><p>${t('score.signed')}</p><div><a class="button" href="/lots/${view.lot}/result">${t('score.to_result')}</a></div></div>` : this.form(view)}</div>`;
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
            ${this.grid?.checks?.findings.length ? checksOf(this.grid) : nothing}
            ${this.checked ? errorSummary(t('form.wrong'), this.problems(view.notice.method.sections.flatMap((section) => section.criteria))) : nothing}
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
        const wrong = (this.checked || value !== '') && this.problemOf(criterion, row);
        const invalid = wrong ? 'true' : nothing;
        if (criterion.rule.kind === 'gate') {
            return html`<select id=${id} aria-label=${label} aria-invalid=${invalid} @change=${change}>
                ${[['', '—'], ['pass', t('score.pass')], ['fail', t('score.fail')]].map(([key, text]) => html`<option value=${key!} ?selected=${value === key}>${text}</option>`)}</select>`;
        }
        return html`<input id=${id} aria-label=${label} inputmode="decimal" .value=${value} @input=${change} aria-invalid=${invalid}
            title=${wrong || nothing}>`;
    }
}
