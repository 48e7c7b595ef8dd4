/** Sealing and upload at work: bars, pause, and whether the page may be closed. */
import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../base/messages';
import type { Desk } from '../seal/desk';
import { gauge } from './kb-gauge';
import { tag } from './states';

export function sealProgress(desk: Desk): TemplateResult {
    const busy = desk.state === 'sealing' || desk.state === 'rechecking' || desk.state === 'uploading';
    return html`<section class="panel" aria-label=${t('seal.progress')}>
        ${desk.seal.total > 0 ? gauge(t('seal.bar.seal'), desk.seal, desk.paused ? t('seal.paused') : '') : nothing}
        ${desk.recheck.total > 0 ? gauge(t('seal.bar.recheck'), desk.recheck) : nothing}
        ${gauge(t('seal.bar.upload'), desk.upload, desk.paused ? t('seal.paused') : desk.state === 'storing' ? t('seal.storing') : desk.upload.total === 0 ? t('seal.bar.upload.waits') : '')}
        <div class="row">${desk.safeToClose ? tag('good', 'tick', t('seal.safe')) : tag('warn', 'warn', t('seal.not_safe'))}
            ${busy ? html`<button type="button" @click=${() => (desk.paused ? desk.resume() : desk.pause())}>${desk.paused ? t('seal.resume') : t('seal.pause')}</button>` : nothing}</div>
    </section>`;
}
