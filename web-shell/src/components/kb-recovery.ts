/** The recovery code: to be printed or written down, and confirmed before the bid is submitted. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { KbElement } from '../base/element';
import { saveFile } from '../base/files';
import { t } from '../base/messages';
import './kb-problem';
import type { Desk } from '../seal/desk';

@customElement('kb-recovery')
export class KbRecovery extends KbElement {
    @property({ attribute: false }) desk: Desk | null = null;
    @property() code = '';
    /** The lot has two envelopes, and so two codes. */
    @property({ type: Boolean }) two = false;
    @state() private error: unknown = null;

    private save(): void {
        const entry = this.desk!.package!;
        saveFile(`kaibiao-secret-${entry.lot.slice(0, 8)}${this.two ? `-${entry.lock.envelope}` : ''}.age`, entry.secrets!);
    }

    private async show(): Promise<void> {
        this.error = null;
        try {
            await this.desk!.showCode();
        } catch (error) {
            this.error = error;
        }
    }

    /** After a reload. */
    private again(): TemplateResult {
        if (!this.desk?.package?.code) return html`<p class="muted">${t('recovery.shown_once')}</p>`;
        return html`<p>${t('recovery.hidden')}</p><div class="no-print"><button type="button" @click=${() => this.show()}>${t('recovery.show')}</button></div>`;
    }

    protected override render(): TemplateResult {
        const kept = this.desk?.package?.secretKept ?? false;
        return html`<section class="stack"><h2>${t('recovery.title')}${this.two ? `${t('punctuation.colon')}${t(`envelope.${this.desk!.envelope}`)}` : nothing}</h2>
            <p>${t('recovery.lead')} ${this.two ? html`<strong>${t('recovery.two')}</strong>` : nothing}</p>
            ${this.code ? html`<div class="recovery" aria-label=${t('recovery.code')}>${this.code}</div>` : this.again()}
            <kb-problem .error=${this.error}></kb-problem>
            <div class="row no-print">${this.code ? html`<button type="button" @click=${() => window.print()}>${t('receipt.print')}</button>` : ''}
                <button type="button" @click=${() => this.save()}>${t('recovery.save')}</button></div>
            <label class="choice no-print"><input type="checkbox" id="recovery-kept" .checked=${kept} ?disabled=${kept} @change=${() => this.desk!.noteSecretKept()}>
                <span>${t('recovery.kept')}</span></label></section>`;
    }
}
