/** Lots as a list of links with their state. */
import { html, type TemplateResult } from 'lit';
import type { LotSummary } from '../api/types';
import { localTime } from '../base/format';
import { hasMessage, t } from '../base/messages';
import { lotName } from './lot-header';
import { phaseTag } from './states';

const kindName = (kind: string): string => (hasMessage(`kind.${kind}`) ? t(`kind.${kind}` as 'kind.works') : kind);

export function lotList(lots: LotSummary[], empty: string): TemplateResult {
    if (lots.length === 0) return html`<div class="empty"><p>${empty}</p></div>`;
    return html`<ul class="lot-list">${lots.map((lot) => html`<li>
        <a href="/lots/${lot.lot}">${lotName({ project: { code: lot.code, name: lot.project }, title: lot.title })}</a>
        <span class="meta"><span>${lot.code}</span><span>${typeof lot.tenderer === 'string' ? lot.tenderer : lot.tenderer.name}</span><span>${kindName(lot.kind)}</span><span>${lot.region}</span></span>
        <span class="when">${phaseTag(lot.phase, lot.suspended, lot.priced)}
            <span class="muted figures nowrap">${t('lots.deadline')} ${localTime(lot.deadline)}</span></span>
    </li>`)}</ul>`;
}
