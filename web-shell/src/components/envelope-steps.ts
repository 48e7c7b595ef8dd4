/** The two envelopes of a bid: as steps of the sealing desk, and what is said while one of them is missing. */
import { html, nothing, type TemplateResult } from 'lit';
import { envelopesOf, hasTwo, missingEnvelope, ownBid, staysSealed } from '../acts/envelopes';
import type { EnvelopeNumber, LotView, MyBid } from '../api/types';
import { t } from '../base/messages';
import { tag } from './states';

const numerals = { 1: '①', 2: '②' };
export const envelopeName = (envelope: EnvelopeNumber): string => `${numerals[envelope]} ${t(`envelope.${envelope}`)}`;

/** How one of the person's own bids stands. Of two envelopes each is in force by itself; incompleteLine says what that is worth while the other is missing. */
export function standingTag(view: LotView, bid: MyBid): TemplateResult {
    if (bid.withdrawn) return tag('warn', 'dash', t('bid.withdrawn'));
    if (view.phase !== 'published' && missingEnvelope(view) !== null) return tag('warn', 'dash', t('envelope.counts_withdrawn'));
    return tag('good', 'tick', t(hasTwo(view) ? 'envelope.in_force' : 'receipt.in_force', { n: bid.number }));
}

/** What was submitted of it, and what waits here to be. */
function standing(view: LotView, envelope: EnvelopeNumber, sealed: boolean): TemplateResult {
    const bid = ownBid(view, envelope);
    const submitted = bid ? standingTag(view, bid) : sealed ? nothing : tag('bad', 'warn', t('envelope.missing'));
    return html`<span class="row">${submitted}${sealed ? tag('warn', 'lock', t('envelope.sealed')) : nothing}</span>`;
}

/** `sealed`: which of them are sealed on this device and not submitted. `stay`: to leave now would lose something. */
export function envelopeSteps(view: LotView, at: EnvelopeNumber, sealed: readonly EnvelopeNumber[], stay: boolean): TemplateResult | typeof nothing {
    if (!hasTwo(view)) return nothing;
    const path = (envelope: EnvelopeNumber): string | typeof nothing => (stay && envelope !== at ? nothing : `/lots/${view.lot}/seal/${envelope}`);
    return html`<nav aria-label=${t('envelope.steps')}><ol class="envelopes">${envelopesOf(view).map((envelope) => html`<li>
        <a href=${path(envelope)} aria-current=${envelope === at ? 'step' : nothing}><strong>${envelopeName(envelope)}</strong>
            <span class="small muted">${t(`envelope.${envelope}.hint`)}</span>
            ${standing(view, envelope, sealed.includes(envelope))}</a></li>`)}</ol></nav>`;
}

/** One envelope alone is no bid (EB 27). */
export function incompleteLine(view: LotView): TemplateResult | typeof nothing {
    const missing = missingEnvelope(view);
    if (missing === null) return nothing;
    if (view.phase !== 'published') return html`<p class="notice bad">${t('envelope.incomplete.closed', { missing: t(`envelope.${missing}`) })}</p>`;
    const path = `/lots/${view.lot}/seal/${missing}`;
    return html`<div class="notice bad stack" role="alert"><p><strong>${t('envelope.incomplete', { missing: t(`envelope.${missing}`) })}</strong></p>
        ${location.pathname === path ? nothing : html`<div class="no-print"><a class="button primary" href=${path}>${t(`envelope.make.${missing}`)}</a></div>`}</div>`;
}

/** Told to a bidder who did not pass the technical stage. */
export const sealedLine = (view: LotView): TemplateResult | typeof nothing =>
    staysSealed(view) ? html`<p class="notice warn">${t('envelope.stays_sealed')}</p>` : nothing;
