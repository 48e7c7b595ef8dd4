/** An evaluation method in words and a table. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Criterion, Method } from '../api/types';
import { groupedAmount } from '../base/format';
import { local, t } from '../base/messages';

export function ruleText({ rule }: Criterion): string {
    if (rule.kind === 'gate') return t('method.gate');
    if (rule.kind === 'free') return t('method.range', { min: rule.minimum, max: rule.maximum, step: rule.step });
    return rule.bands.map((band) => `${local(band.title)} ${band.minimum}–${band.maximum}`).join('; ');
}

export function methodView(method: Method): TemplateResult {
    const { price } = method;
    const low = price.kind === 'low_price';
    return html`<div class="stack">
        <p>${low ? t('method.low_price', { points: price.points }) : t('method.lowest_evaluated')}
            ${!low && price.minimum_price ? t('method.minimum', { amount: groupedAmount(price.minimum_price) }) : ''}</p>
        ${method.sections.length === 0 ? nothing : html`<div class="table-scroll" tabindex="0"><table class="narrow">
            <thead><tr><th scope="col">${t('method.section')}</th><th scope="col">${t('method.criterion')}</th>
                <th scope="col">${t('method.how')}</th><th scope="col">${t('method.clause')}</th></tr></thead>
            <tbody>${method.sections.flatMap((section) => section.criteria.map((criterion, index) => html`<tr>
                ${index === 0 ? html`<th scope="rowgroup" rowspan=${section.criteria.length}>${local(section.title)}
                    ${section.points === '0' ? '' : html`<br><span class="muted small">${t('method.points', { points: section.points })}</span>`}</th>` : nothing}
                <td>${local(criterion.title)}</td><td>${ruleText(criterion)}</td><td class="muted small">${criterion.clause}</td></tr>`))}</tbody>
        </table></div>`}
        <p class="muted small">${t('method.ranking', { keys: method.ranking.map((key) => t(`rank.${key}` as 'rank.total')).join(' → ') })}</p>
    </div>`;
}
