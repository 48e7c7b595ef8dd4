/** A running tender in a nutshell: where it stands, what comes next, and what happened last. */
import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api } from '../api/client';
import { needsCommittee } from '../acts/committee';
import type { LotEvent, LotView } from '../api/types';
import { LotPage } from '../base/page';
import { local, t, type MessageKey } from '../base/messages';
import { eventFeed } from './event-feed';
import { stageKey, stepper } from './states';
import './kb-countdown';

@customElement('kb-watch')
export class KbWatch extends LotPage {
    @state() private events: LotEvent[] = [];

    protected override async loaded(): Promise<void> {
        this.events = await api.events(this.lot);
    }

    protected override content(view: LotView): TemplateResult {
        return html`<div class="panel">
            <div><a href="/lots/${view.lot}"><strong>${local(view.notice.project.name)}</strong></a>
                <span class="muted">· ${local(view.notice.title)}</span></div>
            ${stepper(view)}
            <div class="split">
                <div>${eventFeed(this.events, 4)}</div>
                <div>${nextMoment(view)}</div>
            </div>
            <div><a class="button" href=${view.phase === 'published' ? `/lots/${view.lot}` : `/lots/${view.lot}/opening`}>${t('home.watch.go')}</a></div>
        </div>`;
    }
}

/** The instant that people wait for. */
export function nextMoment(view: LotView): TemplateResult {
    if (view.suspended && view.phase !== 'published') return nextWords(t('lot.next.suspended'));
    if (view.phase === 'published') {
        return html`<kb-countdown .until=${view.deadline} .label=${t('lot.deadline.left')} .over=${t('lot.deadline.over')}></kb-countdown>`;
    }
    if (view.phase === 'opening' && view.window_end) {
        return html`<kb-countdown .until=${view.window_end} .label=${t('lot.window.left')} .over=${t('lot.window.over')}></kb-countdown>`;
    }
    return nextWords(t(nextKey(view)));
}

/** Where nothing is scored, nobody waits for a committee. */
export function nextKey(view: LotView): MessageKey {
    const priced = view.phase === 'announced' && !needsCommittee(view.notice.method);
    return priced ? 'lot.next.announced.prices' : stageKey(`lot.next.${view.phase}`, view);
}

const nextWords = (words: string): TemplateResult =>
    html`<div class="countdown"><span class="eyebrow">${t('lot.next')}</span><strong class="lead">${words}</strong></div>`;
