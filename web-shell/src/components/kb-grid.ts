/** Score grid as a table: what every expert gave every bid, with the deviation from the experts' median, and what the checks say. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { api } from '../api/client';
import type { Finding, GridCell, GridView } from '../api/types';
import { KbElement } from '../base/element';
import { decimalOf } from '../base/format';
import { local, t } from '../base/messages';

@customElement('kb-grid')
export class KbGrid extends KbElement {
    @property() lot = '';
    /** The result is signed: before that only the tenderer, the supervisor and, each for itself, the experts see anything. */
    @property({ type: Boolean }) published = false;
    @state() private grid: GridView | null = null;

    protected override firstUpdated(): void {
        void api.grid(this.lot).then((grid) => (this.grid = grid), () => undefined);
    }

    protected override render(): TemplateResult | typeof nothing {
        const grid = this.grid;
        if (!grid || grid.criteria.length === 0 || grid.bids.length === 0) return nothing;
        return html`<section><h2>${t('grid.title')}</h2>${this.published ? html`<p class="muted small">${t('grid.public')}</p>` : nothing}<p class="muted small">${t('grid.deviation')}</p>${grid.bids.map((bid) => html`<details><summary>${bid.bidder.name}</summary>
            <div class="table-scroll" tabindex="0"><table class="cards"><thead><tr><th scope="col">${t('method.criterion')}</th>
                ${grid.experts.map((expert) => html`<th scope="col" class="amount">${expert.name}</th>`)}</tr></thead>
            <tbody>${grid.criteria.map((criterion, row) => html`<tr><th scope="row">${local(criterion.title)}</th>
                ${grid.experts.map((expert, column) => html`<td class="amount" data-label=${expert.name}>${cellText(bid.cells[row]?.[column])}</td>`)}</tr>`)}</tbody></table></div></details>`)}</section>${checksOf(grid)}`;
    }
}

/** What to look at again before a score is signed or a result. */
export function checksOf(grid: GridView): TemplateResult | typeof nothing {
    if (!grid.checks) return nothing;
    const { concordance, findings } = grid.checks;
    return html`<section class="checks"><h2>${t('grid.checks')}</h2>
        ${findings.length === 0 ? html`<p>${t('grid.checks.none')}</p>` : html`<p>${t('grid.checks.lead')}</p>
            <ul>${findings.map((finding) => html`<li>${findingText(grid, finding)}</li>`)}</ul>`}
        ${concordance === null ? nothing : html`<p class="muted small">${t('grid.concordance', { w: decimalOf(concordance) })}</p>`}</section>`;
}

/** In words; numbers as decimals, the exact fractions are in the answer. */
function findingText(grid: GridView, finding: Finding): string {
    const [n0 = '', n1 = '', n2 = ''] = finding.numbers.map((number) => decimalOf(number));
    const criterion = grid.criteria.find((one) => one.key === finding.criterion);
    const words = {
        n0, n1, n2,
        bidder: grid.bids.find((one) => one.bid === finding.bid)?.bidder.name ?? '—',
        criterion: criterion ? local(criterion.title) : (finding.criterion ?? ''),
        error: finding.error ?? '',
        expert: grid.experts.find((one) => one.id === finding.expert)?.name ?? finding.expert ?? '',
    };
    switch (finding.kind) {
        case 'missing_item': return t('grid.check.missing_item', words);
        case 'wrong_item': return t('grid.check.wrong_item', words);
        case 'objective_differs': return finding.numbers.length === 0 ? t('grid.check.objective_verdict_differs', words) : t('grid.check.objective_differs', words);
        case 'outlier': return t('grid.check.outlier', words);
        case 'winner_depends_on_expert': return t(finding.bid ? 'grid.check.winner_depends_on_expert' : 'grid.check.no_winner_without_expert', words);
        case 'abnormally_low_of_others': return t('grid.check.abnormally_low_of_others', words);
        case 'abnormally_low_of_next': return t('grid.check.abnormally_low_of_next', words);
    }
}

function cellText(cell: GridCell | undefined): TemplateResult | string {
    switch (cell?.state) {
        case 'score': return html`<span>${cell.score}${cell.deviation && cell.deviation !== '0' ? html` <span class="fraction">${cell.deviation.startsWith('-') ? '' : '+'}${cell.deviation}</span>` : nothing}</span>`;
        case 'pass': return t('score.pass');
        case 'fail': return t('score.fail');
        default: return '—';
    }
}
