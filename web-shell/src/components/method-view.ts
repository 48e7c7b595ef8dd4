/** An evaluation method in words and a table. */
import { html, nothing, type TemplateResult } from 'lit';
import { groupName, groupsOf, needsChair, needsCommittee } from '../acts/committee';
import type { Criterion, Method, Notice, PriceRule, TechnicalStage } from '../api/types';
import { groupedAmount } from '../base/format';
import { local, t } from '../base/messages';

export function ruleText({ rule }: Criterion): string {
    const items = (sign: string): string => ('items' in rule ? rule.items.map(({ title, points }) => `${local(title)} ${sign}${points}`).join(t('list.semicolon')) : '');
    switch (rule.kind) {
        case 'gate': return t('method.gate');
        case 'free': return t('method.range', { min: rule.minimum, max: rule.maximum, step: rule.step });
        case 'banded': return rule.bands.map((band) => `${local(band.title)} ${band.minimum}–${band.maximum}`).join(t('list.semicolon'));
        case 'additive': return t('method.additive', { base: rule.base, items: items('+'), max: rule.maximum });
        case 'deduction': return t('method.deduction', { items: items('−'), min: rule.minimum, max: rule.maximum });
        case 'table': return t('method.table', { rows: rule.rows.map(({ from, score }) => `≥ ${from}${t('punctuation.colon')}${score}`).join(t('list.semicolon')) });
        case 'formula': return t('method.formula', { expression: rule.expression, min: rule.minimum, max: rule.maximum, from: rule.number.minimum, to: rule.number.maximum });
    }
}

function priceText(price: PriceRule): string {
    const fixed = (setting: string | { parameter: string }): string => (typeof setting === 'string' ? setting : setting.parameter);
    switch (price.kind) {
        case 'low_price': return t('method.low_price', { points: price.points });
        case 'lowest_evaluated': return t('method.lowest_evaluated') + (price.minimum_price ? ` ${t('method.minimum', { amount: groupedAmount(price.minimum_price) })}` : '');
        case 'benchmark': return t('method.benchmark', { points: price.points, above: price.above, below: price.below, reduction: fixed(price.reduction) });
        case 'quality_cost': return t('method.quality_cost', { technical: price.technical_weight, financial: price.financial_weight });
        case 'price_range': return t('method.price_range', { points: price.points });
        case 'fixed_reference': return t('method.fixed_reference', { points: price.points, reference: groupedAmount(price.reference) });
        case 'quality_per_price': return t('method.quality_per_price');
    }
}

/** Whose secrets open a bid. */
export const policyText = ({ policy, panel }: Notice): string => t(`policy.${policy}`, { k: panel?.k ?? '', n: panel?.n ?? '' });

/** Who passes the technical stage (双信封), and what becomes of the others' prices. */
export function stageText({ minimum, most }: TechnicalStage): string {
    const passing = [minimum === null ? t('method.stage.any') : t('method.stage.minimum', { minimum }), most === null ? '' : t('method.stage.most', { most })];
    return t('method.stage', { passing: passing.filter(Boolean).join(t('method.stage.and')) });
}

/** Whether bids are ranked by points at all, and whether the price has points of its own. */
export const hasTotal = ({ price }: Method): boolean => price.kind !== 'lowest_evaluated';
export const hasPriceScore = (method: Method): boolean => hasTotal(method) && method.price.kind !== 'quality_per_price';

/** How the members' scores become one, and who decides between equal votes. */
function committeeText(method: Method): string {
    const { kind, trim_from: from } = method.aggregation;
    const groups = groupsOf(method).map(({ group, weight }) => `${groupName(group)} × ${weight}`).join(t('list.separator'));
    const aggregation = t(`method.aggregation.${kind}` as 'method.aggregation.mean', { from: from ?? '', groups });
    return needsChair(method) ? `${aggregation}${t('method.chair')}` : aggregation;
}

export function methodView(method: Method): TemplateResult {
    const clauses = method.sections.some(({ criteria }) => criteria.some(({ clause }) => clause));
    return html`<div class="stack">
        ${method.technical_stage ? html`<p><strong>${t('envelope.two')}</strong> ${stageText(method.technical_stage)}</p>` : nothing}
        <p>${priceText(method.price)}</p>
        ${method.sections.length === 0 ? nothing : html`<div class="table-scroll" tabindex="0"><table class="narrow">
            <thead><tr><th scope="col">${t('method.section')}</th><th scope="col">${t('method.criterion')}</th>
                <th scope="col">${t('method.how')}</th>${clauses ? html`<th scope="col">${t('method.clause')}</th>` : nothing}</tr></thead>
            <tbody>${method.sections.flatMap((section) => section.criteria.map((criterion, index) => html`<tr>
                ${index === 0 ? html`<th scope="rowgroup" rowspan=${section.criteria.length}>${local(section.title)}
                    ${section.points === '0' ? '' : html`<br><span class="muted small">${t('method.points', { points: section.points })}</span>`}</th>` : nothing}
                <td>${local(criterion.title)}</td><td>${ruleText(criterion)}</td>${clauses ? html`<td class="muted small">${criterion.clause}</td>` : nothing}</tr>`))}</tbody>
        </table></div>`}
        ${needsCommittee(method) ? html`<p class="muted small">${committeeText(method)}</p>` : nothing}
        <p class="muted small">${t('method.ranking', { keys: method.ranking.map((key) => t(`rank.${key}` as 'rank.total')).join(' → ') })}</p>
    </div>`;
}
