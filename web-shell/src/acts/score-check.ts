/** Range and step of a score while it is typed. The core decides in the end; this only helps early. */
import type { CriterionRule } from '../api/types';
import { t } from '../base/messages';

const decimal = /^(0|[1-9]\d{0,8})(\.\d{1,6})?$/;

/** In millionths, so that decimals are compared exactly. */
function units(text: string): number {
    const [whole = '0', cents = ''] = text.split('.');
    return Number(whole) * 1_000_000 + Number(cents.padEnd(6, '0'));
}

/** The empty text when nothing is wrong. */
export function stepProblem(rule: CriterionRule, value: string): string {
    if (value === '') return t('score.missing');
    if (rule.kind === 'gate') return value === 'pass' || value === 'fail' ? '' : t('score.missing');
    if (!decimal.test(value)) return t('score.number');
    const ranges = rule.kind === 'banded' ? rule.bands : [rule];
    const found = ranges.find((range) => units(range.minimum) <= units(value) && units(value) <= units(range.maximum));
    if (!found) return t('score.range', { min: ranges.map((range) => range.minimum).join('/'), max: ranges.map((range) => range.maximum).join('/') });
    return (units(value) - units(found.minimum)) % units(rule.step) === 0 ? '' : t('score.step', { step: rule.step });
}
