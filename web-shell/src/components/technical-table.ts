/** The result of the technical stage (双信封): what each bid has without its price, and whether its price is opened. */
import { html, nothing, type TemplateResult } from 'lit';
import type { BidOutcome, Criterion, LotView, TechnicalBid, TechnicalOutcome } from '../api/types';
import { compareFractions, decimalOf } from '../base/format';
import { hasMessage, local, t } from '../base/messages';
import { markCell } from './mark-cell';
import { tag } from './states';

/** Why a bid is not ranked, with the gate that it failed. */
export function rejectionText(view: LotView, { reason, subject }: NonNullable<BidOutcome['rejection']>): string {
    const key = `rejection.${reason}`;
    const criteria: Criterion[] = view.notice.method.sections.flatMap((section) => section.criteria);
    const failed = criteria.find((criterion) => criterion.key === subject);
    return [hasMessage(key) ? t(key) : reason, failed ? local(failed.title) : ''].filter(Boolean).join(t('punctuation.colon'));
}

/** A bid where a reader looks for it: its rank among all by score, null without one. */
export interface PlacedBid { bid: TechnicalBid; rank: number | null; passes: boolean }

/** Those who passed before the others, each by score and equal ones with one rank: the order of the record says nothing within the second part. */
export function placedBids({ bids, passing }: TechnicalOutcome): PlacedBid[] {
    const better = (left: TechnicalBid, right: TechnicalBid): number =>
        (left.quality === null || right.quality === null ? Number(left.quality === null) - Number(right.quality === null) : compareFractions(right.quality, left.quality));
    const rank = (bid: TechnicalBid): number | null => (bid.quality === null ? null : 1 + bids.filter((other) => better(other, bid) < 0).length);
    const placed = bids.map((bid) => ({ bid, rank: rank(bid), passes: passing.includes(bid.bid) }));
    return placed.sort((a, b) => Number(b.passes) - Number(a.passes) || better(a.bid, b.bid));
}

export function technicalTable(view: LotView, outcome: TechnicalOutcome, name: (bid: string) => string): TemplateResult {
    const sections = view.notice.method.sections.filter((section) => section.kind !== 'preliminary');
    const row = ({ bid, rank, passes }: PlacedBid): TemplateResult => html`<tr>
        <td data-label=${t('result.rank')}>${rank === null ? '—' : html`<strong>${rank}</strong>`}</td>
        <th scope="row" data-label=${t('board.bidder')}>${name(bid.bid)}</th>
        ${sections.map((section) => markCell(local(section.title), bid.sections.find((mark) => mark.section === section.key) ?? null))}
        <td class="amount" data-label=${t('technical.quality')}>${bid.quality === null ? '—' : html`<strong>${decimalOf(bid.quality)}</strong>`}</td>
        <td data-label=${t('technical.passing')}><span>${passes ? tag('good', 'tick', t('technical.passes')) : tag('bad', 'cross', t('technical.fails'))}
            ${bid.rejection ? html`<br><span class="small muted">${rejectionText(view, bid.rejection)}</span>` : nothing}</span></td></tr>`;
    const placed = placedBids(outcome);
    const group = (title: 'technical.passed' | 'technical.failed', rows: PlacedBid[]): TemplateResult | typeof nothing => (rows.length === 0 ? nothing : html`<tbody>
        <tr class="group"><th scope="rowgroup" colspan=${sections.length + 4}>${t(title, { n: rows.length })}</th></tr>${rows.map(row)}</tbody>`);
    return html`<div class="table-scroll" tabindex="0"><table class="cards"><thead><tr><th scope="col">${t('result.rank')}</th><th scope="col">${t('board.bidder')}</th>
        ${sections.map((section) => html`<th scope="col" class="amount">${local(section.title)}</th>`)}
        <th scope="col" class="amount">${t('technical.quality')}</th><th scope="col">${t('technical.passing')}</th></tr></thead>
        ${group('technical.passed', placed.filter(({ passes }) => passes))}${group('technical.failed', placed.filter(({ passes }) => !passes))}</table></div>`;
}
