// Formulas of docs/formats/method.md for the oracle: each is read into a tree, which is worked out over fractions for a
// score, or over bounds of fractions to see whether a divisor can be zero.
import { fail, Fraction, higher, lower, meanOf, round, zero } from './score_fraction.mjs';

const one = new Fraction(1n);
const longest = 500;
const mostArguments = 10;
const largest = new Fraction(1000000n), finest = new Fraction(1n, 1000000n);
const largestCount = new Fraction(10000n);

/** A tree of {act, of: [tree…]} and leaves {value} or {name, key}; `leafOf` makes leaves of names. */
function read(text, leafOf, malformed) {
    let at = 0;
    const take = (pattern) => {
        pattern.lastIndex = at;
        const found = pattern.exec(text);
        if (found) at = pattern.lastIndex;
        return found;
    };
    const literal = (digits) => {
        if (!/^(0|[1-9][0-9]*)(\.[0-9]{1,12})?$/.test(digits)) malformed();
        const value = Fraction.parse(digits);
        if (value.compare(largest) > 0 || !value.over(finest).isWhole()) malformed();
        return { value };
    };
    const call = (act) => {
        if (!take(/ *\(/y)) malformed();
        const of = [];
        do {
            if (of.length === mostArguments) malformed();
            of.push(climb(0));
        } while (take(/ *,/y));
        if (!take(/ *\)/y)) malformed();
        return { act, of };
    };
    const primary = () => {
        if (take(/ *-/y)) return { act: 'negate', of: [primary()] };
        if (take(/ *\(/y)) {
            const tree = climb(0);
            return take(/ *\)/y) ? tree : malformed();
        }
        const number = take(/ *([0-9.]+)/y);
        if (number) return literal(number[1]);
        const [, name] = take(/ *([a-z]+)/y) ?? malformed();
        if (name === 'min' || name === 'max') return call(name);
        return leafOf(name, () => (take(/ *\[ *([^\]]*)\]/y) ?? malformed())[1]);
    };
    const levels = [[/ *([-+])/y, { '+': 'plus', '-': 'minus' }], [/ *([*/])/y, { '*': 'times', '/': 'over' }]];
    const climb = (level) => {
        if (level === levels.length) return primary();
        const [signs, acts] = levels[level];
        let tree = climb(level + 1);
        for (let sign = take(signs); sign; sign = take(signs)) tree = { act: acts[sign[1]], of: [tree, climb(level + 1)] };
        return tree;
    };
    const tree = climb(0);
    return take(/ *$/y) ? tree : malformed();
}

const work = (tree, acts, leafOf) => (tree.act ? acts[tree.act](...tree.of.map((part) => work(part, acts, leafOf))) : leafOf(tree));

const exact = {
    negate: (value) => zero.minus(value), plus: (left, right) => left.plus(right), minus: (left, right) => left.minus(right),
    times: (left, right) => left.times(right), over: (left, right) => left.over(right),
    min: (...list) => list.reduce(lower), max: (...list) => list.reduce(higher),
};

/** The least and the greatest of what the corners of two bounds give. */
function corners(act, left, right) {
    const list = [left.low, left.high].flatMap((a) => [right.low, right.high].map((b) => exact[act](a, b)));
    return { low: list.reduce(lower), high: list.reduce(higher) };
}

/** Bounds {low, high}; a divisor that they let be zero is refused. */
const boundsAt = (place) => ({
    negate: ({ low, high }) => ({ low: zero.minus(high), high: zero.minus(low) }),
    plus: (left, right) => corners('plus', left, right), minus: (left, right) => corners('minus', left, right),
    times: (left, right) => corners('times', left, right),
    over: (left, right) => (right.low.compare(zero) <= 0 && right.high.compare(zero) >= 0 ? fail('division_by_zero', place) : corners('over', left, right)),
    min: (...list) => ({ low: list.map(({ low }) => low).reduce(lower), high: list.map(({ high }) => high).reduce(lower) }),
    max: (...list) => ({ low: list.map(({ low }) => low).reduce(higher), high: list.map(({ high }) => high).reduce(higher) }),
});

const rangeOf = ({ minimum, maximum }) => ({ low: Fraction.parse(minimum), high: Fraction.parse(maximum) });
const spanOf = (values) => ({ low: values.map(Fraction.parse).reduce(lower), high: values.map(Fraction.parse).reduce(higher) });

const plainNames = ['x', 'lowest', 'highest', 'mean', 'count'];

function readOne(method, rules, { rule, place }) {
    const leafOf = (name, keyOf) => {
        if (plainNames.includes(name)) return { name };
        if (name === 'points') return { value: Fraction.parse(rule.maximum) };
        if (name === 'parameter') {
            const key = keyOf();
            return method.parameters?.some((one) => one.key === key) ? { name, key } : fail('parameter_unknown', place);
        }
        if (name !== 'criterion' && name !== 'number') fail('formula_unknown_variable', place);
        const key = keyOf(), kind = rules.get(key)?.kind;
        return kind === 'formula' || (name === 'number' && kind === 'table') ? { name, key } : fail('formula_unknown_variable', place);
    };
    if (rule.expression.length > longest) fail('length_wrong', place);
    return read(rule.expression, leafOf, () => fail('formula_malformed', place));
}

const leavesOf = (tree) => (tree.act ? tree.of.flatMap(leavesOf) : [tree]);
const usedBy = ({ tree }) => leavesOf(tree).filter(({ name }) => name === 'criterion').map(({ key }) => key);

/** The formulas that need themselves, by whatever way. */
function circlesOf(formulas) {
    return [...formulas].filter(([key, formula]) => {
        const reached = new Set();
        const follow = (from) => { for (const next of usedBy(from)) if (!reached.has(next)) { reached.add(next); follow(formulas.get(next)); } };
        follow(formula);
        return reached.has(key);
    }).map(([, { place }]) => place);
}

function checkDivisors(method, rules, { rule, tree, place }) {
    const leafOf = ({ value, name, key }) => {
        if (value) return { low: value, high: value };
        if (name === 'count') return { low: one, high: largestCount };
        if (name === 'criterion') return rangeOf(rules.get(key));
        if (name === 'number') return rangeOf(rules.get(key).number);
        if (name === 'parameter') return spanOf(method.parameters.find((parameter) => parameter.key === key).values);
        return rangeOf(rule.number);
    };
    work(tree, boundsAt(place), leafOf);
}

/** Map of key to {rule, tree, place} of the method's formulas, all of them sound. */
export function readFormulas(method) {
    const found = method.sections.flatMap(({ criteria }, s) => criteria.map(({ key, rule }, c) => ({ key, rule, place: `/method/sections/${s}/criteria/${c}/rule/expression` })));
    const rules = new Map(found.map(({ key, rule }) => [key, rule]));
    const formulas = new Map(found.filter(({ rule }) => rule.kind === 'formula').map((one) => [one.key, { ...one, tree: readOne(method, rules, one) }]));
    const circles = circlesOf(formulas);
    if (circles.length > 0) fail('formula_circular', circles);
    for (const formula of formulas.values()) checkDivisors(method, rules, formula);
    return formulas;
}

/** The score of one formula; `numberOf` and `numbersOf` give what one expert entered for this bid and for all that passed. */
export function formulaScore(formulas, key, { numberOf, numbersOf, drawn }) {
    const { rule, tree } = formulas.get(key);
    const all = numbersOf(key);
    const values = { x: numberOf(key), lowest: all.reduce(lower), highest: all.reduce(higher), mean: meanOf(all), count: new Fraction(BigInt(all.length)) };
    const named = {
        criterion: (other) => formulaScore(formulas, other, { numberOf, numbersOf, drawn }), number: numberOf, parameter: drawn,
    };
    const value = work(tree, exact, (leaf) => leaf.value ?? values[leaf.name] ?? named[leaf.name](leaf.key));
    return Fraction.parse(round(lower(Fraction.parse(rule.maximum), higher(Fraction.parse(rule.minimum), value)), rule.rounding));
}
