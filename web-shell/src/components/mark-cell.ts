/** A number of a result: as the method rounds it, and the exact fraction where it is one. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Mark } from '../api/types';
import { decimalOf, groupedAmount } from '../base/format';

export const shown = (mark: Mark): string => mark.rounded ?? decimalOf(mark.exact);

/** Prices are exact numbers of yuan; whole ones are written with cents like all amounts. */
export const withCents = (yuan: string): string => (/^\d+$/.test(yuan) ? `${yuan}.00` : yuan);

export function markCell(label: string, mark: Mark | null, money = false): TemplateResult {
    if (!mark) return html`<td class="amount" data-label=${label}>—</td>`;
    const text = money ? groupedAmount(withCents(shown(mark))) : shown(mark);
    const fraction = mark.exact.includes('/') ? html`<br><span class="fraction">${mark.exact}</span>` : nothing;
    return html`<td class="amount" data-label=${label}><span>${text}${fraction}</span></td>`;
}
