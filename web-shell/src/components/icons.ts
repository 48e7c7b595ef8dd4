/** Small drawings. They always stand beside a word, so they are hidden from screen readers. */
import { svg, html, type TemplateResult } from 'lit';

const drawings = {
    tick: svg`<path d="M3 8.5l3.2 3.2L13 4.8"/>`,
    cross: svg`<path d="M4 4l8 8M12 4l-8 8"/>`,
    clock: svg`<circle cx="8" cy="8" r="5.6"/><path d="M8 4.8V8l2.2 1.6"/>`,
    lock: svg`<rect x="3.4" y="7" width="9.2" height="6.2" rx="1"/><path d="M5.4 7V5.2a2.6 2.6 0 015.2 0V7"/>`,
    unlock: svg`<rect x="3.4" y="7" width="9.2" height="6.2" rx="1"/><path d="M5.4 7V5.2a2.6 2.6 0 015-1"/>`,
    pause: svg`<path d="M6 4v8M10 4v8"/>`,
    warn: svg`<path d="M8 2.6l6 10.6H2zM8 6.6v3M8 11.4v.2"/>`,
    dash: svg`<path d="M4 8h8"/>`,
    pen: svg`<path d="M3 13l.8-3L10.6 3.2l2.2 2.2L6 12.2z"/>`,
    eye: svg`<path d="M1.6 8S4 3.8 8 3.8 14.4 8 14.4 8 12 12.2 8 12.2 1.6 8 1.6 8z"/><circle cx="8" cy="8" r="1.9"/>`,
    doc: svg`<path d="M4 2.2h5.2L12 5v8.8H4zM9 2.2V5.2h3"/>`,
    people: svg`<circle cx="6" cy="5.4" r="2.2"/><path d="M1.8 13c.2-2.8 1.8-4.2 4.2-4.2s4 1.4 4.2 4.2M10.4 3.6a2 2 0 010 3.8M11.8 9.2c1.6.4 2.4 1.8 2.5 3.8"/>`,
    shield: svg`<path d="M8 1.9l5 1.9v3.9c0 3-2 5.3-5 6.4-3-1.1-5-3.4-5-6.4V3.8z"/>`,
    dot: svg`<circle cx="8" cy="8" r="3"/>`,
};
export type IconName = keyof typeof drawings;

export function icon(name: IconName): TemplateResult {
    return html`<svg viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.8"
        stroke-linecap="round" stroke-linejoin="round">${drawings[name]}</svg>`;
}

/** A seal whose two halves open. */
export function brandMark(): TemplateResult {
    return html`<svg viewBox="0 0 40 40" aria-hidden="true"><rect x="2" y="2" width="36" height="36" rx="7" fill="currentColor"/>
        <g fill="none" stroke="var(--page)" stroke-width="2.8" stroke-linecap="round" stroke-linejoin="round">
        <path d="M10 12.5h20M8.5 20h23M16 12.5V24c0 3.2-2 5.4-5.6 6.8M25 12.5v18.3"/></g></svg>`;
}
