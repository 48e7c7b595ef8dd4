/** The recovery code: shown once, to be printed or saved, and confirmed before the bid is submitted. */
import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { KbElement } from '../base/element';
import { saveFile } from '../base/files';
import { t } from '../base/messages';
import type { Desk } from '../seal/desk';

@customElement('kb-recovery')
export class KbRecovery extends KbElement {
    @property({ attribute: false }) desk: Desk | null = null;
    @property() code = '';

    private save(): void {
        const entry = this.desk!.package!;
        saveFile(`kaibiao-secret-${entry.lot.slice(0, 8)}.age`, entry.secrets);
    }

    protected override render(): TemplateResult {
        const kept = this.desk?.package?.secretKept ?? false;
        return html`<section><h2>${t('recovery.title')}</h2>
            <p>${t('recovery.lead')}</p>
            ${this.code ? html`<div class="recovery" aria-label=${t('recovery.code')}>${this.code}</div>` : html`<p class="muted">${t('recovery.shown_once')}</p>`}
            <div class="row no-print">${this.code ? html`<button type="button" @click=${() => window.print()}>${t('receipt.print')}</button>` : ''}
                <button type="button" @click=${() => this.save()}>${t('recovery.save')}</button></div>
            <label class="choice no-print"><input type="checkbox" id="recovery-kept" .checked=${kept} ?disabled=${kept} @change=${() => this.desk!.noteSecretKept()}>
                <span>${t('recovery.kept')}</span></label></section>`;
    }
}
