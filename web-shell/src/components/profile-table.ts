/** The rules in force for a lot, each with its source in law. */
import { html, type TemplateResult } from 'lit';
import type { Rule, RuleProfile } from '../api/types';
import { local, t } from '../base/messages';

function valueText({ value, unit }: Rule): string {
    switch (unit) {
        case 'days': return `${value} ${t('time.days')}`;
        case 'seconds': return `${value} ${t('time.seconds')}`;
        case 'thirds': return `${value}/3`;
        case 'flag': return value ? t('word.yes') : t('word.no');
        default: return String(value);
    }
}

export function profileTable(profile: RuleProfile): TemplateResult {
    return html`<p>${local(profile.label)} <span class="muted">· ${profile.id} v${profile.version}</span></p>
        <div class="table-scroll" tabindex="0"><table class="cards"><thead><tr>
            <th scope="col">${t('rules.rule')}</th><th scope="col">${t('rules.value')}</th><th scope="col">${t('rules.source')}</th></tr></thead>
        <tbody>${Object.values(profile.rules).map((rule) => html`<tr><th scope="row">${local(rule.label)}</th>
            <td data-label=${t('rules.value')}>${valueText(rule)}</td><td data-label=${t('rules.source')} class="muted">${rule.source}</td></tr>`)}</tbody>
        </table></div>`;
}
