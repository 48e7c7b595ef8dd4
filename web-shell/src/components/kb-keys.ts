/** Fingerprints that matter for a lot, and whether this browser knows them from before. */
import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { anchorState, type AnchorState } from '../acts/anchors';
import type { LotView } from '../api/types';
import { theCentre } from '../app/state';
import { KbElement } from '../base/element';
import { spacedHash } from '../base/format';
import { t } from '../base/messages';
import { tag } from './states';

@customElement('kb-keys')
export class KbKeys extends KbElement {
    @property({ attribute: false }) view: LotView | null = null;
    @state() private anchors: AnchorState | null = null;

    override connectedCallback(): void {
        super.connectedCallback();
        void anchorState().then((found) => (this.anchors = found));
    }

    protected override render(): TemplateResult {
        const view = this.view!;
        return html`<dl class="facts">
            <dt>${t('keys.notice')}</dt><dd class="hash">${spacedHash(view.notice_digest)}</dd>
            <dt>${t('keys.head')}</dt><dd class="hash">${spacedHash(view.head)}</dd>
            <dt>${t('keys.log')}</dt><dd class="hash">${view.notice.log_key}</dd>
            ${theCentre().roots.map((root) => html`<dt>${t('keys.root', { name: root.name })}</dt><dd class="hash">${spacedHash(root.fingerprint)}</dd>`)}
            <dt>${t('keys.known')}</dt><dd>${this.known(view)}</dd>
        </dl>`;
    }

    private known(view: LotView): TemplateResult {
        if (view.notice.log_key !== theCentre().log_key || this.anchors === 'changed') return tag('bad', 'warn', t('keys.changed'));
        if (this.anchors === 'ready') return tag('good', 'tick', t('keys.ready'));
        return html`${tag('warn', 'warn', t('keys.missing'))} <a href="/trust">${t('keys.missing.do')}</a>`;
    }
}
