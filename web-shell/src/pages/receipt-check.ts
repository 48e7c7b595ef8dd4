/** Check of any receipt file, entirely in this browser. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { logKey } from '../acts/anchors';
import { checkReceipt, thisOrigin, type ReceiptFacts } from '../acts/receipts';
import { expectKind } from '../base/file-kind';
import { fileBytes } from '../base/files';
import { core } from '../core/core';
import { KbElement } from '../base/element';
import { KaibiaoError } from '../base/errors';
import { t } from '../base/messages';
import '../components/kb-drop';
import { receiptCard } from '../components/receipt-card';
import { withTrustLink } from '../components/trust-link';

@customElement('page-receipt-check')
export class PageReceiptCheck extends KbElement {
    @state() private facts: ReceiptFacts | null = null;
    @state() private error: unknown = null;
    @state() private name = '';
    @state() private trusting = true;

    /** The core is fetched now, so that a receipt can be checked after the network is gone. */
    override connectedCallback(): void {
        super.connectedCallback();
        void core.about().catch(() => undefined);
        void logKey(thisOrigin()).then((key) => (this.trusting = key !== null));
    }

    private async check(files: File[]): Promise<void> {
        const file = files[0];
        if (!file) return;
        this.name = file.name;
        this.facts = null;
        this.error = null;
        try {
            const bytes = await fileBytes(file);
            expectKind(bytes, file.name, 'receipt');
            this.facts = await checkReceipt(bytes, thisOrigin());
        } catch (error) {
            this.error = error;
        }
    }

    /** The file was looked at and does not hold, which is no matter of correcting anything. */
    private get refused(): boolean {
        return this.error instanceof KaibiaoError && !['file_kind_wrong', 'trust_anchor_missing'].includes(this.error.errorName);
    }

    protected override render(): TemplateResult {
        return html`<div class="page">
            <header><h1>${t('receipt.check.title')}</h1><p class="lead">${t('receipt.check.lead')}</p></header>
            ${this.trusting ? nothing : html`<p class="notice warn"><span>${withTrustLink(t('receipt.check.no_trust'))}</span></p>`}
            <kb-drop class="no-print" .label=${t('receipt.check.drop')} .accept=${'.json'} .take=${(files: File[]) => this.check(files)}></kb-drop>
            <div aria-live="polite" class="stack">
                ${this.name ? html`<p class="muted">${this.name}</p>` : nothing}
                ${this.facts ? receiptCard(this.facts) : nothing}
                ${this.refused ? html`<p class="notice bad" role="alert"><strong>${t('receipt.check.refused')}</strong></p>` : nothing}
                <kb-problem .error=${this.error} .todo=${this.refused ? t('receipt.check.todo') : ''}></kb-problem>
            </div>
        </div>`;
    }
}
