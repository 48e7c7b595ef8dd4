/** Form fields in the GOV.UK manner: label, hint, error, field; and the summary of all errors on top. */
import { html, nothing, type TemplateResult } from 'lit';

export interface FieldOptions {
    id: string;
    label: string;
    value: string;
    change: (value: string) => void;
    hint?: string;
    error?: string;
    type?: string;
    size?: 'narrow' | 'amount' | '';
    choices?: [string, string][];
    rows?: number;
    /** No language: no spelling is checked, and by nobody elsewhere. */
    code?: boolean;
    autocomplete?: string;
    inputmode?: string;
    required?: boolean;
}

export type FieldErrors = Record<string, string>;

/** What was wrong with a field is no longer said once it was changed. */
export function without(errors: FieldErrors, id: string): FieldErrors {
    return Object.fromEntries(Object.entries(errors).filter(([key]) => key !== id));
}

export function field(options: FieldOptions): TemplateResult {
    const { id, label, hint, error } = options;
    const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || nothing;
    return html`<div class="field ${error ? 'wrong' : ''}">
        <label for=${id}>${label}</label>
        ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
        ${error ? html`<p class="error" id="${id}-error">${error}</p>` : nothing}
        ${control(options, described)}
    </div>`;
}

function control(options: FieldOptions, described: string | typeof nothing): TemplateResult {
    const { id, value, change, error } = options;
    const input = (event: Event): void => change((event.target as HTMLInputElement).value);
    const invalid = error ? 'true' : nothing;
    if (options.choices) {
        return html`<select id=${id} class=${options.size ?? ''} @change=${input} aria-describedby=${described} aria-invalid=${invalid}>
            ${options.choices.map(([key, text]) => html`<option value=${key} ?selected=${key === value}>${text}</option>`)}</select>`;
    }
    if (options.rows) {
        return html`<textarea id=${id} rows=${options.rows} .value=${value} @input=${input} aria-describedby=${described}
            aria-invalid=${invalid} autocomplete="off" spellcheck=${options.code ? 'false' : nothing}></textarea>`;
    }
    return html`<input id=${id} class=${options.size ?? ''} type=${options.type ?? 'text'} .value=${value} @input=${input}
        step=${options.type === 'datetime-local' ? '1' : nothing} inputmode=${options.inputmode ?? nothing}
        autocomplete=${options.autocomplete ?? 'off'} aria-describedby=${described} aria-invalid=${invalid}>`;
}

/** Lists what is wrong, each entry a link to its field. Focus moves here after a failed attempt. */
export function errorSummary(title: string, errors: FieldErrors): TemplateResult | typeof nothing {
    const entries = Object.entries(errors);
    if (entries.length === 0) return nothing;
    return html`<div class="error-summary" role="alert" tabindex="-1"><h2>${title}</h2>
        <ul>${entries.map(([id, text]) => html`<li><a href="#${id}" @click=${(event: Event) => toField(event, id)}>${text}</a></li>`)}</ul></div>`;
}

function toField(event: Event, id: string): void {
    event.preventDefault();
    document.getElementById(id)?.focus();
}

export function focusSummary(root: HTMLElement): void {
    root.querySelector<HTMLElement>('.error-summary')?.focus();
}
