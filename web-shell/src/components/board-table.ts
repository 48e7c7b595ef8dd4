/** The opening board as a table; the same rows that a canvas will draw. Amounts are compared exactly, as text. */
import { html, nothing, type TemplateResult } from 'lit';
import type { BoardRow, BoardView } from '../api/types';
import { errorSentence } from '../base/errors';
import { groupedAmount, localTime } from '../base/format';
import { t } from '../base/messages';
import { bidStateTag } from './states';

export interface Sort { key: string; up: boolean }

/** Order of two amounts in yuan with two decimals; missing ones last. */
export function compareAmounts(left: string | null | undefined, right: string | null | undefined): number {
    if (!left || !right) return left ? -1 : right ? 1 : 0;
    return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
}

const orders: Record<string, (a: BoardRow, b: BoardRow) => number> = {
    number: (a, b) => a.number - b.number,
    bidder: (a, b) => (a.bidder?.name ?? '').localeCompare(b.bidder?.name ?? '', 'zh'),
    price: (a, b) => compareAmounts(a.price, b.price),
    duration: (a, b) => (a.duration_days ?? Infinity) - (b.duration_days ?? Infinity),
    state: (a, b) => a.state.localeCompare(b.state),
};

/** What is told of each bid: with two envelopes first everything but the prices, then these and what else their sheets say. */
interface Columns { bidder: boolean; price: boolean; terms: boolean }

function columnsOf(board: BoardView, envelopes: number): Columns {
    return {
        bidder: board.rows.some(({ bidder }) => bidder),
        price: board.envelope === envelopes,
        terms: board.envelope === 1 || board.rows.some((row) => row.duration_days || row.quality || row.manager),
    };
}

/** `envelopes`: how many the lot has. */
export function boardTable(board: BoardView, envelopes: number, sort: Sort, choose: (key: string) => void): TemplateResult {
    const announced = board.announced_at !== null;
    const columns = columnsOf(board, envelopes);
    const order = orders[announced ? sort.key : 'number'] ?? orders.number!;
    const rows = [...board.rows].sort((a, b) => (sort.up || !announced ? order(a, b) : -order(a, b)));
    const head = (key: string, label: string, kind = ''): TemplateResult => html`<th scope="col" class=${kind}
        aria-sort=${sort.key === key ? (sort.up ? 'ascending' : 'descending') : nothing}>
        <button type="button" class="sort" @click=${() => choose(key)}>${label}</button></th>`;
    return html`<div class="table-scroll" tabindex="0"><table class="cards">
        <caption class="visually-hidden">${t('opening.board')}</caption>
        <thead><tr>${announced
            ? html`${head('bidder', t('board.bidder'))}
                ${columns.price ? html`${head('price', t('board.price'), 'amount')}<th scope="col">${t('board.capital')}</th>` : nothing}
                ${columns.terms ? html`${head('duration', t('board.duration'), 'amount')}<th scope="col">${t('board.quality')}</th><th scope="col">${t('board.manager')}</th>` : nothing}
                ${head('state', t('board.state'))}`
            : html`<th scope="col">${t('board.number')}</th>${columns.bidder ? html`<th scope="col">${t('board.bidder')}</th>` : nothing}<th scope="col">${t('board.submitted')}</th><th scope="col">${t('board.hash')}</th><th scope="col">${t('board.state')}</th>`}
        </tr></thead>
        <tbody>${rows.map((row) => (announced ? announcedRow(row, columns) : sealedRow(row, columns)))}</tbody>
    </table></div>`;
}

function stateCell(row: BoardRow): TemplateResult {
    return html`<td data-label=${t('board.state')}><span>${bidStateTag(row.state)}
        ${row.reason ? html`<br><span class="small muted">${errorSentence(row.reason)}</span>` : nothing}</span></td>`;
}

function announcedRow(row: BoardRow, { price, terms }: Columns): TemplateResult {
    return html`<tr><th scope="row" data-label=${t('board.bidder')}>${row.bidder?.name ?? '—'}</th>
        ${price ? html`<td class="amount" data-label=${t('board.price')}><strong>${groupedAmount(row.price)}</strong></td>
            <td class="capital-text" data-label=${t('board.capital')}>${row.price_capital ?? '—'}</td>` : nothing}
        ${terms ? html`<td class="amount" data-label=${t('board.duration')}>${row.duration_days || '—'}</td>
            <td data-label=${t('board.quality')}>${row.quality || '—'}</td>
            <td data-label=${t('board.manager')}>${row.manager || '—'}</td>` : nothing}${stateCell(row)}</tr>`;
}

function sealedRow(row: BoardRow, { bidder }: Columns): TemplateResult {
    return html`<tr><th scope="row" data-label=${t('board.number')}>${row.number}</th>
        ${bidder ? html`<td data-label=${t('board.bidder')}>${row.bidder?.name ?? '—'}</td>` : nothing}
        <td class="figures" data-label=${t('board.submitted')}>${localTime(row.submitted_at)}</td>
        <td data-label=${t('board.hash')}><span class="hash">${row.short_hash}</span></td>${stateCell(row)}</tr>`;
}
