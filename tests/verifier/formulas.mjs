// Formulas of a method that a notice may contain: docs/formats/method.md, "Expressions".

import { readFormulas } from '../peers/score_formula.mjs';
import { Fault, Fraction } from '../peers/score_fraction.mjs';
import { refuse } from './refusal.mjs';

const deepest = 31;
const mostBits = 124;
const countBits = 14;
const bitsOfMillion = 20;
const million = new Fraction(1_000_000n);

/** Refuses formulas that are not read, name what is not there or themselves, could divide by zero or leave the exact range. */
export function checkFormulas(method) {
    const criteria = method.sections.flatMap((section) => section.criteria);
    for (const { rule } of criteria) if (rule.kind === 'formula' && depthOf(rule.expression) > deepest) refuse('formula_malformed', '/method');
    const rules = new Map(criteria.map(({ key, rule }) => [key, rule]));
    for (const { tree, rule } of formulasOf(method).values()) bitsOfTree(tree, rule, rules);
}

function formulasOf(method) {
    try {
        return readFormulas(method);
    } catch (error) {
        if (!(error instanceof Fault)) throw error;
        return refuse(error.message, '/method');
    }
}

/** The most brackets and signs around any operand. */
function depthOf(expression) {
    const around = [];
    let [signs, deep, before] = [0, 0, ''];
    for (const token of expression.match(/\[[^\]]*\]|[a-z0-9.]+|[^ ]/g) ?? []) {
        if (token === '(') {
            around.push(signs);
            signs = 0;
        }
        if (token === ')') around.pop();
        if (token === '-' && !/[\w.\])]$/.test(before)) signs += 1;
        deep = Math.max(deep, around.reduce((sum, one) => sum + one + 1, signs));
        if (!['(', '-', 'min', 'max'].includes(token)) signs = 0;
        before = token;
    }
    return deep;
}

const bitsOf = (value) => (value < 0n ? -value : value).toString(2).length;
const inMillionths = (text) => Fraction.parse(text).times(million).top;

/** {top, bottom}: bits of any number between two decimals. */
const between = ({ minimum, maximum }) => ({ top: Math.max(...[minimum, maximum].map((one) => bitsOf(inMillionths(one)))), bottom: bitsOfMillion });

const meanBits = (rule) => {
    const { top, bottom } = between(rule.number);
    return { top: top + countBits, bottom: bottom + countBits };
};

const ofName = {
    x: (rule) => between(rule.number), lowest: (rule) => between(rule.number), highest: (rule) => between(rule.number), mean: meanBits,
    count: () => ({ top: countBits, bottom: 1 }), criterion: (rule, other) => between(other), number: (rule, other) => between(other.number),
};

const product = (left, right) => ({ top: left.top + right.top, bottom: left.bottom + right.bottom });
const total = (left, right) => ({ top: Math.max(left.top + right.bottom, right.top + left.bottom) + 1, bottom: left.bottom + right.bottom });
const extreme = (...all) => ({ top: Math.max(...all.map(({ top }) => top)), bottom: Math.max(...all.map(({ bottom }) => bottom)) });

const acts = {
    negate: (one) => one, plus: total, minus: total, times: product, over: (left, { top, bottom }) => product(left, { top: bottom, bottom: top }),
    min: extreme, max: extreme,
};

/** How long the fractions of a formula can become, at each step. */
function bitsOfTree(tree, rule, rules) {
    const { act, of, value, name, key } = tree;
    const bits = act !== undefined ? acts[act](...of.map((part) => bitsOfTree(part, rule, rules)))
        : value !== undefined ? { top: bitsOf(value.top), bottom: bitsOf(value.bottom) } : ofName[name](rule, rules.get(key));
    return bits.top > mostBits || bits.bottom > mostBits ? refuse('method_range_impossible', '/method') : bits;
}
