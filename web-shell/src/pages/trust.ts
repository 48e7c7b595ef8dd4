/** Trust: which certificate roots and log keys this browser accepts. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { acceptOffered, addRoot, allAnchors, anchorState, offeredPem, removeAnchor, type AnchorState } from '../acts/anchors';
import { app, theCentre } from '../app/state';
import { pemToDer, utf8 } from '../base/bytes';
import { KbElement } from '../base/element';
import { KaibiaoError } from '../base/errors';
import { saveFile } from '../base/files';
import { localTime, spacedHash } from '../base/format';
import { t } from '../base/messages';
import { field } from '../components/kb-field';
import { tag } from '../components/states';

const saveText = (name: string, text: string): void => saveFile(name, utf8(text), 'text/plain');

type Anchor = Awaited<ReturnType<typeof allAnchors>>[number];

@customElement('page-trust')
export class PageTrust extends KbElement {
    @state() private anchors: Anchor[] = [];
    @state() private found: AnchorState | null = null;
    @state() private pem = '';
    @state() private error: unknown = null;

    override connectedCallback(): void {
        super.connectedCallback();
        void this.load();
    }

    private async load(): Promise<void> {
        this.anchors = await allAnchors();
        this.found = await anchorState();
    }

    private async run(act: () => Promise<unknown>): Promise<void> {
        this.error = null;
        try {
            await act();
        } catch (error) {
            this.error = error;
        }
        await this.load();
    }

    private async importPem(event: Event): Promise<void> {
        event.preventDefault();
        await this.run(async () => {
            const ders = pemToDer(this.pem, 'CERTIFICATE');
            if (ders.length === 0) throw new KaibiaoError('pem_malformed');
            for (const der of ders) await addRoot(der, app.trial);
            this.pem = '';
        });
    }

    protected override render(): TemplateResult {
        const centre = theCentre();
        return html`<div class="page">
            <header><h1>${t('trust.title')}</h1><p class="lead">${t('trust.lead')}</p>
                ${centre.trial ? html`<p class="small muted">${t('trust.lead.trial')}</p>` : nothing}</header>
            <section><h2>${t('trust.offered')}</h2>
                ${this.found === 'changed' ? html`<p class="notice bad">${t('trust.changed')}</p>` : nothing}
                <dl class="facts">${centre.roots.map((root) => html`<dt>${root.name}</dt><dd class="hash">${spacedHash(root.fingerprint)}</dd>`)}
                    <dt>${t('keys.log')}</dt><dd class="hash">${centre.log_key}</dd></dl>
                <div class="row no-print small"><span class="muted">${t('trust.download')}</span>
                    <button class="link" @click=${() => this.run(async () => saveText('root.pem', await offeredPem()))}>root.pem</button>
                    <button class="link" @click=${() => saveText('log.vkey', `${centre.log_key}\n`)}>log.vkey</button>
                    ${centre.log_policy ? html`<button class="link" @click=${() => saveText('log.policy', centre.log_policy)}>log.policy</button>` : nothing}</div>
                ${centre.log_policy ? html`<details><summary>${t('trust.policy')}</summary><pre class="small">${centre.log_policy}</pre></details>` : html`<p class="muted">${t('trust.no_witness')}</p>`}
                ${centre.log_policy && centre.trial ? html`<p class="notice">${t('trust.trial_witness')}</p>` : nothing}
                ${this.found === 'ready' ? html`<p>${tag('good', 'tick', t('keys.ready'))}</p>`
                    : html`<p>${t('trust.compare')}</p><div><button class="primary" @click=${() => this.run(acceptOffered)}>${t('trust.accept')}</button></div>`}
            </section>
            <section><h2>${t('trust.mine')}</h2>${this.mine()}</section>
            <section><h2>${t('trust.import')}</h2>
                <form @submit=${(event: Event) => this.importPem(event)}>
                    ${field({ id: 'trust-pem', label: t('trust.pem'), hint: t('trust.pem.hint'), value: this.pem, rows: 5, change: (pem) => (this.pem = pem) })}
                    <kb-problem .error=${this.error}></kb-problem>
                    <div><button>${t('trust.import.do')}</button></div>
                </form></section>
        </div>`;
    }

    private mine(): TemplateResult {
        if (this.anchors.length === 0) return html`<div class="empty"><p>${t('trust.none')}</p></div>`;
        return html`<ul class="files">${this.anchors.map((anchor) => html`<li><span>
            <span class="name">${anchor.name || t('keys.log')}</span> ${anchor.trial ? tag('trial', 'dot', t('trial.label')) : nothing}
            <span class="small muted hash"><br>${anchor.kind === 'root' ? spacedHash(anchor.fingerprint) : anchor.key}<br>${localTime(anchor.added)}</span></span>
            <button class="link" @click=${() => this.run(() => removeAnchor(anchor.fingerprint))}>${t('action.remove')}</button></li>`)}</ul>`;
    }
}
