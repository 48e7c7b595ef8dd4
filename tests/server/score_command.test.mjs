// `kaibiao score`: the worked numbers, followed by hand; a method alone; what is refused, and how the program ends.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { faultOf, readLine } from './support/arithmetic.mjs';
import { newFolder, removeFolder, run } from './support/server.mjs';

const folder = newFolder('score');
after(() => removeFolder(folder));

function file(name, value) {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}

const method = {
  adjustments: [], aggregation: { kind: 'mean', trim_from: null }, candidates: 3, ceiling: null, label: 'kaibiao/method/v1', points: '40',
  price: {
    above: '1', below: '0.5', ceiling_weight: '0', kind: 'benchmark', points: '40', reduction: '2', second: 'none',
    trim: { from: 5, highest: 1, lowest: 1, outside: null },
  },
  ranking: ['total', 'price', 'draw'],
  rounding: { criterion: null, evaluated_price: null, price_score: { mode: 'half_up', places: 2 }, section: null, total: null },
  sections: [],
};
const prices = ['1000000.00', '1020000.00', '980000.00', '1300000.00', '900000.00'];
const bids = prices.map((price, i) => ({ adjustments: [], bid: `${i + 1}`.padStart(32, '0'), price, standing: 'admitted' }));
const input = { bids, label: 'kaibiao/score-input/v1', sheets: [] };

const ready = (name) => JSON.parse(run(['score', `method:${name}`]).stdout);
const example = (name) => JSON.parse(readFileSync(`docs/methods/${name}.input.json`, 'utf8'));
const library = JSON.parse(run(['score', '--list', '--json']).stdout).map(({ name }) => name);
const criteriaOf = (made) => made.sections.flatMap(({ criteria }) => criteria);

// Every line that calculates, by bid, each of them right; `made` and `given` are documents.
function calculated(made, given, ...more) {
  const args = ['score', file('followed.json', made), file('followed-bids.json', given), ...more];
  const told = run([...args, '--explain']);
  assert.equal(told.status, 0, told.stderr);
  const byBid = {};
  let bid;
  for (const line of told.stdout.split('\n')) {
    bid = /^(?:\d+|[-+]) {2}([0-9a-f]{32})/.exec(line)?.[1] ?? bid;
    const read = readLine(line);
    if (read === null) continue;
    assert.equal(faultOf(read), '', line);
    (byBid[bid] ??= []).push(read);
  }
  const result = JSON.parse(run([...args, '--json']).stdout);
  for (const { bid: id, total, rank } of result.bids) {
    if (!rank || !total) continue;
    const told = byBid[id].find(({ title }) => title === '总分 total');
    assert.deepEqual([told.exact, told.rounded ?? null], [total.exact, total.rounded], id);
  }
  return { byBid, result, text: told.stdout, lines: Object.values(byBid).flat() };
}

test('score: 10,000 bids are ranked and explained, each down to the total that it is ranked by', { timeout: 120_000 }, () => {
  const given = example('low-price');
  const [first] = given.bids;
  const [sheet] = given.sheets;
  const cellsOf = sheet.cells.filter(({ bid }) => bid === first.bid);
  given.bids = Array.from({ length: 10_000 }, (_, i) => ({ ...first, bid: `${i + 1}`.padStart(32, '0'), price: `${900_000 + (i * 7919) % 10_007}.00` }));
  given.sheets = [{ ...sheet, cells: given.bids.flatMap(({ bid }) => cellsOf.map((cell) => ({ ...cell, bid }))) }];
  const args = ['score', file('method.json', ready('low-price')), file('bids.json', given)];
  const told = run([...args, '--explain']);
  assert.equal(told.status, 0, told.stderr);
  const stories = told.stdout.split(/\n(?=\d+ {2}[0-9a-f]{32} )/).slice(1);
  const ranked = run(args).stdout.trim().split('\n').filter((line) => /^\d+ {2}/.test(line));
  assert.equal(stories.length, 10_000);
  stories.forEach((story, i) => {
    assert.equal(story.split('\n')[0], ranked[i]);
    assert.match(story, new RegExp(`总分 total: .* → ${ranked[i].trim().split(/ +/)[2]} `));
  });
});

test('score: the worked numbers of the benchmark method, as JSON', () => {
  const done = run(['score', file('method.json', method), file('bids.json', input), '--json']);
  assert.equal(done.status, 0, done.stderr);
  const scores = Object.fromEntries(JSON.parse(done.stdout).bids.map((bid) => [Number(bid.bid), bid.price_score.rounded]));
  assert.deepEqual(scores, { 1: '37.96', 2: '35.92', 3: '40.00', 4: '7.35', 5: '35.92' });
});

test('score: --explain prints every number as an expression with its operators, and how it was rounded', () => {
  const { text } = calculated(method, input);
  for (const line of [
    '平均价 mean of counted prices: (980000 + 1000000 + 1020000) ÷ 3 = 1000000 (不计入 not counted: 900000, 1300000; 至少 5 个时去掉最高 1 个、最低 1 个 of 5 or more the 1 highest and the 1 lowest)',
    '评标基准价 benchmark: 1000000 × (1 − 2 ÷ 100) = 980000',
    '偏差率 deviation %: (1000000 − 980000) ÷ 980000 × 100 = 100/49',
    '报价得分 price score: 40 − 1 × |100/49| = 1860/49 → 37.96 (四舍五入到 2 位小数 half up to 2 places)',
    '名次 rank: 3 (排在前面的投标 bids before it: 2; 依次比较 compared by: 总分 total 35.92, 报价 announced price 900000.00, 抽签 draw)',
  ]) assert.ok(text.includes(`  ${line}\n`), `${line}\n${text}`);
});

test('score: every line of every ready method can be calculated again by hand', () => {
  const least = { 'lowest-evaluated': 7 };
  for (const name of library) {
    const { lines, result, text } = calculated(ready(name), example(name));
    assert.ok(lines.length >= (least[name] ?? 12), `${name}: ${lines.length} lines`);
    const votes = text.match(/^ {2}通过制因素 gate \S+ .*: \d 票不通过，\d 票通过.* \d votes against it, \d for it/gm) ?? [];
    assert.equal(votes.length, result.bids.flatMap(({ gates }) => gates).length, name);
  }
});

test('score: what the ranking leaves open is said at the end', () => {
  const evaluated = (change, ...more) => {
    const made = structuredClone(method), given = structuredClone(input);
    change(made, given);
    const done = run(['score', file('open.json', made), file('open-bids.json', given), ...more]);
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
  };
  const equal = (made, given) => given.bids.forEach((bid) => { bid.price = '980000.00'; });
  assert.match(evaluated(equal), /并列 tied\n并列投标的次序由抽签决定，结果写入 tie_order a draw decides the order of tied bids, tie_order takes it\n$/);
  assert.match(evaluated((made, given) => { equal(made, given); made.ranking.pop(); }, '--explain'), /\n并列投标共享名次 tied bids share their rank\n$/);
  assert.match(evaluated((made) => { made.ceiling = '1.00'; }), /above the ceiling: [^\n]*\n没有有效投标 no valid bid is left\n$/);
  assert.doesNotMatch(evaluated(() => {}), /tied bids|no valid bid/);
});

test('score: how the experts voted is told, and of an even split what the method makes of it', () => {
  const made = ready('two-envelope'), given = example('two-envelope');
  const [gate] = criteriaOf(made).filter(({ rule }) => rule.kind === 'gate'), [{ bid }] = given.bids;
  given.sheets.length = 4;
  for (const [i, sheet] of given.sheets.entries())
    for (const cell of sheet.cells) if (cell.bid === bid && cell.criterion === gate.key) cell.value = i % 2 ? 'fail' : 'pass';
  assert.match(calculated(made, given).text, /技术门槛 technical stage: .*，取最高的 \d 名及与末名同分者 the best \d and all equal to the last of them: /);
  delete made.gate_tie;
  assert.match(calculated(made, given).text, new RegExp(`gate ${gate.key} .*: 2 票不通过，2 票通过，票数相同即保留 2 votes against it, 2 for it, an even split keeps the bid\n`));
  given.sheets.forEach((sheet, i) => { if (i === 0) sheet.role = 'chair'; else delete sheet.role; });
  made.gate_tie = 'chair';
  assert.match(calculated(made, given).text, new RegExp(`gate ${gate.key} .*: 2 票不通过，2 票通过，票数相同，由组长决定 2 votes against it, 2 for it, of an even split the chair decides\n`));
});

test('score: deductions, limits, medians and sums of experts are lines like the others', () => {
  const lowPrice = ready('low-price'), reduced = example('low-price');
  reduced.bids[0].adjustments = [{ quantity: '1', rule: lowPrice.adjustments[0].key }];
  assert.match(calculated(lowPrice, reduced).text, /价格调整 adjustment [^:]+: 0 − 1000000 × 10 ÷ 100 × 1 = -100000\n {2}评标价 evaluated price: 1000000 − 100000 = 900000/);

  assert.match(calculated(ready('benchmark-ceiling'), example('benchmark-ceiling')).text, /全部报价平均 mean of all prices: \([^)]+\) ÷ 5 = 1020000\n.*不计入 not counted: 800000; .* 20 % from the mean of all\)\n/);

  const steep = { ...method, price: { ...method.price, above: '3' } };
  assert.match(calculated(steep, input).text, /max\(0, 40 − 3 × \|1600\/49\|\) = 0 → 0\.00 \(不低于零 not below zero;/);

  const fixed = ready('meat-fixed-reference'), two = example('meat-fixed-reference');
  two.sheets.splice(2);
  assert.match(calculated(fixed, two).text, /\(\d+ \+ \d+\) ÷ 2 = .*中位数 the median of \d+, \d+/);

  const total = ready('meat-linear'), linear = example('meat-linear');
  total.aggregation.level = 'total';
  total.rounding.section = null;
  assert.match(calculated(total, linear).text, /专家合计 sum of an expert quality \[EXPERT-1\]: 24 \+ 16 \+ 7 = 47\n/);

  linear.bids.forEach((bid) => { bid.price = '5.00'; });
  assert.match(calculated(total, linear).text, /40 = 40 → 40\.00 \(评标价均相等/);
});

test('score: a formula is told with the numbers of its variables, a table with its row', () => {
  const made = ready('meat-relative-to-lowest'), given = example('meat-relative-to-lowest');
  const plain = calculated(made, given).text;
  assert.match(plain, /emissions .*\[EXPERT-1\]: 15 × 90 ÷ 120 = 45\/4 → 11\.25 \(公式 formula: points \* lowest \/ x; 限于 held within 0 – 15;/);
  assert.match(plain, /delivery .*\[EXPERT-2\]: 45 → 10 \(查表，31 起 by the table, from 31 on\)/);
  const rule = criteriaOf(made).find(({ key }) => key === 'emissions').rule;
  for (const [expression, numbers, scores] of [
    ['points * mean / x', '15 × 120 ÷ 120', ['15.00', '15.00', '12.00']],
    ['15 - (highest - lowest) / 7', '15 − (150 − 90) ÷ 7', ['6.43', '6.43', '6.43']],
    ['max(number[delivery] / -count, min(x / 20, 7))', 'max(30 ÷ −3, min(120 ÷ 20, 7))', ['6.00', '4.50', '7.00']],
  ]) {
    rule.expression = expression;
    const { byBid } = calculated(made, given);
    const told = [1, 2, 3].map((bid) => byBid[`${bid}`.padStart(32, '0')].filter(({ title }) => title.includes('derived score emissions')));
    assert.equal(told[0][0].expression, numbers);
    told.forEach((experts, bid) => assert.deepEqual(experts.map(({ rounded }) => rounded), Array(3).fill(scores[bid]), expression));
  }
});

test('score: a rejected bid is told why in both languages, with the numbers', () => {
  const text = (made, given) => run(['score', file('why.json', made), file('why-bids.json', given), '--explain']).stdout;
  assert.match(text(ready('lowest-evaluated'), example('lowest-evaluated')), /否决 rejected: cost 不低于成本 Not below cost：3 票不通过，2 票通过 3 votes against it, 2 for it/);
  const envelopes = text(ready('two-envelope'), example('two-envelope'));
  assert.match(envelopes, /否决 rejected: 低于技术最低分 below the technical minimum: 39\.72 < 42/);
  assert.match(envelopes, /否决 rejected: 未入围，入围者的得分均更高 not shortlisted, all that go on have more: 50\.85 < 57\.72/);
  assert.match(envelopes, /2 票不通过，2 票通过，组长投不通过 2 votes against it, 2 for it, the chair against it/);
  const limited = { ...method, ceiling: '1250000.00' };
  const outs = structuredClone(input);
  outs.bids.push(...['revoked', 'withdrawn', 'excluded'].map((standing, i) => ({ adjustments: [], bid: `${i + 6}`.padStart(32, '0'), price: '1.00', standing })));
  const told = text(limited, outs);
  assert.match(told, /报价高于最高限价 the price is above the ceiling: 1300000\.00 > 1250000\.00/);
  for (const [zh, en] of [['撤销', 'revoked'], ['撤回', 'withdrawn'], ['排除', 'excluded']]) assert.match(told, new RegExp(`否决 rejected: .*${zh}.*${en}`));
  const short = run(['score', file('why.json', limited), file('why-bids.json', outs)]).stdout;
  assert.match(short, /^- {2}0+4 {2}否决 rejected: 报价高于最高限价/m);
  const first = run(['score', 'method:two-envelope', 'docs/methods/two-envelope.input.json', '--technical']).stdout;
  assert.match(first, /^\+ {2}0+1 {2}通过 passes$/m);
  assert.match(first, /^- {2}0+4 {2}未通过 does not pass: 低于技术最低分/m);
});

test('score: the first envelope is explained by the lines that the whole evaluation has of it, and no price is looked at', () => {
  const made = ready('two-envelope'), given = example('two-envelope');
  const technicalOf = ({ byBid }) => Object.fromEntries(Object.entries(byBid).map(([bid, lines]) => [bid, lines.filter(({ title }) => !/价|总分|名次/.test(title))]));
  const whole = calculated(made, given);
  for (const bid of given.bids) bid.price = '0.00';
  const first = calculated(made, given, '--technical');
  assert.deepEqual(first.byBid, technicalOf(whole));
  assert.ok(first.lines.length > 20, `${first.lines.length} lines`);
  assert.match(first.text, /^各专家评分的顺序 experts, in the order of their scores: /);
  assert.match(first.text, /^- {2}0+3 {2}未通过 does not pass\n(?: {2}.*\n)+ {2}否决 rejected: 未入围/m);
  assert.doesNotMatch(first.text, /评标价|报价得分|名次/);
});

test('score: a method alone is checked, in form and in meaning', () => {
  const good = run(['score', file('method.json', method)]);
  assert.equal(good.status, 0, good.stderr);
  assert.match(good.stdout, /这是可以执行的评标办法 this is a method that can be carried out: .*method\.json\n/);
  assert.deepEqual(JSON.parse(run(['score', file('method.json', method), '--json']).stdout), {
    adjustments: 0, criteria: 0, method: join(folder, 'method.json'), parameters: 0, points: '40', price_points: '40', sections: 0, valid: true,
  });
  for (const name of library) {
    const done = run(['score', file('copied.json', ready(name))]);
    assert.equal(done.status, 0, done.stderr);
    assert.equal(/目前不接受/.test(done.stdout), ['benchmark-drawn-k', 'lowest-evaluated', 'low-price'].includes(name), name);
  }
  assert.equal(JSON.parse(run(['score', 'method:qcbs']).stdout).label, 'kaibiao/method/v1', 'a ready method is printed');
});

test('score: a method that cannot be carried out is refused with pointer and reason, in both languages', () => {
  const refusal = (name, change) => {
    const made = ready(name);
    change(made);
    const done = run(['score', file('refused.json', made)]);
    assert.equal(done.status, 1, done.stdout);
    assert.equal(done.stdout, '');
    return done.stderr;
  };
  const formula = (made) => criteriaOf(made).find(({ key }) => key === 'emissions').rule;
  assert.match(refusal('low-price', (made) => { made.points = '101'; }), /method_weights_wrong: 评标办法分值之和不正确。 \(at .*refused\.json: \/points; 所列为 101，各项之和为 100\S* declared 101, the parts give 100/);
  assert.match(refusal('meat-relative-to-lowest', (made) => { formula(made).expression = 'criterion[emissions]'; }), /formula_circular: .*refused\.json: \/sections\/0\/criteria\/\d\/rule\/expression; criterion\[emissions\]\)\n/);
  assert.match(refusal('meat-relative-to-lowest', (made) => { formula(made).expression = 'points / (highest - lowest)'; }), /division_by_zero: .*第 8 个字符：除数可能为零 character 8: the divisor can be zero/);
  assert.match(refusal('meat-relative-to-lowest', (made) => { formula(made).expression = 'points *'; }), /formula_malformed: .*第 9 个字符：缺少数字或名称 character 9: a number or a name is missing/);
  const full = [['points × x', 8], ['points ÷ x', 8], ['points ＋ x', 8], ['points *（x)', 9], ['max(x， 1)', 6], ['（points)', 1], ['(points + x）', 12], ['points * ５', 10], ['points ^ 2', 8], ['50% * points', 3], ['Points', 1]];
  for (const [expression, at] of full)
    assert.match(refusal('meat-relative-to-lowest', (made) => { formula(made).expression = expression; }), new RegExp(`formula_malformed: .*第 ${at} 个字符：只能用半角的 a-z 0-9 \\. \\+ - \\* / \\( \\) \\[ \\] , character ${at}: only half-width a-z 0-9 `), expression);
  assert.match(refusal('qcbs', (made) => { delete made.candidates; }), /json_member_missing: .*refused\.json: \/candidates\)/);
  assert.match(refusal('qcbs', (made) => { made.label = 'something/v1'; }), /refused\.json: \/label; 此处应为评标办法 an evaluation method is expected here/);
  const { error } = JSON.parse(run(['score', file('refused.json', { ...method, points: '41' }), '--json']).stdout);
  assert.deepEqual([error.name, error.place], ['method_weights_wrong', `${join(folder, 'refused.json')}: /points`]);
});

test('score: a number outside its limits is told the limits, in both languages', () => {
  const refusal = (name, change) => {
    const made = ready(name);
    change(made);
    return run(['score', file('limits.json', made)]).stderr;
  };
  const free = (made) => criteriaOf(made).find(({ rule }) => rule.kind === 'free').rule;
  assert.match(refusal('low-price', (made) => { made.points = '1000001'; }), /method_range_impossible: .*\/points; 须为 0 至 1000000，最多 6 位小数 from 0 to 1000000 with at most 6 decimals\)/);
  assert.match(refusal('qcbs', (made) => { free(made).minimum = '-1'; }), /method_range_impossible: .*\/minimum; 须为 0 至 1000000，最多 6 位小数 from 0 to 1000000 with at most 6 decimals\)/);
  assert.match(refusal('two-envelope', (made) => { made.technical_stage.minimum = '-1'; }), /method_range_impossible: .*\/technical_stage\/minimum; 须在 0 与各部分分值之和之间 0 to what sections give\)/);
});

test('score: what is wrong with a bid or a score is told with what may stand there', () => {
  const made = ready('qcbs');
  const given = example('qcbs');
  const refusal = (change) => {
    const changed = structuredClone(given);
    change(changed);
    const done = run(['score', file('given.json', made), file('changed.json', changed)]);
    assert.equal(done.status, 1, done.stdout);
    return done.stderr;
  };
  const ruleOf = ({ criterion }) => criteriaOf(made).find(({ key }) => key === criterion).rule;
  const cells = ({ sheets: [{ cells: listed }] }) => listed;
  const free = (changed) => cells(changed).find((cell) => ruleOf(cell).kind === 'free');
  const { rule: { minimum, maximum, step } } = { rule: ruleOf(free(given)) };
  assert.match(refusal((changed) => { free(changed).value = `${maximum}.000001`; }), new RegExp(`score_out_of_range: .*${maximum}\\.000001; ${minimum} 至 ${maximum} ${minimum} to ${maximum}\\)`));
  assert.match(refusal((changed) => { free(changed).value = `${minimum}.000001`; }), new RegExp(`score_off_step: .*${minimum}\\.000001; 步长 ${step} step ${step}\\)`));
  assert.match(refusal((changed) => { cells(changed)[0].value = 'yes'; }), /decimal_malformed: .*\/sheets\/0\/cells\/0\/value; 既非数字，也不是 pass 或 fail no number, nor pass or fail\)/);
  assert.match(refusal((changed) => { changed.bids[0].price = '-1.00'; }), /money_malformed: 金额应以元为单位书写，不带正负号.*\/bids\/0\/price.*\n +An amount must be written in yuan without a sign/);
  assert.match(refusal((changed) => { changed.bids[0].standing = 'late'; }), /method_kind_unknown: .*\/bids\/0\/standing; late; 须为 admitted、revoked、withdrawn 或 excluded admitted, revoked, withdrawn or excluded\)/);
  assert.match(refusal((changed) => { changed.sheets.push(changed.sheets[0]); }), /score_duplicate: 同一评分、评分表、抽取结果或价格调整重复出现。.*\/sheets\/\d/);
});

test('score: what is refused says why, where and in which of the two files', () => {
  const wrong = run(['score', file('wrong.json', { ...method, points: '41' }), file('bids.json', input)]);
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /method_weights_wrong.*wrong\.json: \/points/);
  const twice = run(['score', file('method.json', method), file('twice.json', { ...input, bids: [bids[0], bids[0]] })]);
  assert.match(twice.stderr, /bid_listed_twice.*twice\.json: \/bids\/1/);
  assert.match(run(['score', file('method.json', method), file('method.json', method)]).stderr, /method\.json: \/label; 此处应为评审输入 bids and sheets are expected here/);
  assert.equal(run(['score', join(folder, 'nothing.json'), file('bids.json', input)]).status, 3);
  assert.equal(run(['score', join(folder, 'nothing.json')]).status, 3);
  assert.equal(run(['score']).status, 2);
  for (const flag of ['--explain', '--technical']) assert.equal(run(['score', file('method.json', method), flag]).status, 2, flag);
  const unknown = run(['score', 'method:nothing', file('bids.json', input)]);
  assert.equal(unknown.status, 1);
  assert.match(unknown.stderr, /method_unknown.*\(at method:\S+; .*全部名称见 all names: kaibiao score --list\)/);
  const oneStage = run(['score', file('method.json', method), file('bids.json', input), '--technical']);
  assert.equal(oneStage.status, 1);
  assert.match(oneStage.stderr, /该办法只有一个阶段 the method has one stage/);
});
