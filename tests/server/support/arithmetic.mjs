// Exact fractions, and a reader of the lines of `kaibiao score --explain`: written from what the lines say, so that they
// are checked as a person checks them.

const gcd = (a, b) => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));
const fraction = (n, d = 1n) => {
  if (d === 0n) throw new Error('divided by zero');
  const g = gcd(n, d) * (d < 0n ? -1n : 1n);
  return { n: n / g, d: d / g };
};
export const parse = (text) => {
  const [top, bottom = '1'] = text.split('/');
  const [whole, decimals = ''] = top.split('.');
  return fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length) * BigInt(bottom));
};
export const same = (a, b) => a.n === b.n && a.d === b.d;
const less = (a, b) => a.n * b.d < b.n * a.d;
const operators = {
  '+': (a, b) => fraction(a.n * b.d + b.n * a.d, a.d * b.d), '−': (a, b) => fraction(a.n * b.d - b.n * a.d, a.d * b.d),
  '×': (a, b) => fraction(a.n * b.n, a.d * b.d), '÷': (a, b) => fraction(a.n * b.d, a.d * b.n),
};

export function evaluate(text) {
  const tokens = text.match(/\d+(?:\.\d+)?|min|max|[^\s]/g);
  let at = 0;
  const take = (wanted) => (tokens[at] === wanted ? (at += 1, true) : false);
  const need = (wanted) => { if (!take(wanted)) throw new Error(`${wanted} is missing in ${text}`); };
  const level = (next, signs) => {
    let value = next();
    while (signs.includes(tokens[at])) value = operators[tokens[at++].replace('/', '÷')](value, next());
    return value;
  };
  const sum = () => level(product, ['+', '−']);
  const product = () => level(factor, ['×', '÷', '/']);
  const factor = () => {
    if (take('−') || take('-')) return operators['−'](fraction(0n), factor());
    if (take('|')) {
      const inner = sum();
      need('|');
      return inner.n < 0n ? fraction(-inner.n, inner.d) : inner;
    }
    const choose = take('min') ? 'min' : take('max') ? 'max' : null;
    if (take('(')) {
      let value = sum();
      while (choose && take(',')) {
        const other = sum();
        if (less(other, value) === (choose === 'min')) value = other;
      }
      need(')');
      return value;
    }
    return parse(tokens[at++]);
  };
  const value = sum();
  if (at !== tokens.length) throw new Error(`${tokens[at]} is left over in ${text}`);
  return value;
}

// The modes of docs/decisions/004-rounding.md; `how` is what stands in the brackets of a line.
export function round(value, how) {
  const [, mode, places] = /(half up|half to even|down|up) to (\d) places?/.exec(how);
  const scale = 10n ** BigInt(places);
  const [top, negative] = value.n < 0n ? [-value.n * scale, true] : [value.n * scale, false];
  let units = top / value.d;
  const rest = 2n * (top % value.d);
  const away = { 'half up': rest >= value.d, 'half to even': rest > value.d || (rest === value.d && units % 2n === 1n), down: false, up: rest > 0n };
  if (away[mode]) units += 1n;
  const digits = units.toString().padStart(Number(places) + 1, '0');
  const text = Number(places) === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return negative && units > 0n ? `-${text}` : text;
}

// `title: expression = exact → rounded (notes)`, or `= exact = decimal`; null for lines that calculate nothing.
export function readLine(line) {
  const found = /^ {2}(.*?): (.+?) = (-?\d+(?:\/\d+)?)(?: → (-?[\d.]+)| = (-?[\d.]+))?(?: \((.*)\))?$/.exec(line);
  if (!found) return null;
  const [, title, expression, exact, rounded, decimal, notes = ''] = found;
  return { title, expression, exact, rounded, decimal, notes };
}

// What a person finds who calculates the line again; empty when it is right.
export function faultOf({ expression, exact, rounded, decimal, notes }) {
  const value = evaluate(expression);
  if (!same(value, parse(exact))) return `${expression} is ${value.n}/${value.d}`;
  if (decimal && !same(value, parse(decimal))) return `${exact} is not ${decimal}`;
  if (!rounded) return '';
  const limits = /held within ([\d.]+) – ([\d.]+)/.exec(notes)?.slice(1).map(parse);
  const held = limits && less(value, limits[0]) ? limits[0] : limits && less(limits[1], value) ? limits[1] : value;
  return round(held, notes) === rounded ? '' : `${exact} rounds to ${round(held, notes)}`;
}
