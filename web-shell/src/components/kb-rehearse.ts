/** Rehearsal: can this device release at the opening? Checks the stored secrets against the signed commitment. */
import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { checkSecrets, isMismatch, myLocks, secretsFromCode, secretsFromDevice } from '../acts/release';
import type { LotView } from '../api/types';
import { KbElement } from '../base/element';
import { Cancelled } from '../base/errors';
import { t } from '../base/messages';
import { field } from './kb-field';

@customElement('kb-rehearse')
export class KbRehearse extends KbElement {
    @property({ attribute: false }) view: LotView | null = null;
    @property() bid = '';
    @state() private result: '' | 'good' | 'code' = '';
    @state() private code = '';
    @state() private error: unknown = null;
    @state() private busy = false;

    private async rehearse(): Promise<void> {
        this.busy = true;
        this.error = null;
        try {
            const view = this.view!;
            const secrets = this.code.trim() ? await secretsFromCode(this.code) : await secretsFromDevice(view, this.bid, t('rehearse.why'));
            if (secrets) {
                await checkSecrets(secrets, await myLocks(view, this.bid));
                this.result = 'good';
            } else {
                this.result = 'code';
            }
        } catch (error) {
            if (!(error instanceof Cancelled)) this.error = error;
            if (isMismatch(error)) this.result = 'code';
        }
        this.busy = false;
    }

    protected override render(): TemplateResult {
        return html`<div class="panel"><h3>${t('rehearse.title')}</h3><p>${t('rehearse.lead')}</p>
            ${this.result === 'code' ? field({ id: 'rehearse-code', label: t('release.code'), hint: t('release.code.hint'), rows: 2, code: true, value: this.code, change: (code) => (this.code = code) }) : ''}
            <div role="status">${this.result === 'good' ? html`<p class="notice good">${t('rehearse.good')}</p>` : ''}</div>
            <kb-problem .error=${this.error}></kb-problem>
            <div><button ?disabled=${this.busy} @click=${() => this.rehearse()}>${this.busy ? t('release.busy') : t('rehearse.do')}</button></div></div>`;
    }
}
