/** The rules in force for a lot, each with its source in law. */
import { html, type TemplateResult } from 'lit';
import type { Rule, RuleProfile } from '../api/types';
import { durationText } from '../base/format';
import { hasMessage, local, t } from '../base/messages';

function valueText({ value, unit }: Rule): string {
    switch (unit) {
        case 'days': return `${value} ${t('time.days')}`;
        case 'seconds': return durationText(value * 1000);
        case 'thirds': return `${value}/3`;
        case 'flag': return value ? t('word.yes') : t('word.no');
        default: return String(value);
    }
}

/** `IR 53, EC 45` as the names of the laws with their articles. */
function sourceText(source: string): string {
    return source.split(', ').map((part) => {
        const [law = '', article] = part.split(' ');
        const key = `law.${law}`;
        if (!hasMessage(key)) return part;
        return article ? t('rules.article', { law: t(key), article }) : t(key);
    }).join(t('punctuation.comma'));
}

export function profileTable(profile: RuleProfile): TemplateResult {
    return html`<p>${local(profile.label)} <span class="muted">· ${profile.id} v${profile.version}</span></p>
        <div class="table-scroll" tabindex="0"><table class="cards"><thead><tr>
            <th scope="col">${t('rules.rule')}</th><th scope="col">${t('rules.value')}</th><th scope="col">${t('rules.source')}</th></tr></thead>
        <tbody>${Object.values(profile.rules).map((rule) => html`<tr><th scope="row">${local(rule.label)}</th>
            <td data-label=${t('rules.value')}>${valueText(rule)}</td><td data-label=${t('rules.source')} class="muted">${sourceText(rule.source)}</td></tr>`)}</tbody>
        </table></div>`;
}
