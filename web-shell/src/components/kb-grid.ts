/** Score grid as a table: what every expert gave every bid, with the deviation from the experts' median. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { api } from '../api/client';
import type { GridCell, GridView } from '../api/types';
import { KbElement } from '../base/element';
import { local, t } from '../base/messages';

@customElement('kb-grid')
export class KbGrid extends KbElement {
    @property() lot = '';
    @state() private grid: GridView | null = null;

    protected override firstUpdated(): void {
        void api.grid(this.lot).then((grid) => (this.grid = grid), () => undefined);
    }

    protected override render(): TemplateResult | typeof nothing {
        const grid = this.grid;
        if (!grid || grid.criteria.length === 0 || grid.bids.length === 0) return nothing;
        return html`<section><h2>${t('grid.title')}</h2><p class="muted small">${t('grid.public')}</p>${grid.bids.map((bid) => html`<details><summary>${bid.bidder.name}</summary>
            <div class="table-scroll" tabindex="0"><table class="cards"><thead><tr><th scope="col">${t('method.criterion')}</th>
                ${grid.experts.map((expert) => html`<th scope="col" class="amount">${expert.name}</th>`)}</tr></thead>
            <tbody>${grid.criteria.map((criterion, row) => html`<tr><th scope="row">${local(criterion.title)}</th>
                ${grid.experts.map((expert, column) => html`<td class="amount" data-label=${expert.name}>${cellText(bid.cells[row]?.[column])}</td>`)}</tr>`)}</tbody></table></div></details>`)}</section>`;
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
