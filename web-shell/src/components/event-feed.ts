/** Events of a lot in words, newest first. */
import { html, type TemplateResult } from 'lit';
import { signedWords } from '../api/events';
import type { LotEvent } from '../api/types';
import { localTime } from '../base/format';
import { hasMessage, local, t, type LocalText } from '../base/messages';

/**
 * With two envelopes an opening is told with what it opens: the technical ones up to the qualification, then the prices;
 * where the officers open alone, without the bidders' window.
 */
function wordsFor(events: LotEvent[]): (event: LotEvent) => string {
    const published = events.find(({ header }) => header.type === 'lot.published');
    const notice = published ? signedWords(published) : null;
    const qualified = events.findIndex(({ header }) => header.type === 'lot.qualified');
    const alone = notice?.policy === 'officers';
    return (event) => {
        const envelope = notice?.envelopes !== 2 ? '' : qualified >= 0 && events.indexOf(event) > qualified ? '.2' : '.1';
        const plain = `event.${event.header.type}`;
        const known = [...(alone ? [`${plain}${envelope}.officers`, `${plain}.officers`] : []), `${plain}${envelope}`, plain].find(hasMessage);
        return known ? t(known) : event.header.type;
    };
}

interface Words { text?: LocalText; reason?: LocalText; affects_bids?: boolean; deadline?: string | null }

/** What the signer wrote, where the event has words of its own. */
export function own(event: LotEvent): string {
    const { text, reason } = (signedWords(event) ?? {}) as Words;
    return local(text ?? reason);
}

/** What a clarification changes for those who bid. */
function changes(event: LotEvent): string {
    if (event.header.type !== 'lot.clarified') return '';
    const { affects_bids: affects, deadline } = (signedWords(event) ?? {}) as Words;
    return [affects ? t('clarify.affects') : '', deadline ? t('event.deadline_moved', { time: localTime(deadline) }) : ''].filter(Boolean).join(' · ');
}

/** Whether the tenderer has published a clarification since this instant. */
export function clarifiedSince(events: LotEvent[], instant: string): boolean {
    return events.some(({ header }) => header.type === 'lot.clarified' && Date.parse(header.stamp) > Date.parse(instant));
}

export function eventFeed(events: LotEvent[], most = 100): TemplateResult {
    if (events.length === 0) return html`<p class="muted">${t('feed.empty')}</p>`;
    const newest = [...events].reverse();
    const words = wordsFor(events);
    const list = (part: LotEvent[]): TemplateResult => html`<ul class="feed">${part.map((event) => html`<li><time datetime=${event.header.stamp}>${localTime(event.header.stamp)}</time>
        <span>${words(event)}${own(event) ? html` <q>${own(event)}</q>` : ''}</span>
        ${changes(event) ? html`<strong class="figures">${changes(event)}</strong>` : ''}</li>`)}</ul>`;
    const earlier = newest.slice(most);
    return html`${list(newest.slice(0, most))}${earlier.length > 0 ? html`<details><summary>${t('feed.earlier', { n: earlier.length })}</summary>${list(earlier)}</details>` : ''}`;
}
