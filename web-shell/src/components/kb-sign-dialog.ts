/** The only place where a passphrase is typed for an act: shows what will be signed, word for word, and signs it. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { knownPassphrase, registerDialogues, signPayload, type SignRequest } from '../acts/signing';
import { canonical } from '../base/canonical';
import { everySecond, serverNow } from '../base/clock';
import { KbElement } from '../base/element';
import { Cancelled } from '../base/errors';
import { localTime, personName } from '../base/format';
import { t } from '../base/messages';
import { withKey, type Identity } from '../keys/identity';

interface Job { identity: Identity; request: SignRequest | null; why: string; resolve: (value: string) => void; reject: (error: Error) => void }

const tooLate = ({ request }: Job): boolean => request?.until !== undefined && serverNow() >= Date.parse(request.until);

@customElement('kb-sign-dialog')
export class KbSignDialog extends KbElement {
    @state() private job: Job | null = null;
    @state() private error: unknown = null;
    @state() private busy = false;

    override connectedCallback(): void {
        super.connectedCallback();
        registerDialogues(this);
        this.during(everySecond(() => this.job?.request?.until && this.requestUpdate()));
    }

    sign(request: SignRequest, identity: Identity): Promise<string> {
        return this.open(identity, request, '');
    }

    passphrase(identity: Identity, why: string): Promise<string> {
        return this.open(identity, null, why);
    }

    private open(identity: Identity, request: SignRequest | null, why: string): Promise<string> {
        this.job?.reject(new Cancelled());
        this.error = null;
        return new Promise((resolve, reject) => {
            this.job = { identity, request, why, resolve, reject };
            void this.updateComplete.then(() => this.show());
        });
    }

    /** At its top, so that what will be signed is read first: the field has the focus only where it is in sight from there. */
    private show(): void {
        const dialog = this.dialog();
        dialog.showModal();
        dialog.scrollTop = 0;
        const field = dialog.querySelector('input');
        const inSight = field !== null && field.getBoundingClientRect().bottom <= dialog.getBoundingClientRect().bottom;
        (inSight ? field : dialog.querySelector('h2')!).focus({ preventScroll: true });
    }

    private dialog(): HTMLDialogElement {
        return this.querySelector('dialog')!;
    }

    private close(): void {
        this.dialog().close();
        this.job = null;
        this.busy = false;
    }

    private cancel(): void {
        const job = this.job;
        if (!job || this.busy) return;
        this.close();
        job.reject(new Cancelled());
    }

    private async accept(event: Event): Promise<void> {
        event.preventDefault();
        const job = this.job;
        if (!job || this.busy || tooLate(job)) return;
        const field = this.querySelector<HTMLInputElement>('input[type="password"]');
        const passphrase = field ? field.value : (knownPassphrase(job.identity) ?? '');
        this.busy = true;
        this.error = null;
        try {
            const value = await this.result(job, passphrase);
            if (field) field.value = '';
            this.close();
            job.resolve(value);
        } catch (error) {
            this.error = error;
            this.busy = false;
        }
    }

    /** A JWS, or the passphrase once it has opened the key. */
    private async result(job: Job, passphrase: string): Promise<string> {
        if (job.request) return signPayload(job.identity, passphrase, job.request.purpose, job.request.payload);
        return withKey(job.identity, passphrase, () => Promise.resolve(passphrase));
    }

    protected override render(): TemplateResult {
        return html`<dialog aria-labelledby="sign-title" @cancel=${(event: Event) => { event.preventDefault(); this.cancel(); }}>
            ${this.job ? this.sheet(this.job) : nothing}</dialog>`;
    }

    private sheet(job: Job): TemplateResult {
        const title = job.request ? job.request.title : t('sign.unlock');
        return html`<form class="sheet" @submit=${(event: Event) => this.accept(event)}>
            <h2 id="sign-title" tabindex="-1">${title}</h2>
            ${job.request ? this.contents(job.request) : html`<p>${job.why}</p>`}
            ${tooLate(job) ? html`<p class="notice bad" role="alert">${t('sign.late', { time: localTime(job.request!.until!) })}</p>` : this.passphraseField(job)}
            <kb-problem .error=${this.error}></kb-problem>
            <div class="row">
                <button class="primary" type="submit" ?disabled=${this.busy || tooLate(job)}>
                    ${this.busy ? t('sign.busy') : job.request ? t('sign.do') : t('sign.unlock.do')}</button>
                <button type="button" @click=${() => this.cancel()} ?disabled=${this.busy}>${t('action.cancel')}</button>
            </div>
        </form>`;
    }

    private contents(request: SignRequest): TemplateResult {
        return html`<p>${t('sign.lead')}</p>
            <dl class="facts">${request.facts.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>
            ${request.warning ? html`<p class="notice warn">${request.warning}</p>` : nothing}
            <details><summary>${t('sign.bytes')}</summary><pre class="bytes" tabindex="0">${canonical(request.payload)}</pre></details>`;
    }

    private passphraseField(job: Job): TemplateResult {
        const who = personName(job.identity.name, job.identity.organisation || job.identity.id);
        if (knownPassphrase(job.identity)) return html`<p class="muted">${t('sign.as', { who })} ${t('sign.trial_key')}</p>`;
        return html`<div class="field"><label for="sign-pass">${t('sign.passphrase')}</label>
            <p class="hint">${t('sign.as', { who })}</p>
            <input id="sign-pass" class="narrow" type="password" autocomplete="current-password" required></div>`;
    }
}
