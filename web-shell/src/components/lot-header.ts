/** The head of every page about a lot: where one is, what it is, and links to its other pages. */
import { html, nothing, type TemplateResult } from 'lit';
import { waitsForScores } from '../acts/committee';
import { envelopesOf, hasTwo, isPriced, missingEnvelope, ownBid, ownBids } from '../acts/envelopes';
import type { LotEvent, LotView, Notice, Suspension } from '../api/types';
import { app } from '../app/state';
import { localTime } from '../base/format';
import { local, t, type MessageKey } from '../base/messages';
import { clarifiedSince, own } from './event-feed';
import { phaseTag, stageKey, tag } from './states';

/** A lot's own title says little without the project's: "lot 1". */
export const lotName = ({ project, title }: Pick<Notice, 'project' | 'title'>): string => `${local(project.name)} · ${local(title)}`;

const openings: LotView['phase'][] = ['opening', 'window_closed', 'announced'];

function envelopesTag(view: LotView): TemplateResult | typeof nothing {
    if (!hasTwo(view)) return nothing;
    return tag('plain', 'doc', t(openings.includes(view.phase) ? `envelope.opening.${view.envelope}` : 'envelope.two'));
}

export function lotHeader(view: LotView, title?: string): TemplateResult {
    const { notice } = view;
    return html`<header>
        <nav class="crumbs" aria-label=${t('nav.crumbs')}><a href="/lots">${t('nav.lots')}</a><span aria-hidden="true">›</span>
            ${title ? html`<a href="/lots/${view.lot}">${notice.project.code}</a><span aria-hidden="true">›</span><span>${title}</span>`
                : html`<span>${notice.project.code}</span>`}</nav>
        <h1>${title ?? local(notice.project.name)}</h1>
        <p class="lead">${title ? lotName(notice) : local(notice.title)}</p>
        <div class="row">${phaseTag(view.phase, view.suspended, isPriced(view, view.envelope))}${envelopesTag(view)}<span class="muted">${notice.tenderer.name}</span></div>
    </header>`;
}

interface Step { path: string; label: MessageKey; primary: boolean }

function sealLabel(view: LotView): MessageKey {
    const missing = missingEnvelope(view);
    if (missing !== null) return `envelope.make.${missing}`;
    return view.my_bid ? 'lot.act.replace' : 'lot.act.bid';
}

/** What this person may do with the lot now. */
export function lotActions(view: LotView): Step[] {
    const base = `/lots/${view.lot}`;
    const steps: Step[] = [];
    const { role, session } = app;
    const add = (path: string, label: MessageKey, primary = false): void => void steps.push({ path: base + path, label, primary });
    // A suspension does not move the deadline, and sealed bids are taken meanwhile.
    if (view.phase === 'published' && (role === 'bidder' || role === null)) add('/seal', sealLabel(view), true);
    for (const envelope of envelopesOf(view)) {
        const bid = ownBid(view, envelope);
        if (bid) add(`/receipts/${bid.bid}`, hasTwo(view) ? `lot.act.receipt.${envelope}` : 'lot.act.receipt');
    }
    if (view.phase !== 'published') add('/opening', view.phase === 'opening' ? 'lot.act.hall_now' : 'lot.act.hall', view.phase === 'opening');
    if (role === 'expert' && view.phase === 'announced') add('/score', view.envelope === 1 ? 'lot.act.score' : 'lot.act.volumes', view.envelope === 1);
    if (view.phase === 'announced' || view.phase === 'evaluated' || view.technical) {
        const signs = role === 'tenderer' && session?.id === view.notice.tenderer.id && view.phase === 'announced' && !waitsForScores(view);
        const label = signs ? stageKey('lot.act.result_sign', view) : hasTwo(view) && !view.outcome ? 'lot.act.result.1' : 'lot.act.result';
        add('/result', label, signs || view.phase === 'evaluated');
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
    const older = ownBids(view).some((mine) => !mine.withdrawn && clarifiedSince(events, mine.at));
    if (view.phase !== 'published' || !older) return nothing;
    const page = `/lots/${view.lot}`;
    return html`<p class="notice warn no-print"><span>${t('lot.amended')}
        ${location.pathname === page ? nothing : html`<a href=${page}>${t('lot.clarifications')}</a>`}</span></p>`;
}

/** Who suspended a lot, when and why; `more` is what it means here. */
export function suspensionNotice({ by, reason, since }: Suspension, more: string): TemplateResult {
    return html`<p class="notice bad" role="status"><span><strong>${t('suspended.by', { who: by.name, time: localTime(since) })}</strong> <q>${reason}</q> ${more}</span></p>`;
}

/** The suspension that is in force; only the supervisor of the notice suspends. */
export function suspendedLine(view: LotView, events: LotEvent[]): TemplateResult | typeof nothing {
    const event = events.filter(({ header }) => header.type === 'lot.suspended').at(-1);
    if (!view.suspended || !event) return nothing;
    return suspensionNotice({ by: view.notice.supervisor, reason: own(event), since: event.header.stamp }, view.outcome ? t('suspended.result') : '');
}
