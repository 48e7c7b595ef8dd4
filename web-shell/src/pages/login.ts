/** Login with a key that stays in this browser: use one that is here, make one, or bring one. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Role } from '../api/types';
import { navigate } from '../app/router';
import { app } from '../app/state';
import { KbElement } from '../base/element';
import { saveFile } from '../base/files';
import { localTime, personName } from '../base/format';
import { t } from '../base/messages';
import { errorSummary, field, focusSummary, type FieldErrors } from '../components/kb-field';
import { createIdentity, exportPem, identities, readIdentity, type Identity } from '../keys/identity';
import { logIn } from '../keys/login';
import { trialPassphrase } from '../keys/trial';
import { utf8 } from '../base/bytes';

const shortestPassphrase = 10;
const roles: Role[] = ['bidder', 'tenderer', 'expert', 'supervisor'];

function saveBackup(identity: Identity): void {
    saveFile(`${identity.id}.pem`, utf8(exportPem(identity)), 'application/x-pem-file');
}

/** Back to the lot from which somebody was sent here. */
function wayOn(): string {
    const then = new URLSearchParams(location.search).get('then') ?? '';
    return /^\/lots\/[0-9a-f]{32}(\/[a-z0-9/]*)?$/.test(then) ? then : '/lots';
}

@customElement('page-login')
export class PageLogin extends KbElement {
    @state() private known: Identity[] = [];
    @state() private chosen: Identity | null = null;
    @state() private form = { id: '', name: '', organisation: '', passphrase: '', again: '', keyPem: '', certificatePem: '', role: 'bidder' as Role };
    @state() private errors: FieldErrors = {};
    @state() private error: unknown = null;
    @state() private busy = false;
    @state() private mode: 'use' | 'create' | 'import' = 'use';

    override connectedCallback(): void {
        super.connectedCallback();
        void this.load();
    }

    private async load(): Promise<void> {
        this.known = await identities.all();
        this.chosen = this.known[0] ?? null;
        if (this.known.length === 0 && this.mode === 'use') this.mode = 'create'; // unless one was chosen meanwhile
    }

    private set(part: Partial<typeof this.form>): void {
        this.form = { ...this.form, ...part };
    }

    private async run(event: Event, errors: FieldErrors, act: () => Promise<void>): Promise<void> {
        event.preventDefault();
        this.errors = errors;
        this.error = null;
        if (Object.keys(errors).length > 0) return void this.updateComplete.then(() => focusSummary(this));
        this.busy = true;
        try {
            await act();
            this.set({ passphrase: '', again: '' });
            navigate(wayOn());
        } catch (error) {
            this.error = error;
        }
        this.busy = false;
    }

    private use(event: Event): Promise<void> {
        const identity = this.chosen!;
        const passphrase = this.form.passphrase || trialPassphrase(identity.id) || '';
        return this.run(event, passphrase ? {} : { 'login-pass': t('login.passphrase.missing') }, () => logIn(identity, passphrase));
    }

    private create(event: Event): Promise<void> {
        const { id, name, organisation, passphrase, again, role } = this.form;
        const errors: FieldErrors = {};
        if (!/^[0-9A-Z-]{4,64}$/.test(id)) errors['login-id'] = t('login.id.wrong');
        else if (this.known.some((identity) => identity.id === id)) errors['login-id'] = t('login.id.here');
        if (!name.trim()) errors['login-name'] = t('login.name.missing');
        if (!organisation.trim()) errors['login-organisation'] = t('login.organisation.missing');
        if (passphrase.length < shortestPassphrase) errors['login-new-pass'] = t('login.passphrase.short', { n: shortestPassphrase });
        else if (passphrase !== again) errors['login-again'] = t('login.passphrase.differ');
        return this.run(event, errors, async () => {
            const identity = await createIdentity({ id, name: name.trim(), organisation: organisation.trim() }, passphrase, app.trial ? role : undefined);
            await logIn(identity, passphrase);
        });
    }

    private import(event: Event): Promise<void> {
        const { keyPem, certificatePem, passphrase } = this.form;
        const errors: FieldErrors = {};
        if (!keyPem.includes('PRIVATE KEY')) errors['login-key'] = t('login.key.missing');
        if (!`${certificatePem}${keyPem}`.includes('BEGIN CERTIFICATE')) errors['login-certificate'] = t('login.certificate.missing');
        if (!passphrase) errors['login-import-pass'] = t('login.passphrase.missing');
        return this.run(event, errors, async () => {
            const identity = await readIdentity(keyPem, certificatePem || keyPem, passphrase);
            await logIn(identity, passphrase);
        });
    }

    protected override render(): TemplateResult {
        if (app.role) return this.loggedIn();
        const tab = (mode: typeof this.mode, label: string): TemplateResult =>
            html`<button type="button" class=${this.mode === mode ? 'primary' : ''} aria-pressed=${this.mode === mode ? 'true' : 'false'}
                @click=${() => { this.mode = mode; this.errors = {}; this.error = null; }}>${label}</button>`;
        return html`<div class="page">
            <header><h1>${t('login.title')}</h1><p class="lead">${t('login.lead')}</p></header>
            <div class="row">${this.known.length > 0 ? tab('use', t('login.mode.use')) : nothing}
                ${tab('create', t('login.mode.create'))}${tab('import', t('login.mode.import'))}</div>
            ${errorSummary(t('form.wrong'), this.errors)}
            <section>${this.mode === 'use' ? this.useForm() : this.mode === 'create' ? this.createForm() : this.importForm()}</section>
            <kb-problem .error=${this.error}></kb-problem>
            ${app.trial ? html`<p><a href="/">${t('login.try')}</a></p>` : nothing}
        </div>`;
    }

    private loggedIn(): TemplateResult {
        const { id, name, organisation } = app.session!;
        const mine = this.known.find((identity) => identity.id === id);
        return html`<div class="page"><header><h1>${t('login.done')}</h1>
            <p class="lead">${t(`role.${app.role!}`)} · ${personName(name ?? '', organisation ?? '')}</p></header>
            <p>${t('login.done.lead')} <code>${id}</code></p>
            <div class="row"><a class="button primary" href="/lots">${t('lots.title')}</a>
                ${mine ? html`<button @click=${() => saveBackup(mine)}>${t('login.backup')}</button>` : nothing}</div></div>`;
    }

    private submit(label: string): TemplateResult {
        return html`<div><button class="primary" ?disabled=${this.busy}>${this.busy ? t('login.busy') : label}</button></div>`;
    }

    private useForm(): TemplateResult {
        const trial = this.chosen && trialPassphrase(this.chosen.id);
        return html`<form @submit=${(event: Event) => this.use(event)}><fieldset><legend>${t('login.which')}</legend>
            ${this.known.map((identity) => html`<label class="choice"><input type="radio" name="identity" .checked=${this.chosen?.id === identity.id}
                @change=${() => (this.chosen = identity)}><span><strong>${identity.name}</strong> ${identity.organisation}<br>
                <span class="muted small">${identity.id} · ${t('login.last', { time: localTime(identity.lastUsed) })}</span></span></label>`)}</fieldset>
            ${trial ? nothing : field({ id: 'login-pass', label: t('sign.passphrase'), type: 'password', size: 'narrow', value: this.form.passphrase,
                autocomplete: 'current-password', change: (passphrase) => this.set({ passphrase }), error: this.errors['login-pass'] })}
            ${this.submit(t('login.do'))}
            ${this.chosen ? html`<div class="row small"><button type="button" class="link" @click=${() => saveBackup(this.chosen!)}>${t('login.backup')}</button>
                <button type="button" class="link" @click=${() => this.forget()}>${t('login.forget')}</button></div>` : nothing}
        </form>`;
    }

    private async forget(): Promise<void> {
        if (!window.confirm(t('login.forget.sure'))) return;
        await identities.remove(this.chosen!.id);
        await this.load();
    }

    private createForm(): TemplateResult {
        const { id, name, organisation, passphrase, again, role } = this.form;
        return html`<form @submit=${(event: Event) => this.create(event)}>
            <p>${t('login.create.lead')}</p>
            ${app.trial ? field({ id: 'login-role', label: t('login.role'), hint: t('login.role.hint'), size: 'narrow', value: role,
                choices: roles.map((each): [string, string] => [each, t(`role.${each}`)]), change: (value) => this.set({ role: value as Role }) }) : nothing}
            ${field({ id: 'login-id', label: t('login.id'), hint: t('login.id.hint'), value: id, error: this.errors['login-id'], change: (value) => this.set({ id: value.trim().toUpperCase() }) })}
            ${field({ id: 'login-organisation', label: t('login.organisation'), value: organisation, error: this.errors['login-organisation'],
                autocomplete: 'organization', change: (value) => this.set({ organisation: value }) })}
            ${field({ id: 'login-name', label: t('login.name'), value: name, error: this.errors['login-name'], autocomplete: 'name', change: (value) => this.set({ name: value }) })}
            ${field({ id: 'login-new-pass', label: t('login.passphrase.new'), hint: t('login.passphrase.hint'), type: 'password', size: 'narrow', value: passphrase,
                autocomplete: 'new-password', error: this.errors['login-new-pass'], change: (value) => this.set({ passphrase: value }) })}
            ${field({ id: 'login-again', label: t('login.passphrase.again'), type: 'password', size: 'narrow', value: again, autocomplete: 'new-password',
                error: this.errors['login-again'], change: (value) => this.set({ again: value }) })}
            ${this.submit(t('login.create.do'))}</form>`;
    }

    private importForm(): TemplateResult {
        const { keyPem, certificatePem, passphrase } = this.form;
        return html`<form @submit=${(event: Event) => this.import(event)}>
            <p>${t('login.import.lead')}</p>
            ${field({ id: 'login-key', label: t('login.key'), hint: t('login.key.hint'), rows: 5, value: keyPem, error: this.errors['login-key'], change: (value) => this.set({ keyPem: value }) })}
            ${field({ id: 'login-certificate', label: t('login.certificate'), hint: t('login.certificate.hint'), rows: 5, value: certificatePem,
                error: this.errors['login-certificate'], change: (value) => this.set({ certificatePem: value }) })}
            ${field({ id: 'login-import-pass', label: t('sign.passphrase'), type: 'password', size: 'narrow', value: passphrase, autocomplete: 'current-password',
                error: this.errors['login-import-pass'], change: (value) => this.set({ passphrase: value }) })}
            ${this.submit(t('login.import.do'))}</form>`;
    }
}
