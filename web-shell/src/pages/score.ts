/** Score entry of one expert: criteria × bids, checked for range and step while typing, kept as a draft, then signed. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { eventsOfStage, hasTwo } from '../acts/envelopes';
import { entriesOf, scoreOf, type Entry } from '../acts/score-check';
import { envelope, showAndSign } from '../acts/signing';
import { api } from '../api/client';
import type { BoardRow, BoardView, Criterion, GridView, LotView } from '../api/types';
import { app } from '../app/state';
import { LotPage } from '../base/page';
import { groupedAmount } from '../base/format';
import { local, t } from '../base/messages';
import { checksOf } from '../components/kb-grid';
import { errorSummary, focusSummary, type FieldErrors } from '../components/kb-field';
import { lotHeader, lotName } from '../components/lot-header';
import { stageKey } from '../components/states';
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

    protected override async loaded(view: LotView): Promise<void> {
        const [board, events] = await Promise.all([api.board(this.lot), api.events(this.lot)]);
        this.board = board;
        this.officers = eventsOfStage(view, events).filter(({ header }) => header.type === 'officer.volumes_released').length;
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

    private entered(row: BoardRow, key: string): string {
        return this.values[cellId(row.bid, key)] ?? '';
    }

    /** A line for each wrong field; those of one criterion that were left open share a line, which leads to the first. */
    private problems(criteria: Criterion[]): FieldErrors {
        const errors: FieldErrors = {};
        for (const criterion of criteria) {
            const entries = entriesOf(criterion);
            const open = this.rows().filter((row) => entries.some(({ key }) => this.entered(row, key) === ''));
            const first = open[0] && entries.find(({ key }) => this.entered(open[0]!, key) === '');
            if (first) errors[cellId(open[0]!.bid, first.key)] = `${local(criterion.title)}${t('punctuation.colon')}${t('score.open', { n: open.length })}`;
            for (const row of this.rows()) {
                for (const { key, label, problem } of entries) {
                    const found = problem(this.entered(row, key));
                    if (found && this.entered(row, key) !== '')
                        errors[cellId(row.bid, key)] = `${[local(criterion.title), label, row.bidder?.name ?? row.number].filter(Boolean).join(' · ')}${t('punctuation.colon')}${found}`;
                }
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
            ({ bid: row.bid, criterion: criterion.key, value: scoreOf(criterion, (key) => this.entered(row, key)) })));
        const marks = this.rows().map((row): [string, string] => [row.bidder?.name ?? String(row.number),
            criteria.map((criterion) => `${local(criterion.title)} ${this.shown(criterion, row)}`).join(' · ')]);
        try {
            const jws = await showAndSign({ title: t('score.sign'), purpose: 'score', facts: [[t('lot.title'), lotName(view.notice)], ...marks], warning: t('score.sign.warning'),
                payload: { ...envelope('score', view.lot, view), cells } });
            await api.command(view.lot, jws);
            this.signed = true;
        } catch (error) {
            this.failure = error;
        }
    }

    private shown(criterion: Criterion, row: BoardRow): string {
        return entriesOf(criterion).map(({ key, label }) => {
            const value = this.entered(row, key);
            return `${label ? `${label} × ` : ''}${value === 'pass' ? t('score.pass') : value === 'fail' ? t('score.fail') : value}`;
        }).join(', ');
    }

    protected override content(view: LotView): TemplateResult {
        return html`<div class="page">${lotHeader(view, t('score.title'))}
            ${view.phase === 'announced' && this.rows().length > 0 ? this.volumes(view) : nothing}
            ${this.signed && view.envelope === 1 ? html`<div class="notice good"><p>${t('score.signed')}</p><div><a class="button" href="/lots/${view.lot}/result">${t('score.to_result')}</a></div></div>` : this.form(view)}</div>`;
    }

    private volumes(view: LotView): TemplateResult {
        const { panel } = view.notice;
        const released = !panel || this.officers >= panel.k;
        return html`<section class="stack-tight"><h2>${t(stageKey('volumes.title', view))}</h2><p class="muted small">${t('volumes.lead')}</p>
            ${released ? nothing : html`<p class="notice" role="status">${t('volumes.officers', { have: this.officers, k: panel.k })}</p>`}
            <div class="volumes">${this.rows().map((row) => html`<kb-bid-volumes .view=${view} .row=${row} .released=${released}></kb-bid-volumes>`)}</div></section>`;
    }

    private form(view: LotView): TemplateResult {
        if (view.envelope === 2) return html`<div class="empty"><p>${t('score.over')}</p></div>`;
        if (view.phase !== 'announced') return html`<div class="empty"><p>${t(stageKey('score.not_yet', view))}</p></div>`;
        const rows = this.rows();
        const price = (row: BoardRow): string => (hasTwo(view) ? '' : `${groupedAmount(row.price)} ${t('money.yuan')}`);
        return html`<form @submit=${(event: Event) => this.submit(event, view)} novalidate>
            <p>${t('score.lead')} ${hasTwo(view) ? t('score.lead.technical') : nothing}</p>
            ${this.grid?.checks?.findings.length ? checksOf(this.grid) : nothing}
            ${this.checked ? errorSummary(t('form.wrong'), this.problems(view.notice.method.sections.flatMap((section) => section.criteria))) : nothing}
            ${view.notice.method.sections.map((section) => html`<section class="stack-tight"><h2>${local(section.title)}</h2>
                <div class="table-scroll" tabindex="0"><table class="score-table cards"><thead><tr><th scope="col">${t('method.criterion')}</th>
                    ${rows.map((row) => html`<th scope="col">${row.bidder?.name ?? row.number}<small class="figures">${price(row)}</small></th>`)}</tr></thead>
                <tbody>${section.criteria.map((criterion) => html`<tr><th scope="row"><strong>${local(criterion.title)}</strong>
                    <small>${ruleText(criterion)}</small><small>${local(criterion.guidance)}</small></th>
                    ${rows.map((row) => html`<td data-label=${`${row.bidder?.name ?? row.number} ${price(row)}`}>${this.cell(criterion, row)}</td>`)}</tr>`)}</tbody></table></div></section>`)}
            <kb-problem .error=${this.failure}></kb-problem>
            <div class="row"><button class="primary">${t('action.review_sign')}</button>
                ${this.savedAt ? html`<span class="muted small" role="status">${t('score.draft')}</span>` : nothing}</div>
        </form>`;
    }

    private cell(criterion: Criterion, row: BoardRow): TemplateResult {
        return html`<div class="entries">${entriesOf(criterion).map((entry) => html`<div class="entry">${this.field(criterion, row, entry)}</div>`)}</div>`;
    }

    private field(criterion: Criterion, row: BoardRow, { key, label, problem }: Entry): TemplateResult {
        const id = cellId(row.bid, key);
        const value = this.entered(row, key);
        const name = [local(criterion.title), label, row.bidder?.name ?? row.number].filter(Boolean).join(' ');
        const change = (event: Event): void => this.set(row.bid, key, (event.target as HTMLInputElement).value.trim());
        const wrong = (this.checked || value !== '') && problem(value);
        const invalid = wrong ? 'true' : nothing;
        const described = wrong && value !== '' ? `${id}-error` : nothing;
        if (criterion.rule.kind === 'gate') {
            return html`<select id=${id} aria-label=${name} aria-invalid=${invalid} @change=${change}>
                ${[['', '—'], ['pass', t('score.pass')], ['fail', t('score.fail')]].map(([key, text]) => html`<option value=${key!} ?selected=${value === key}>${text}</option>`)}</select>`;
        }
        return html`${label ? html`<small>${label}</small>` : nothing}<input id=${id} aria-label=${name} inputmode=${label ? 'numeric' : 'decimal'} .value=${value}
            @input=${change} aria-invalid=${invalid} aria-describedby=${described}>
            ${described === nothing ? nothing : html`<small class="error" id=${described}>${wrong}</small>`}`;
    }
}
