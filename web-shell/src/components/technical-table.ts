/** The result of the technical stage (双信封): what each bid has without its price, and whether its price is opened. */
import { html, nothing, type TemplateResult } from 'lit';
import type { BidOutcome, Criterion, LotView, TechnicalBid, TechnicalOutcome } from '../api/types';
import { decimalOf } from '../base/format';
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

export function technicalTable(view: LotView, { bids, passing }: TechnicalOutcome, name: (bid: string) => string): TemplateResult {
    const sections = view.notice.method.sections.filter((section) => section.kind !== 'preliminary');
    const row = (bid: TechnicalBid): TemplateResult => html`<tr><th scope="row" data-label=${t('board.bidder')}>${name(bid.bid)}</th>
        ${sections.map((section) => markCell(local(section.title), bid.sections.find((mark) => mark.section === section.key) ?? null))}
        <td class="amount" data-label=${t('technical.quality')}>${bid.quality === null ? '—' : html`<strong>${decimalOf(bid.quality)}</strong>`}</td>
        <td data-label=${t('technical.passing')}><span>${passing.includes(bid.bid) ? tag('good', 'tick', t('technical.passes')) : tag('bad', 'cross', t('technical.fails'))}
            ${bid.rejection ? html`<br><span class="small muted">${rejectionText(view, bid.rejection)}</span>` : nothing}</span></td></tr>`;
    return html`<div class="table-scroll" tabindex="0"><table class="cards"><thead><tr><th scope="col">${t('board.bidder')}</th>
        ${sections.map((section) => html`<th scope="col" class="amount">${local(section.title)}</th>`)}
        <th scope="col" class="amount">${t('technical.quality')}</th><th scope="col">${t('technical.passing')}</th></tr></thead>
        <tbody>${bids.map(row)}</tbody></table></div>`;
}
