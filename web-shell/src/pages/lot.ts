/** Tender page: countdown, facts, documents, clarifications, rules with their sources, keys, and what may be done now. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { hasTwo } from '../acts/envelopes';
import { officersOf } from '../acts/officers';
import { api } from '../api/client';
import type { LotEvent, LotView } from '../api/types';
import { app } from '../app/state';
import { LotPage } from '../base/page';
import { bytesText, durationText, groupedAmount, localTime } from '../base/format';
import { t } from '../base/messages';
import { incompleteLine, sealedLine } from '../components/envelope-steps';
import { eventFeed } from '../components/event-feed';
import { nextMoment } from '../components/kb-watch';
import { amendedLine, lotActionRow, lotHeader, suspendedLine } from '../components/lot-header';
import { methodView, policyText } from '../components/method-view';
import { profileTable } from '../components/profile-table';
import { stageKey, stepper } from '../components/states';
import '../components/kb-countdown';
import '../components/kb-keys';
import '../components/kb-supervise';
import '../components/kb-tenderer-acts';

/** What follows the instant that is counted down to. */
function afterwards(view: LotView): TemplateResult | typeof nothing {
    if (view.suspended) return view.phase === 'published' ? html`<p class="small muted">${t('lot.suspended.published')}</p>` : nothing;
    return view.phase === 'published' || view.phase === 'opening' ? html`<p class="small muted">${t(stageKey(`lot.next.${view.phase}`, view))}</p>` : nothing;
}

@customElement('page-lot')
export class PageLot extends LotPage {
    @state() private events: LotEvent[] = [];

    protected override async loaded(): Promise<void> {
        this.events = await api.events(this.lot);
    }

    protected override content(view: LotView): TemplateResult {
        return html`<div class="page">
            ${lotHeader(view)}
            ${stepper(view)}
            ${suspendedLine(view, this.events)}
            ${amendedLine(view, this.events)}
            ${incompleteLine(view)} ${sealedLine(view)}
            ${lotActionRow(view)}
            <div class="split">
                <div class="stack">${this.facts(view)}</div>
                <aside class="aside" aria-label=${t('lot.aside')}>${nextMoment(view)}
                    ${afterwards(view)}</aside>
            </div>
            ${app.role === 'tenderer' && app.session?.id === view.notice.tenderer.id ? html`<kb-tenderer-acts .view=${view}></kb-tenderer-acts>` : nothing}
            ${app.role === 'supervisor' ? html`<kb-supervise .view=${view}></kb-supervise>` : nothing}
            <section><h2>${t('lot.documents')}</h2>${this.documents(view)}</section>
            <section><h2>${t('lot.clarifications')}</h2>${this.clarifications()}</section>
            <section><h2>${t('lot.method')}</h2>${methodView(view.notice.method)}</section>
            <section><h2>${t('lot.rules')}</h2>${profileTable(view.profile)}</section>
            <section><h2>${t('lot.keys')}</h2><kb-keys .view=${view}></kb-keys></section>
            <section><h2>${t('lot.events')}</h2>${eventFeed(this.events)}</section>
        </div>`;
    }

    private facts(view: LotView): TemplateResult {
        const { notice } = view;
        return html`<h2>${t('lot.facts')}</h2><dl class="facts">
            <dt>${t('lot.code')}</dt><dd>${notice.project.code}</dd>
            <dt>${t('lot.tenderer')}</dt><dd>${notice.tenderer.name}</dd>
            <dt>${t('lot.supervisor')}</dt><dd>${notice.supervisor.name}</dd>
            <dt>${t('lots.kind')}</dt><dd>${t(`kind.${notice.kind}` as 'kind.works')} · ${notice.industry} · ${notice.region}</dd>
            <dt>${t('lot.issue')}</dt><dd class="figures">${localTime(notice.issue_from)}</dd>
            <dt>${t('lot.deadline')}</dt><dd class="figures">${localTime(view.deadline)} <span class="muted small">${t('lot.exclusive')}</span></dd>
            ${notice.policy === 'officers' ? nothing : html`<dt>${t('lot.window')}</dt><dd>${t('lot.window.length', { time: durationText(notice.release_window_ms) })}</dd>`}
            <dt>${t('lot.ceiling')}</dt><dd class="figures">${notice.ceiling ? `${groupedAmount(notice.ceiling)} ${t('money.yuan')}` : t('lot.no_ceiling')}</dd>
            ${hasTwo(view) ? html`<dt>${t('envelope.label')}</dt><dd>${t('lot.envelopes')}</dd>` : nothing}
            <dt>${t('lot.policy')}</dt><dd>${policyText(notice)} <a href="/why">${t('why.title')}</a></dd>
            ${this.panel(view)}
            ${view.bids === null ? nothing : html`<dt>${t('lot.bids')}</dt><dd>${view.bids}</dd>`}
            ${view.bids === null && view.phase === 'published' ? html`<dt>${t('lot.bids')}</dt><dd class="muted">${t('lot.bids.secret')}</dd>` : nothing}
        </dl>`;
    }

    /** Who must be there to open, and the fingerprint of their key. */
    private panel(view: LotView): TemplateResult | typeof nothing {
        const { panel } = view.notice;
        if (!panel) return nothing;
        const names = officersOf(this.events[0]);
        return html`<dt>${t('lot.panel')}</dt><dd>${t('lot.panel.needs', { k: panel.k, n: panel.n })}${names ? html` · ${names}` : nothing}
            <span class="small muted">${panel.id} · <span class="hash">${panel.y}</span></span></dd>`;
    }

    private documents(view: LotView): TemplateResult {
        const { documents } = view.notice;
        if (documents.length === 0) return html`<p class="muted">${t('lot.no_documents')}</p>`;
        return html`<ul class="files">${documents.map((document) => html`<li><span>
            <a class="name" href="/api/documents/${document.digest}" download=${document.name}>${document.name}</a>
            <span class="small muted">${bytesText(document.bytes)} · SHA-256 <span class="hash">${document.digest}</span></span></span></li>`)}</ul>`;
    }

    private clarifications(): TemplateResult {
        const found = this.events.filter((event) => event.header.type === 'lot.clarified');
        if (found.length === 0) return html`<p class="muted">${t('lot.no_clarifications')}</p>`;
        return eventFeed(found);
    }
}
