/** Phases and states as colour, icon and word. */
import { html, type TemplateResult } from 'lit';
import { hasMessage, t } from '../base/messages';
import type { Phase } from '../api/types';
import { icon, type IconName } from './icons';

type Tone = 'info' | 'good' | 'warn' | 'bad' | 'plain' | 'trial';

export function tag(tone: Tone, name: IconName, text: string): TemplateResult {
    return html`<span class="tag ${tone}">${icon(name)}${text}</span>`;
}

const phases: Record<Phase, [Tone, IconName]> = {
    published: ['info', 'lock'],
    closed: ['warn', 'lock'],
    failed: ['bad', 'cross'],
    opening: ['warn', 'unlock'],
    window_closed: ['warn', 'clock'],
    announced: ['info', 'doc'],
    evaluated: ['good', 'tick'],
};

export function phaseTag(phase: Phase, suspended = false): TemplateResult {
    if (suspended) return tag('bad', 'pause', t('phase.suspended'));
    const [tone, name] = phases[phase] ?? ['plain', 'dot'];
    return tag(tone, name, t(`phase.${phase}`));
}

const bidStates: Record<string, [Tone, IconName]> = {
    sealed: ['plain', 'lock'],
    released: ['info', 'unlock'],
    opened: ['good', 'tick'],
    revoked: ['bad', 'cross'],
    withdrawn: ['plain', 'dash'],
    failed: ['bad', 'warn'],
};

export function bidStateTag(state: string): TemplateResult {
    const [tone, name] = bidStates[state] ?? ['plain', 'dot'];
    const key = `bid.${state}`;
    return tag(tone, name, hasMessage(key) ? t(key) : state);
}

export const phaseOrder: Phase[] = ['published', 'closed', 'opening', 'window_closed', 'announced', 'evaluated'];

/** The path of a lot with the present phase marked. */
export function stepper(phase: Phase): TemplateResult {
    const at = phase === 'failed' ? 1 : phaseOrder.indexOf(phase);
    return html`<ol class="steps" aria-label=${t('phase.label')}>${phaseOrder.map((step, index) => {
        const failed = phase === 'failed' && index === 1;
        const done = index < at || phase === 'evaluated';
        const state = failed ? 'failed' : done ? 'done' : index === at ? 'now' : '';
        return html`<li class=${state} aria-current=${index === at ? 'step' : 'false'}><span class="dot">${done ? icon('tick') : ''}</span>
            <span class="label">${failed ? t('phase.failed') : t(`phase.${step}`)}</span></li>`;
    })}</ol>`;
}
