/** A checked receipt for screen and paper, with a QR code of what identifies it. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import qrcode from 'qrcode-generator';
import type { ReceiptFacts } from '../acts/receipts';
import type { EnvelopeNumber } from '../api/types';
import { localTime, spacedHash } from '../base/format';
import { hasMessage, t } from '../base/messages';
import { envelopeName } from './envelope-steps';
import { icon } from './icons';

export function qr(text: string): TemplateResult {
    const code = qrcode(0, 'M');
    code.addData(text);
    code.make();
    const size = code.getModuleCount();
    let path = '';
    for (let row = 0; row < size; row += 1) {
        for (let column = 0; column < size; column += 1) if (code.isDark(row, column)) path += `M${column} ${row}h1v1h-1z`;
    }
    return html`<svg class="qr" viewBox="-2 -2 ${size + 4} ${size + 4}" role="img" aria-label=${t('receipt.qr')}>
        ${svg`<path d=${path} fill="currentColor"></path>`}</svg>`;
}

/** Events of a bid's own stream; all others stand in their lot's. */
const ofBid = new Set(['bid.submitted', 'bid.withdrawn']);

interface CardOptions { link?: string; witness?: 'waiting' | 'late' | null; envelope?: EnvelopeNumber | null }

/** `link` is the page that the code leads to; a receipt of somebody else's bid has none. `witness`: whether they are waited for. `envelope`: of two. */
export function receiptCard(facts: ReceiptFacts, { link = '', witness = null, envelope = null }: CardOptions = {}): TemplateResult {
    const own = `event.${facts.type}.envelope`;
    const key = envelope && hasMessage(own) ? own : `event.${facts.type}`;
    return html`<div class="panel receipt-done">
        <div class="receipt-card"><div class="stack">
            <h2 class="row">${icon('tick')} ${t('receipt.valid')}</h2>
            <dl class="facts plain">
                <dt>${t('receipt.what')}</dt><dd><strong>${hasMessage(key) ? t(key) : facts.type}</strong>${envelope ? ` · ${envelopeName(envelope)}` : nothing}</dd>
                <dt>${t('receipt.time')}</dt><dd class="figures"><strong>${localTime(facts.stamp)}</strong> <span class="muted small">${facts.stamp}</span></dd>
                <dt>${t(ofBid.has(facts.type) ? 'receipt.bid' : 'lot.title')}</dt><dd class="hash">${facts.stream}</dd>
                <dt>${t('receipt.log')}</dt><dd>${facts.origin}<br><span class="muted small">${t('receipt.position', { index: facts.index, size: facts.size })}</span></dd>
                <dt>${t('receipt.witnesses')}</dt><dd>${facts.cosignatures.length === 0 ? t(witness ? `receipt.witness.${witness}` : 'receipt.no_witness')
                    : facts.cosignatures.map((one) => `${one.witness} ${localTime(one.time)}`).join(t('list.separator'))}</dd>
            </dl></div>
            ${link ? html`<div class="stack-tight">${qr(link)}<span class="small muted">${t('receipt.qr')}</span></div>` : nothing}
        </div>
        <div><span class="eyebrow">${t('receipt.hash')}</span><div class="long-hash">${spacedHash(facts.event_hash)}</div></div>
    </div>`;
}
