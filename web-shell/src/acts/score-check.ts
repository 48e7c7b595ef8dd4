/** Range and step of a score while it is typed. The core decides in the end; this only helps early. */
import type { CountedItem, Criterion, CriterionRule, EnteredScore, StepRange } from '../api/types';
import { local, t } from '../base/messages';

const decimal = /^(0|[1-9]\d{0,8})(\.\d{1,6})?$/;

/** In millionths, so that decimals are compared exactly. */
function units(text: string): number {
    const [whole = '0', cents = ''] = text.split('.');
    return Number(whole) * 1_000_000 + Number(cents.padEnd(6, '0'));
}

/** One field of a criterion: its only one, or one of several counts. */
export interface Entry { key: string; label: string; /** The empty text when nothing is wrong. */ problem: (value: string) => string }

export function entriesOf({ key, rule }: Criterion): Entry[] {
    if (!('items' in rule)) return [{ key, label: '', problem: (value) => stepProblem(rule, value) }];
    return rule.items.map((item) => ({ key: `${key}/${item.key}`, label: local(item.title), problem: (value) => countProblem(item, value) }));
}

/** As the sheet holds it; `entered` gives what stands in a field, by its key. */
export function scoreOf(criterion: Criterion, entered: (key: string) => string): EnteredScore {
    const { key, rule } = criterion;
    return 'items' in rule ? rule.items.map((item) => ({ count: Number(entered(`${key}/${item.key}`)), item: item.key })) : entered(key);
}

function countProblem({ most }: CountedItem, value: string): string {
    if (value === '') return t('score.missing');
    return /^(0|[1-9]\d{0,3})$/.test(value) && Number(value) <= most ? '' : t('score.count', { most });
}

function stepProblem(rule: CriterionRule, value: string): string {
    if (value === '') return t('score.missing');
    if ('items' in rule) return '';
    if (rule.kind === 'gate') return value === 'pass' || value === 'fail' ? '' : t('score.missing');
    const step = 'number' in rule ? rule.number.step : rule.step;
    const ranges: Pick<StepRange, 'minimum' | 'maximum'>[] = rule.kind === 'banded' ? rule.bands : ['number' in rule ? rule.number : rule];
    const fits = ({ minimum, maximum }: Pick<StepRange, 'minimum' | 'maximum'>): boolean =>
        units(minimum) <= units(value) && units(value) <= units(maximum) && (units(value) - units(minimum)) % units(step) === 0;
    if (decimal.test(value) && ranges.some(fits)) return '';
    return t('score.allowed', { step, ranges: ranges.map(({ minimum: min, maximum: max }) => t('score.range', { min, max })).join(t('score.or')) });
}
