/** Publication of a notice from a form with sensible defaults. In a trial a whole project is filled in. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { qualityPoints } from '../acts/method';
import { buildNotice, checkDraft, draftDefaults, draftFromTrial, emptyFiles, officerNames, readPanel, stageOf, type NoticeDraft } from '../acts/notice';
import { showAndSign, type Facts } from '../acts/signing';
import { api } from '../api/client';
import type { Notice, Policy } from '../api/types';
import { navigate } from '../app/router';
import { app } from '../app/state';
import { KbElement } from '../base/element';
import { serverNow } from '../base/clock';
import { Cancelled } from '../base/errors';
import type { Refusal } from '../base/refusal';
import { bytesText, durationText, groupedAmount, localTime, fromLocalField } from '../base/format';
import { t } from '../base/messages';
import { stored } from '../keys/database';
import { errorSummary, field, focusSummary, without, type FieldErrors, type FieldOptions } from '../components/kb-field';
import { stageText } from '../components/method-view';
import '../components/kb-drop';

const policies: readonly Policy[] = ['bidder', 'dual', 'officers'];

/** A line for what was given. */
const optional = (label: string, value: string): Facts => (value.trim() ? [[label, value.trim()]] : []);

@customElement('page-publish')
export class PagePublish extends KbElement {
    @state() private draft: NoticeDraft = draftDefaults();
    @state() private errors: FieldErrors = {};
    @state() private error: unknown = null;
    @state() private busy: '' | 'publish.uploading' | 'publish.busy' = '';
    @state() private officers = '';
    private named: Notice['panel'] = null;
    private touched = false;
    private lockChosen = false;

    override connectedCallback(): void {
        super.connectedCallback();
        if (app.trial) this.draft = draftFromTrial();
        void this.restore();
    }

    private get draftKey(): string {
        return `notice ${app.session?.id ?? ''}`;
    }

    /** What was typed before a reload. Times that have passed are proposed anew. */
    private async restore(): Promise<void> {
        const kept = (await stored.get<{ draft: NoticeDraft }>('drafts', this.draftKey))?.draft;
        if (!kept) return this.offerPanel();
        if (this.touched) return;
        const past = fromLocalField(kept.deadline) <= serverNow();
        const { issueFrom, deadline } = this.draft;
        this.draft = { ...this.draft, ...kept, ...(past ? { issueFrom, deadline } : {}) };
    }

    /** A trial whose bots are officers, too, has a panel ready. */
    private async offerPanel(): Promise<void> {
        const panel = app.trial ? (await api.trial().catch(() => null))?.panel : null;
        if (panel && !this.lockChosen) this.draft = { ...this.draft, policy: 'dual', panel };
    }

    private set(part: Partial<NoticeDraft>): void {
        this.touched = true;
        this.lockChosen ||= 'policy' in part || 'panel' in part;
        this.draft = { ...this.draft, ...part };
        for (const key of Object.keys(part)) this.errors = without(this.errors, `publish-${key}`);
        void stored.put('drafts', { key: this.draftKey, draft: this.draft });
    }

    private async submit(event: Event): Promise<void> {
        event.preventDefault();
        this.errors = checkDraft(this.draft);
        this.error = null;
        if (Object.keys(this.errors).length > 0) return void this.updateComplete.then(() => focusSummary(this));
        this.busy = this.draft.documents.length > 0 ? 'publish.uploading' : 'publish.busy';
        try {
            const documents = [];
            for (const file of this.draft.documents) {
                const { digest, bytes } = await api.uploadDocument(file);
                documents.push({ name: file.name, digest, bytes, media_type: file.type || 'application/octet-stream' });
            }
            this.busy = 'publish.busy';
            const payload = await buildNotice(this.draft, documents);
            const jws = await showAndSign({ title: t('publish.sign'), purpose: 'publish', payload, facts: this.facts(),
                warning: documents.length === 0 ? t('publish.no_documents') : '' });
            const { lot } = await api.publish(jws);
            await stored.remove('drafts', this.draftKey);
            navigate(`/lots/${lot}`);
        } catch (error) {
            if (!(error instanceof Cancelled)) this.error = error;
        }
        this.busy = '';
    }

    private facts(): Facts {
        const { draft } = this;
        return [
            [t('lot.code'), draft.code.trim()], [t('publish.project'), draft.projectZh.trim()], ...optional(t('publish.project.en.signed'), draft.projectEn), [t('publish.lot'), draft.titleZh.trim()], ...optional(t('publish.lot.en.signed'), draft.titleEn),
            [t('lots.kind'), `${t(`kind.${draft.kind}` as 'kind.works')} · ${draft.industry.trim()} · ${draft.region.trim()}`], [t('lot.supervisor'), draft.supervisorName.trim()], [t('lot.issue'), localTime(fromLocalField(draft.issueFrom))],
            [t('lot.deadline'), localTime(fromLocalField(draft.deadline))], [t('lot.window'), draft.policy === 'officers' ? t('publish.window.hint.officers') : durationText(Number(draft.windowMinutes) * 60_000)],
            [t('lot.ceiling'), draft.ceiling ? groupedAmount(draft.ceiling) : t('lot.no_ceiling')],
            [t('lot.policy'), t(`publish.policy.${draft.policy}`)], ...this.panelFacts(),
            [t('lot.method'), t(`publish.method.${draft.method}`)],
            ...this.stageFacts(), [t('lot.documents'), String(draft.documents.length)],
        ];
    }

    private stageFacts(): Facts {
        if (this.draft.method !== 'two_envelopes') return [];
        return [[t('envelope.label'), t('lot.envelopes')], [t('publish.stage'), stageText(stageOf(this.draft))]];
    }

    private panelFacts(): Facts {
        const { policy, panel } = this.draft;
        return policy === 'bidder' || !panel ? [] : [
            [t('lot.panel'), `${panel.id} · ${t('lot.panel.needs', { k: panel.k, n: panel.n })}`], [t('lot.panel.who'), this.officers]];
    }

    private takeDocuments(files: File[]): void {
        this.set({ documents: [...this.draft.documents, ...files.filter(({ size }) => size > 0)] });
        const empty = emptyFiles(files);
        if (empty) this.errors = { ...this.errors, 'publish-documents': empty };
    }

    private async takePanel(file: File | undefined): Promise<void> {
        if (!file) return;
        const { 'publish-panel': _wrong, ...others } = this.errors;
        this.errors = others;
        try {
            this.set({ panel: await readPanel(file) });
        } catch (error) {
            // Not the panel that was there before: nobody would notice whose it is.
            this.set({ panel: null });
            this.errors = { ...others, 'publish-panel': (error as Refusal).sentence };
        }
    }

    protected override updated(): void {
        const { panel } = this.draft;
        if (panel === this.named) return;
        this.named = panel;
        this.officers = '';
        if (panel) void officerNames(panel).then((names) => (this.officers = names), () => undefined);
    }

    private field(key: keyof NoticeDraft & string, label: string, more: Partial<FieldOptions> = {}): TemplateResult {
        return field({ id: `publish-${key}`, label, value: String(this.draft[key]), error: this.errors[`publish-${key}`],
            change: (value) => this.set({ [key]: value } as Partial<NoticeDraft>), ...more });
    }

    protected override render(): TemplateResult {
        if (app.role !== 'tenderer') return html`<div class="page"><h1>${t('publish.title')}</h1><p>${t('publish.tenderers_only')} <a href="/login">${t('nav.login')}</a></p></div>`;
        return html`<div class="page">
            <header><h1>${t('publish.title')}</h1><p class="lead">${t('publish.lead')}</p></header>
            <form @submit=${(event: Event) => this.submit(event)} novalidate>
                ${errorSummary(t('form.wrong'), this.errors)}
                ${this.what()} ${this.when()} ${this.how()} ${this.lock()}
                ${this.documents()}
                <kb-problem .error=${this.error}></kb-problem>
                <div><button class="primary" ?disabled=${this.busy !== ''}>${t(this.busy || 'action.review_sign')}</button></div>
            </form></div>`;
    }

    private documents(): TemplateResult {
        const { documents } = this.draft;
        const error = this.errors['publish-documents'];
        return html`<fieldset><legend>${t('lot.documents')}</legend>
            <div class="field ${error ? 'wrong' : ''}" id="publish-documents" tabindex="-1">
                ${error ? html`<p class="error">${error}</p>` : nothing}
                <kb-drop .label=${t('publish.documents')} .multiple=${true} .take=${(files: File[]) => this.takeDocuments(files)}></kb-drop></div>
            ${documents.length === 0 ? html`<p class="notice warn">${t('publish.no_documents')}</p>` : nothing}
            <ul class="files">${documents.map((file, index) => html`<li><span><span class="name">${file.name}</span> <span class="small muted">${bytesText(file.size)}</span></span>
                <button type="button" class="link" @click=${() => this.set({ documents: documents.filter((_f, at) => at !== index) })}>${t('action.remove')}</button></li>`)}</ul></fieldset>`;
    }

    private what(): TemplateResult {
        return html`<fieldset><legend>${t('publish.what')}</legend>
            ${this.field('code', t('lot.code'), { size: 'narrow' })}
            ${this.field('projectZh', t('publish.project'))}
            ${this.field('projectEn', t('publish.project.en'))}
            ${this.field('titleZh', t('publish.lot'), { hint: t('publish.lot.hint') })}
            ${this.field('titleEn', t('publish.lot.en'))}
            <div class="field-pair">${this.field('kind', t('lots.kind'), { choices: [['works', t('kind.works')], ['goods', t('kind.goods')], ['services', t('kind.services')]] })}
                ${this.field('industry', t('publish.industry'))}${this.field('region', t('lots.region'))}</div>
            <div class="field-pair">${this.field('supervisorId', t('publish.supervisor.id'), { hint: t('publish.supervisor.id.hint') })}${this.field('supervisorName', t('lot.supervisor'))}</div>
        </fieldset>`;
    }

    private when(): TemplateResult {
        return html`<fieldset><legend>${t('publish.when')}</legend>
            <div class="field-pair">${this.field('issueFrom', t('lot.issue'), { type: 'datetime-local' })}
                ${this.field('deadline', t('lot.deadline'), { type: 'datetime-local', hint: app.trial ? t('publish.deadline.trial') : t('publish.deadline.hint') })}</div>
            ${this.field('windowMinutes', t('publish.window'), { size: 'narrow', inputmode: 'numeric', hint: t(this.draft.policy === 'officers' ? 'publish.window.hint.officers' : 'publish.window.hint') })}
        </fieldset>`;
    }

    private how(): TemplateResult {
        return html`<fieldset><legend>${t('publish.how')}</legend>
            ${this.field('ceiling', t('lot.ceiling'), { size: 'amount', inputmode: 'decimal', hint: app.trial ? t('publish.ceiling.hint.trial') : t('publish.ceiling.hint') })}
            ${this.field('method', t('lot.method'), { choices: [['comprehensive', t('publish.method.comprehensive')],
                ['two_envelopes', t('publish.method.two_envelopes')], ['lowest', t('publish.method.lowest')]] })}
            ${this.draft.method === 'lowest' ? nothing : html`<p class="muted small">${t('publish.method.hint')}</p>`}
            ${this.draft.method === 'two_envelopes' ? this.stage() : nothing}
        </fieldset>`;
    }

    private stage(): TemplateResult {
        return html`<p class="notice"><span>${t('lot.envelopes')} ${t('publish.stage.hint')}</span></p>
            <div class="field-pair">
                ${this.field('minimumTechnical', t('publish.stage.minimum'), { size: 'narrow', inputmode: 'decimal', hint: t('publish.stage.minimum.hint', { most: qualityPoints }) })}
                ${this.field('mostPassing', t('publish.stage.most'), { size: 'narrow', inputmode: 'numeric', hint: t('publish.stage.most.hint') })}</div>
            <p>${stageText(stageOf(this.draft))}</p>`;
    }

    private lock(): TemplateResult {
        const { policy, panel } = this.draft;
        const officers = panel ? t('publish.officers', { k: panel.k, n: panel.n }) : t('publish.officers.unknown');
        return html`<fieldset><legend>${t('lot.policy')}</legend>
            ${policies.map((each) => html`<label class="choice"><input type="radio" name="policy" value=${each} .checked=${policy === each}
                @change=${() => this.set({ policy: each })}><span><strong>${t(`publish.policy.${each}`)}</strong><br>
                <span class="muted small">${t(`publish.policy.${each}.means`, { officers })}</span></span></label>`)}
            ${policy === 'bidder' ? nothing : this.panel()}
        </fieldset>`;
    }

    private panel(): TemplateResult {
        const error = this.errors['publish-panel'];
        const [fact, who] = this.panelFacts();
        return html`<div class="field ${error ? 'wrong' : ''}" id="publish-panel" tabindex="-1">
            ${error ? html`<p class="error">${error}</p>` : nothing}
            <kb-drop .label=${t('publish.panel')} .hint=${t('publish.panel.hint')} accept=".json" .take=${([file]: File[]) => this.takePanel(file)}></kb-drop>
            ${fact ? html`<p><strong>${fact[1]}</strong><br>${who?.[1]}</p>` : nothing}</div>`;
    }
}
