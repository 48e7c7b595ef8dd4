/** Phases and states as colour, icon and word. */
import { html, nothing, type TemplateResult } from 'lit';
import { hasTwo, phaseWord } from '../acts/envelopes';
import { hasMessage, t, type MessageKey } from '../base/messages';
import type { LotView, Phase } from '../api/types';
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
    qualified: ['info', 'people'],
    evaluated: ['good', 'tick'],
};

export function phaseTag(phase: Phase, suspended: boolean, priced: boolean): TemplateResult {
    const [tone, name] = phases[phase] ?? ['plain', 'dot'];
    return html`${suspended ? tag('bad', 'pause', t('phase.suspended')) : nothing}${tag(tone, name, phaseWord(phase, priced))}`;
}

const bidStates: Record<string, [Tone, IconName]> = {
    sealed: ['plain', 'lock'],
    released: ['info', 'unlock'],
    opened: ['good', 'tick'],
    revoked: ['bad', 'cross'],
    withdrawn: ['plain', 'dash'],
    failed: ['bad', 'warn'],
    unopened: ['plain', 'lock'],
};

export function bidStateTag(state: string): TemplateResult {
    const [tone, name] = bidStates[state] ?? ['plain', 'dot'];
    const key = `bid.${state}`;
    return tag(tone, name, hasMessage(key) ? t(key) : state);
}

type Staged = Pick<LotView, 'notice' | 'envelope'>;

/** A message that may have other words for each opening of a lot with two envelopes. */
export function stageKey(key: MessageKey, view: Staged): MessageKey {
    const own = `${key}.${view.envelope}`;
    return hasTwo(view) && hasMessage(own) ? own : key;
}

type Step = [string, MessageKey];
const one = (phase: Exclude<Phase, 'failed' | 'qualified'>): Step => [phase, `phase.${phase}`];
const oneOpening: Step[] = [one('published'), one('closed'), one('opening'), one('window_closed'), one('announced'), one('evaluated')];
const twoOpenings: Step[] = [
    one('published'), one('closed'), ['opening.1', 'step.opening.1'], ['announced.1', 'step.announced.1'], ['qualified', 'phase.qualified'],
    ['opening.2', 'step.opening.2'], ['announced.2', 'step.announced.2'], one('evaluated'),
];

function stepsOf(view: Staged): Step[] {
    return hasTwo(view) ? twoOpenings : oneOpening;
}

/** The place of the lot on its path; with two envelopes the window's end belongs to its opening. */
export function placeOf(view: Staged & Pick<LotView, 'phase'>): number {
    const phase = hasTwo(view) && view.phase === 'window_closed' ? 'opening' : view.phase;
    return stepsOf(view).findIndex(([step]) => step === phase || step === `${phase}.${view.envelope}`);
}

/** The path of a lot with the present phase marked. */
export function stepper(view: Staged & Pick<LotView, 'phase'>): TemplateResult {
    const { phase } = view;
    const at = phase === 'failed' ? 1 : placeOf(view);
    return html`<ol class="steps" aria-label=${t('phase.label')}>${stepsOf(view).map(([_step, label], index) => {
        const failed = phase === 'failed' && index === 1;
        const done = index < at || phase === 'evaluated';
        const state = failed ? 'failed' : done ? 'done' : index === at ? 'now' : '';
        return html`<li class=${state} aria-current=${index === at ? 'step' : 'false'}><span class="dot">${done ? icon('tick') : ''}</span>
            <span class="label">${failed ? t('phase.failed') : t(label)}</span></li>`;
    })}</ol>`;
}
