/** A place to drop files on, or to choose them with a button. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { KbElement } from '../base/element';
import { t } from '../base/messages';

@customElement('kb-drop')
export class KbDrop extends KbElement {
    @property() label = '';
    @property() hint = '';
    @property() accept = '';
    @property({ type: Boolean }) multiple = false;
    @property({ attribute: false }) take: (files: File[]) => unknown = () => undefined;
    @state() private over = false;

    private drop(event: DragEvent): void {
        event.preventDefault();
        this.over = false;
        this.take([...(event.dataTransfer?.files ?? [])]);
    }

    private chosen(event: Event): void {
        const input = event.target as HTMLInputElement;
        this.take([...(input.files ?? [])]);
        input.value = '';
    }

    protected override render(): TemplateResult {
        return html`<div class="drop ${this.over ? 'over' : ''}"
            @dragover=${(event: DragEvent) => { event.preventDefault(); this.over = true; }}
            @dragleave=${() => (this.over = false)} @drop=${(event: DragEvent) => this.drop(event)}>
            <p>${this.label}</p>
            <button type="button" @click=${() => this.querySelector('input')!.click()}>${this.multiple ? t('drop.choose_many') : t('drop.choose')}</button>
            <input type="file" hidden ?multiple=${this.multiple} accept=${this.accept || nothing} aria-label=${this.label} @change=${(event: Event) => this.chosen(event)}>
            ${this.hint ? html`<p class="small muted">${this.hint}</p>` : nothing}
        </div>`;
    }
}
