/** "我要解密": takes the looks, unlocks the secrets, releases them. The bidder's only act at the opening. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { release, secretsFromCode, secretsFromDevice, takeLooks, type Evidence, type Look } from '../acts/release';
import { api } from '../api/client';
import type { LotView } from '../api/types';
import { utf8 } from '../base/bytes';
import { KbElement } from '../base/element';
import { Cancelled } from '../base/errors';
import { saveFile } from '../base/files';
import { t } from '../base/messages';
import { field } from './kb-field';
import { icon } from './icons';
import { tag } from './states';

@customElement('kb-release')
export class KbRelease extends KbElement {
    @property({ attribute: false }) view: LotView | null = null;
    @state() private looks: Look[] = [];
    private evidence: Evidence = {};
    @state() private released = false;
    @state() private busy = false;
    @state() private needsCode = false;
    @state() private code = '';
    @state() private error: unknown = null;

    protected override firstUpdated(): void {
        void api.my(this.view!.lot).then((mine) => (this.released = Boolean(mine.released)), () => undefined);
    }

    private async act(): Promise<void> {
        const view = this.view!;
        this.busy = true;
        this.looks = [];
        this.error = null;
        try {
            ({ looks: this.looks, evidence: this.evidence } = await takeLooks(view));
            if (this.looks.every((look) => look.passed)) {
                const secrets = this.code.trim() ? await secretsFromCode(this.code) : await secretsFromDevice(view, t('release.why'));
                this.needsCode = secrets === null;
                if (secrets) {
                    await release(view, secrets);
                    this.released = true;
                    this.code = '';
                }
            }
        } catch (error) {
            if (!(error instanceof Cancelled)) this.error = error;
        }
        this.busy = false;
    }

    private saveEvidence(): void {
        saveFile(`evidence-${this.view!.lot.slice(0, 8)}.json`, utf8(JSON.stringify(this.evidence, null, 2)), 'application/json');
    }

    protected override render(): TemplateResult | typeof nothing {
        const view = this.view!;
        if (this.released) return html`<div class="notice good"><p>${tag('good', 'unlock', t('bid.released'))} ${t('release.done')}</p></div>`;
        if (view.phase !== 'opening') return view.phase === 'closed' ? html`<p class="notice">${t('release.wait')}</p>` : nothing;
        return html`<div class="panel no-print"><h2>${t('release.title')}</h2><p>${t('release.lead')}</p>
            ${this.needsCode ? field({ id: 'release-code', label: t('release.code'), hint: t('release.code.hint'), value: this.code, change: (code) => (this.code = code) }) : nothing}
            <div><button class="primary big" ?disabled=${this.busy || view.suspended} @click=${() => this.act()}>${this.busy ? t('release.busy') : t('release.do')}</button></div>
            ${this.looks.length === 0 ? nothing : html`<ul class="checks" aria-label=${t('release.looks')}>${this.looks.map((look) => html`<li>
                <span class=${look.passed ? 'good' : 'bad'}>${icon(look.passed ? 'tick' : 'cross')}</span>
                <span>${t(`look.${look.name}`)} <span class="small muted hash">${look.detail}</span></span></li>`)}</ul>`}
            ${this.looks.some((look) => !look.passed) ? html`<div class="notice bad" role="alert"><p>${t('release.refused')}</p>
                <button @click=${() => this.saveEvidence()}>${t('release.evidence')}</button></div>` : nothing}
            <kb-problem .error=${this.error}></kb-problem>
            ${this.needsCode ? nothing : html`<button class="link small" @click=${() => (this.needsCode = true)}>${t('release.use_code')}</button>`}
        </div>`;
    }
}
