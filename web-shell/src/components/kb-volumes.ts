/** Volumes of a bid: dropped, named, ordered; what is wrong with them is said before anything is sealed. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { KbElement } from '../base/element';
import { bytesText } from '../base/format';
import { t } from '../base/messages';
import { plainName, type Finding, type Volume } from '../seal/preflight';
import { icon } from './icons';
import './kb-drop';

@customElement('kb-volumes')
export class KbVolumes extends KbElement {
    @property({ attribute: false }) volumes: Volume[] = [];
    @property({ attribute: false }) findings: Finding[] = [];
    @property({ attribute: false }) change: (volumes: Volume[]) => void = () => undefined;

    private add(files: File[]): void {
        const next = Math.max(0, ...this.volumes.map(({ id }) => id)) + 1;
        const added = files.map((file, index) => ({ id: next + index, title: plainName(file.name).replace(/\.[^.]+$/, ''), file }));
        this.change([...this.volumes, ...added]);
    }

    private move(index: number, by: number): void {
        const volumes = [...this.volumes];
        const [moved] = volumes.splice(index, 1);
        volumes.splice(index + by, 0, moved!);
        this.change(volumes);
    }

    protected override render(): TemplateResult {
        return html`<fieldset><legend>${t('seal.volumes')}</legend>
            <kb-drop .label=${t('seal.drop')} .hint=${t('seal.drop.hint')} .multiple=${true} .take=${(files: File[]) => this.add(files)}></kb-drop>
            ${this.volumes.length === 0 ? nothing : html`<ul class="files">${this.volumes.map((volume, index) => this.row(volume, index))}</ul>`}
            ${this.findings.length === 0 ? nothing : html`<div><h3>${t('preflight.title')}</h3><ul class="checks">${this.findings.map((finding) => html`<li>
                <span class=${finding.kind === 'good' ? 'good' : finding.kind === 'bad' ? 'bad' : 'idle'}>${icon(finding.kind === 'good' ? 'tick' : finding.kind === 'bad' ? 'cross' : 'warn')}</span>
                <span><strong>${finding.subject()}</strong> ${finding.say()}</span></li>`)}</ul></div>`}
        </fieldset>`;
    }

    private row(volume: Volume, index: number): TemplateResult {
        const rename = (event: Event): void => this.change(this.volumes.map((entry) =>
            (entry.id === volume.id ? { ...entry, title: (event.target as HTMLInputElement).value } : entry)));
        return html`<li><span class="stack-tight"><input aria-label=${t('seal.volume.title', { n: index + 1 })} .value=${volume.title} maxlength="120" @input=${rename}>
            <span class="small muted">${plainName(volume.file.name)} · ${bytesText(volume.file.size)}</span></span>
            <span class="row small">
                <button type="button" class="link" ?disabled=${index === 0} @click=${() => this.move(index, -1)}>${t('action.up')}</button>
                <button type="button" class="link" @click=${() => this.change(this.volumes.filter((entry) => entry.id !== volume.id))}>${t('action.remove')}</button>
            </span></li>`;
    }
}
