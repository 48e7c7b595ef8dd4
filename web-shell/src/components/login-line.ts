/** On the pages of an opening: a browser that was closed has forgotten who bids, and says how to go on. */
import { html, nothing, type TemplateResult } from 'lit';
import type { LotView } from '../api/types';
import { app } from '../app/state';
import { t } from '../base/messages';

/** Whether a bidder would have something to do here once logged in. */
export function asksToLogIn(view: LotView): boolean {
    return !app.role && ['published', 'closed', 'opening'].includes(view.phase) && view.notice.policy !== 'officers';
}

export function loginLine(view: LotView): TemplateResult | typeof nothing {
    if (!asksToLogIn(view)) return nothing;
    return html`<p class="notice no-print"><span>${t('release.login')} <a href="/login?then=${location.pathname}">${t('nav.login')}</a></span></p>`;
}
