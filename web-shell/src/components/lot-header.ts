/** The head of every page about a lot: where one is, what it is, and links to its other pages. */
import { html, nothing, type TemplateResult } from 'lit';
import type { LotEvent, LotView, Notice } from '../api/types';
import { app } from '../app/state';
import { local, t, type MessageKey } from '../base/messages';
import { clarifiedSince } from './event-feed';
import { phaseTag } from './states';

/** A lot's own title says little without the project's: "lot 1". */
export const lotName = ({ project, title }: Pick<Notice, 'project' | 'title'>): string => `${local(project.name)} · ${local(title)}`;

export function lotHeader(view: LotView, title?: string): TemplateResult {
    const { notice } = view;
    return html`<header>
        <nav class="crumbs" aria-label=${t('nav.crumbs')}><a href="/lots">${t('nav.lots')}</a><span aria-hidden="true">›</span>
            ${title ? html`<a href="/lots/${view.lot}">${notice.project.code}</a><span aria-hidden="true">›</span><span>${title}</span>`
                : html`<span>${notice.project.code}</span>`}</nav>
        <h1>${title ?? local(notice.project.name)}</h1>
        <p class="lead">${title ? lotName(notice) : local(notice.title)}</p>
        <div class="row">${phaseTag(view.phase, view.suspended)}<span class="muted">${notice.tenderer.name}</span></div>
    </header>`;
}

interface Step { path: string; label: MessageKey; primary: boolean }

/** What this person may do with the lot now. */
export function lotActions(view: LotView): Step[] {
    const base = `/lots/${view.lot}`;
    const steps: Step[] = [];
    const { role, session } = app;
    const add = (path: string, label: MessageKey, primary = false): void => void steps.push({ path: base + path, label, primary });
    // A suspension does not move the deadline, and sealed bids are taken meanwhile.
    if (view.phase === 'published' && (role === 'bidder' || role === null)) add('/seal', view.my_bid ? 'lot.act.replace' : 'lot.act.bid', true);
    if (view.my_bid) add(`/receipts/${view.my_bid.bid}`, 'lot.act.receipt');
    if (view.phase !== 'published') add('/opening', view.phase === 'opening' ? 'lot.act.hall_now' : 'lot.act.hall', view.phase === 'opening');
    if (role === 'expert' && view.phase === 'announced') add('/score', 'lot.act.score', true);
    if (view.phase === 'announced' || view.phase === 'evaluated') {
        const signs = role === 'tenderer' && session?.id === view.notice.tenderer.id && view.phase === 'announced';
        add('/result', signs ? 'lot.act.result_sign' : 'lot.act.result', signs || view.phase === 'evaluated');
    }
    if (view.phase === 'evaluated') steps.push({ path: `/verify/${view.lot}`, label: 'lot.act.verify', primary: false });
    return steps.filter((step) => step.path !== location.pathname);
}

export function lotActionRow(view: LotView): TemplateResult {
    return html`<div class="row no-print">${lotActions(view).map(({ path, label, primary }) =>
        html`<a class="button ${primary ? 'primary' : ''}" href=${path}>${t(label)}</a>`)}</div>`;
}

/** Told to a bidder whose bid is older than the newest clarification. */
export function amendedLine(view: LotView, events: LotEvent[]): TemplateResult | typeof nothing {
    const mine = view.my_bid;
    if (view.phase !== 'published' || !mine || mine.withdrawn || !clarifiedSince(events, mine.at)) return nothing;
    const page = `/lots/${view.lot}`;
    return html`<p class="notice warn no-print"><span>${t('lot.amended')}
        ${location.pathname === page ? nothing : html`<a href=${page}>${t('lot.clarifications')}</a>`}</span></p>`;
}
