/** The recovery code: to be printed or written down, and confirmed before the bid is submitted. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { knownPassphrase } from '../acts/signing';
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
    @state() private busy = false;

    private save(): void {
        const entry = this.desk!.package!;
        saveFile(`kaibiao-secret-${entry.lot.slice(0, 8)}${this.two ? `-${entry.lock.envelope}` : ''}.age`, entry.secrets!);
    }

    private async show(): Promise<void> {
        this.error = null;
        this.busy = true;
        try {
            await this.desk!.showCode();
        } catch (error) {
            this.error = error;
        }
        this.busy = false;
    }

    /** After a reload. */
    private again(trial: boolean): TemplateResult {
        if (!this.desk!.codeKept) return html`<p class="notice warn">${t('recovery.none')} ${t('recovery.none.reopen')}</p>`;
        return html`<p>${t(trial ? 'recovery.hidden.trial' : 'recovery.hidden')}</p>
            <div class="no-print"><button type="button" ?disabled=${this.busy} @click=${() => this.show()}>${this.busy ? t('app.loading') : t('recovery.show')}</button></div>`;
    }

    protected override render(): TemplateResult {
        const desk = this.desk!;
        const kept = desk.secretKept;
        const made = knownPassphrase(desk.identity);
        return html`<section class="stack"><h2>${t('recovery.title')}${this.two ? `${t('punctuation.colon')}${t(`envelope.${desk.envelope}`)}` : nothing}</h2>
            ${desk.codeKept ? html`<p>${t(made ? 'recovery.lead.trial' : 'recovery.lead')} ${this.two ? html`<strong>${t('recovery.two')}</strong>` : nothing}</p>` : nothing}
            ${this.code ? html`<div class="recovery" aria-label=${t('recovery.code')}>${this.code}</div>` : this.again(made !== null)}
            <kb-problem .error=${this.error}></kb-problem>
            <div class="row no-print">${this.code ? html`<button type="button" @click=${() => window.print()}>${t('receipt.print')}</button>` : ''}
                <button type="button" @click=${() => this.save()}>${t('recovery.save')}</button></div>
            ${made ? html`<p class="small muted no-print">${t('recovery.trial_passphrase')} <code>${made}</code></p>` : nothing}
            <label class="choice no-print"><input type="checkbox" id="recovery-kept" .checked=${kept} ?disabled=${kept} @change=${() => desk.noteSecretKept()}>
                <span>${t(desk.codeKept ? 'recovery.kept' : 'recovery.understood')}</span></label></section>`;
    }
}
