/** Events of a lot in words, newest first. */
import { html, type TemplateResult } from 'lit';
import type { LotEvent } from '../api/types';
import { localTime } from '../base/format';
import { hasMessage, local, t, type LocalText } from '../base/messages';

function words(event: LotEvent): string {
    const key = `event.${event.header.type}`;
    return hasMessage(key) ? t(key) : event.header.type;
}

/** What the signer wrote, where the event has words of its own. */
function own(event: LotEvent): string {
    const payload = event.payload as { text?: LocalText; reason?: LocalText } | null;
    return local(payload?.text ?? payload?.reason);
}

export function eventFeed(events: LotEvent[], most = 100): TemplateResult {
    if (events.length === 0) return html`<p class="muted">${t('feed.empty')}</p>`;
    const newest = [...events].reverse().slice(0, most);
    return html`<ul class="feed">${newest.map((event) => html`<li><time datetime=${event.header.stamp}>${localTime(event.header.stamp)}</time>
        <span>${words(event)}${own(event) ? html` <q>${own(event)}</q>` : ''}</span></li>`)}</ul>`;
}
