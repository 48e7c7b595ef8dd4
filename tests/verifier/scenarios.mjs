// Other courses of a tender than the one that the demo plays, made from its model: each gives a model to forge.

import { encode } from './canonical_json.mjs';
import { evaluate } from '../peers/score_oracle.mjs';
import { secondWitnessKey, witnessKey } from './forge.mjs';
import { tenderOf } from './technical.mjs';
import { instantText } from './text.mjs';
import { amountInWords } from './words.mjs';

const copyOf = (value) => (Buffer.isBuffer(value) || value === null || typeof value !== 'object' ? value
    : Array.isArray(value) ? value.map(copyOf) : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copyOf(one)])));

/** A model to be changed by acts; what follows from them is settled by `settle`. */
export class Course {
    constructor(model) {
        Object.assign(this, copyOf(model));
        this.made = 0;
    }

    get lotEvents() { return this.streams[0].events; }
    get bidStreams() { return this.streams.slice(1); }
    get notice() { return this.lotEvents[0].message.command; }
    get members() { return this.first('committee.appointed').message.command.members; }
    first(type) { return this.lotEvents.find(({ header }) => header.type === type); }
    all(type) { return this.lotEvents.filter(({ header }) => header.type === type); }
    at(event) { return this.lotEvents.indexOf(event); }

    /** Takes away the events of the lot for which `unwanted` holds. */
    drop(unwanted) { this.streams[0].events = this.lotEvents.filter((event) => !unwanted(event)); }

    /** An event signed as `template` was, with its certificate. */
    signed(template, type, purpose, stamp, members, extra = {}) {
        this.made += 1;
        const mark = `made-${this.made}`;
        const { centre, origin, lot, notice, seen, time } = template.message.command;
        const command = { centre, origin, lot, notice, seen, time, purpose, command: this.made.toString(16).padStart(32, '0'), ...members };
        const header = { ...template.message.header, typ: `kaibiao-${purpose}+jws` };
        const { crls, signer } = template.payload;
        return {
            header: { ...template.header, type, stamp: instantText(stamp) }, hash: `hash-${mark}`, salt: template.salt,
            payload: { crls, signer, chain: '', jws: null, ...extra }, message: { header, command, digest: `digest-${mark}` },
        };
    }

    /** Rules of the test's own: members of the profile and of the notice's reference to it. */
    rules(members) {
        Object.assign(this.lotEvents[0].payload.profile, members);
        Object.assign(this.notice.profile, members);
    }

    insertAfter(event, ...added) { this.lotEvents.splice(this.at(event) + 1, 0, ...added); }

    /** Moves the stamps of the lot's events from this one on. */
    later(event, milliseconds) {
        for (const { header } of this.lotEvents.slice(this.at(event))) header.stamp = instantText(Date.parse(header.stamp) + milliseconds);
    }

    /** Leaves a bid out of all that follows the close. */
    dropRelease(bid) {
        // The release of the volumes, whose payload is withheld, stands behind that of the sheet.
        const sheet = this.lotEvents.findIndex(({ header, payload }) => header.type === 'bid.sheet_released' && payload.bid === bid);
        if (sheet >= 0) this.lotEvents.splice(sheet, 2);
        this.sheets = this.sheets.filter(({ part }) => !this.manifestsOf(bid).some((one) => one.parts[0].root === part.root));
    }

    manifestsOf(bid) {
        const { events } = this.bidStreams.find(({ stream }) => stream === bid);
        return events.map(({ message }) => message.command).filter((one) => one.parts);
    }

    dropFromScores(bid) {
        for (const { message } of this.all('expert.scored')) message.command.cells = message.command.cells.filter((cell) => cell.bid !== bid);
    }

    /** Positions, heads and outcome as they follow from the events. */
    settle() {
        this.settlePlaces();
        this.first('lot.closed').payload.heads = this.heads;
        const result = this.first('lot.result');
        if (result !== undefined) this.settleOutcome(result);
        return this;
    }

    settlePlaces() {
        for (const { events } of this.streams) events.forEach(({ header }, index) => { header.position = index; });
    }

    get heads() {
        return this.bidStreams.map(({ stream, events }) => ({ stream, position: events.length - 1, hash: events[events.length - 1].hash }));
    }

    /** The rows of an announcement as excuses leave them, those before `until` alone if there is one. */
    rowsOf({ payload }, until = null) {
        const excuses = this.all('lot.release_excused').filter((event) => until === null || this.at(event) < this.at(until));
        const excused = new Set(excuses.flatMap(({ message }) => message.command.bids));
        return payload.bids.map((row) => (excused.has(row.bid) ? { ...row, state: 'withdrawn' } : row));
    }

    get scores() {
        const seats = new Map(this.members.map(({ id, group, role }) => [id, { group, role }]));
        return this.all('expert.scored').map(({ payload: { signer }, message }) => ({ expert: signer.id, cells: message.command.cells, ...seats.get(signer.id) }));
    }

    settleOutcome({ payload }, opened = { rows: this.rowsOf(this.first('lot.announced')) }) {
        const { result, error } = evaluate(tenderOf({ method: this.notice.method, ...opened }, this.scores));
        if (error !== undefined) throw new Error(error);
        payload.outcome = JSON.parse(result);
    }
}

export const time = (event) => Date.parse(event.header.stamp);

export function failed(course) {
    course.rules({ id: 'trial-of-six' });
    course.lotEvents[0].payload.profile.rules.bidders_minimum.value = 6;
    course.drop((event) => time(event) > time(course.first('lot.closed')));
    course.first('lot.closed').payload.failed = true;
    course.sheets = [];
}

export function withdraw(course, { stream, events }) {
    const last = events[events.length - 1];
    const extra = { lot_head: last.payload.lot_head };
    const event = course.signed(last, 'bid.withdrawn', 'withdraw', time(last) + 10, { bid: stream, replaces: last.message.digest }, extra);
    events.push(event);
    return event;
}

function withdrawn(course) {
    const [gone] = course.bidStreams;
    withdraw(course, gone);
    course.dropRelease(gone.stream);
    course.dropFromScores(gone.stream);
    course.first('lot.closed').payload.bids -= 1;
    const announced = course.first('lot.announced').payload;
    announced.bids = announced.bids.filter(({ bid }) => bid !== gone.stream);
}

// The bid goes on in a second stream, with the secrets and the sealed files of the first.
function begunAgain(course) {
    const gone = course.bidStreams.find(({ events }) => events.length === 1);
    const [old] = gone.events;
    const stream = `${gone.stream.slice(0, -4)}ffff`;
    const event = course.signed(old, 'bid.submitted', 'submit', time(old) + 20, { ...old.message.command, command: '00'.repeat(16) }, { lot_head: old.payload.lot_head });
    event.header.stream = stream;
    withdraw(course, gone);
    course.streams.splice(course.streams.indexOf(gone) + 1, 0, { stream, events: [event] });
    const renamed = JSON.parse(encode(course.all('bid.sheet_released').map(({ payload }) => payload)));
    for (const payload of renamed.filter(({ bid }) => bid === gone.stream)) {
        for (const one of course.lotEvents) if (one.payload?.b === payload.b) one.payload.bid = stream;
    }
    for (const row of course.first('lot.announced').payload.bids) if (row.bid === gone.stream) row.bid = stream;
    for (const { message } of course.all('expert.scored')) for (const cell of message.command.cells) if (cell.bid === gone.stream) cell.bid = stream;
    sortRows(course);
}

function sortRows(course) {
    const stampOf = (bid) => Math.max(...course.bidStreams.find(({ stream }) => stream === bid).events.map(time));
    course.first('lot.announced').payload.bids.sort((left, right) => stampOf(left.bid) - stampOf(right.bid) || (left.bid < right.bid ? -1 : 1));
}

/** Certificate and id of the supervisor: the tenderer's, with another number of the same length. */
export function asSupervisor(course, event) {
    const { id } = course.notice.supervisor;
    const [leaf, ...rest] = event.message.header.x5c;
    const text = leaf.toString('latin1').replace(course.notice.tenderer.id, id);
    event.message.header = { ...event.message.header, x5c: [Buffer.from(text, 'latin1'), ...rest] };
    event.payload.signer = { ...event.payload.signer, id };
    return event;
}

function suspended(course) {
    const reason = { en: 'A complaint', zh: '投诉' };
    const opening = course.first('lot.opening_started');
    const pair = (template, from, to) => [
        asSupervisor(course, course.signed(template, 'lot.suspended', 'suspend', from, { reason })),
        asSupervisor(course, course.signed(template, 'lot.resumed', 'resume', to, { reason })),
    ];
    course.later(course.lotEvents[course.at(opening) + 1], 8000);
    course.insertAfter(opening, ...pair(opening, time(opening) + 1, time(opening) + 7500));
    const published = course.lotEvents[0];
    const early = { message: { ...published.message, command: opening.message.command }, payload: opening.payload, header: opening.header, salt: opening.salt };
    course.insertAfter(published, ...pair(early, time(published) + 1, time(published) + 2));
    for (const event of course.all('lot.suspended').concat(course.all('lot.resumed'))) event.message.command.seen = published.hash;
}

export function clarified(course) {
    // The committee may have been appointed before the close or after it.
    const [published] = course.lotEvents;
    const appointed = course.first('committee.appointed');
    const text = { en: 'Page 3 is page 4', zh: '第三页改为第四页' };
    const make = (stamp, members) => course.signed(appointed, 'lot.clarified', 'clarify', stamp, { text, ...members });
    const remark = make(time(published) + 1, { affects_bids: false, deadline: null, notice: published.message.digest, seen: published.hash });
    const change = make(time(published) + 2, { affects_bids: true, deadline: instantText(Date.parse(course.notice.deadline) + 20), notice: remark.message.digest, seen: remark.hash });
    course.insertAfter(published, remark, change);
    course.later(course.first('lot.closed'), 40);
    for (const { message, header } of course.lotEvents.slice(course.at(change) + 1)) if (message) Object.assign(message.command, { notice: change.message.digest, type: header.type });
    for (const { message } of course.lotEvents) if (message) delete message.command.type;
    for (const opening of course.all('lot.opening_started')) opening.payload.window_end = instantText(time(opening) + course.notice.release_window_ms);
}

function revoked(course) {
    const row = course.first('lot.announced').payload.bids[1];
    course.dropRelease(row.bid);
    course.dropFromScores(row.bid);
    Object.assign(row, { state: 'revoked', sheet: null, b: null });
    const closing = course.first('lot.window_closed');
    closing.payload.missing = [row.bid];
    course.later(closing, course.notice.release_window_ms);
}

/** The supervisor finds that the bid was not released for a cause outside its bidder. */
function excused(course) {
    revoked(course);
    const row = course.first('lot.announced').payload.bids[1];
    const announced = course.first('lot.announced');
    const opening = course.first('lot.opening_started');
    const reason = { en: 'The network of the centre failed', zh: '中心网络中断' };
    course.insertAfter(announced, asSupervisor(course, course.signed(opening, 'lot.release_excused', 'excuse', time(announced) + 1, { bids: [row.bid], reason })));
}

function spoiled(course, values = {}, reason = 'words_differ_from_figures') {
    const row = course.first('lot.announced').payload.bids[1];
    const broken = course.sheets.find(({ sheet }) => sheet.bidder.id === row.bidder.id);
    Object.assign(broken.sheet, { price_capital: '壹元整', values });
    course.dropFromScores(row.bid);
    Object.assign(row, { state: 'failed', reason, sheet: null });
}

/** The form of a sheet counts before its words. */
const spoiledTwice = (course) => spoiled(course, { delay: 1 }, 'sheet_malformed');

/** What bidders stated decides nothing so far. */
function trimmed(course) {
    const { method } = course.notice;
    method.aggregation = { kind: 'trimmed_mean', trim_from: 5 };
    method.rounding.evaluated_price = { mode: 'half_even', places: 1 };
    for (const [index, { sheet }] of course.sheets.entries()) {
        sheet.values = { delay: `${index}.5`, green: '3' };
        course.first('lot.announced').payload.bids.find(({ bidder }) => bidder.id === sheet.bidder.id).sheet.values = sheet.values;
    }
}

/** A committee of two groups, one of which weighs twice as much, with a chair. */
export function weighed(course) {
    const { method } = course.notice;
    method.gate_tie = 'chair';
    method.aggregation = { kind: 'weighted_mean', trim_from: null, weights: [{ group: 'experts', weight: 6 }, { group: 'owner', weight: 3 }] };
    method.abnormally_low = { percent_of_next: null, percent_of_others: '80' };
    course.members.forEach((member, index) => { member.group = index % 2 === 0 ? 'experts' : 'owner'; });
    course.members[0].role = 'chair';
}

/** Each expert's sums of the sections are combined. */
export function bySection(course) {
    weighed(course);
    course.notice.method.aggregation.level = 'section';
    course.notice.method.rounding.criterion = null;
}

/** Prices whose words are the hard ones. */
function amounts(course) {
    course.notice.ceiling = null;
    course.notice.method.ceiling = null;
    const prices = ['10000001.05', '1000000000000.00', '1000100000000.10', '10010.01', '0.05'];
    for (const [index, { sheet }] of course.sheets.entries()) {
        Object.assign(sheet, { price: prices[index], price_capital: amountInWords(prices[index]) });
        course.first('lot.announced').payload.bids.find(({ bidder }) => bidder.id === sheet.bidder.id).sheet.price = prices[index];
    }
}

/** The notice pins witnesses, of whom the forger's own is one. */
export const witnessedBy = (...lines) => ({ notice, logKey }) => {
    notice.log_policy = [`log ${logKey}`, `witness W ${witnessKey} https://witness.example/`, ...lines].join('\n') + '\n';
};

/** … and cosigned the close so many seconds after the deadline: the first alone, or both, of whom so many are enough. */
export const closedBefore = (late, beyond = 0, enough = null) => (course) => {
    const both = [`witness V ${secondWitnessKey}`, `group both ${enough} W V`, 'quorum both'];
    witnessedBy(...(enough === null ? ['quorum W'] : both))(course);
    course.closing = { beyond, seconds: late.map((one) => Math.floor(Date.parse(course.notice.deadline) / 1000) + one) };
};

/** Which of the courses has a close that verifiers flag; of the others nobody asks. */
export const flagged = { witnessed: true, witnessedClose: false, witnessedInTime: false, witnessedLate: true, oneOfTwoEarly: true, anyOfTwo: false };

/** What outsiders get. */
function outside(course) {
    for (const event of course.all('bid.volumes_released')) Object.assign(event, { payload: null, salt: null });
}

function lowest(course) {
    const { method } = course.notice;
    Object.assign(method, {
        price: { kind: 'lowest_evaluated', minimum_price: '44000000.00' }, points: '0', ranking: ['evaluated_price', 'draw'],
        sections: method.sections.slice(0, 1),
        rounding: { criterion: null, evaluated_price: null, price_score: null, section: null, total: null },
    });
    const keys = method.sections[0].criteria.map(({ key }) => key);
    const below = course.first('lot.announced').payload.bids.filter(({ sheet }) => Number(sheet.price) < 44e6).map(({ bid }) => bid);
    course.all('expert.scored').forEach(({ message: { command } }, expert) => {
        command.cells = command.cells.filter(({ bid, criterion }) => keys.includes(criterion) && !below.includes(bid));
        for (const cell of command.cells.slice(0, 3)) cell.value = expert < 3 ? 'fail' : 'pass';
    });
}

/** Another rule for prices; `points`: of the whole method. */
export const priced = (price, points = '100', rounding = {}) => ({ notice: { method } }) => {
    Object.assign(method, { price, points });
    Object.assign(method.rounding, rounding);
};
export const toCents = { mode: 'half_up', places: 2 };
const benchmark = { above: '1', below: '0.5', ceiling_weight: '0', kind: 'benchmark', points: '30', reduction: '2', second: 'none', trim: { from: 5, highest: 1, lowest: 1, outside: null } };
export const ofPrices = {
    benchmark: priced(benchmark, '100', { benchmark: toCents }),
    benchmarkWithCeiling: priced({ ...benchmark, ceiling_weight: '0.4', second: 'of_lower', trim: { from: 0, highest: 0, lowest: 0, outside: '20' } }, '100', { benchmark: toCents, deviation: toCents }),
    benchmarkWithLowest: priced({ ...benchmark, above: '1.5', second: 'with_lowest', reduction: '0' }, '100', { benchmark: toCents }),
    priceRange: priced({ kind: 'price_range', points: '30' }),
    fixedReference: priced({ kind: 'fixed_reference', points: '30', reference: '60000000.00' }),
    qualityPerPrice: priced({ kind: 'quality_per_price', scale: '1000000' }, '70'),
};

/** A section of the kinds of criteria that count, look up or calculate, and with its 30 points a method of quality and cost. */
export function counted(course) {
    const criterion = (key, rule) => ({ clause: '', guidance: { en: '', zh: '' }, judgement: 'objective', key, title: { en: key, zh: key }, rule });
    const item = (key, points) => ({ key, most: 5, points, title: { en: key, zh: key } });
    const number = { maximum: '10', minimum: '0', step: '0.5' };
    const added = [
        [criterion('added', { base: '1', items: [item('prize', '1.5'), item('patent', '2')], kind: 'additive', maximum: '10' }), (n) => [{ count: n % 4, item: 'prize' }, { count: 1, item: 'patent' }]],
        [criterion('deducted', { items: [item('fault', '2.5')], kind: 'deduction', maximum: '7', minimum: '1' }), (n) => [{ count: n % 5, item: 'fault' }]],
        [criterion('looked-up', { kind: 'table', number, rows: [{ from: '0', score: '0' }, { from: '2.5', score: '5' }, { from: '6', score: '3' }] }), (n) => `${n % 9}.5`],
        [criterion('computed', { expression: 'points * min(x, mean) / (highest + 1)', kind: 'formula', maximum: '5', minimum: '0', number, rounding: toCents }), (n) => `${(n * 2) % 10}`],
        [criterion('derived', { expression: 'min(points, criterion[computed] / 2 + number[looked-up] / (1 + number[ computed]))', kind: 'formula', maximum: '3', minimum: '0', number, rounding: toCents }), (n) => `${n % 3}`],
    ];
    course.notice.method.sections.push({ criteria: added.map(([one]) => one), key: 'counted', kind: 'commercial', points: '30', title: { en: 'Counted', zh: '计数' } });
    priced({ financial_weight: '0.2', kind: 'quality_cost', minimum_technical: '10', technical_weight: '0.8' })(course);
    const bids = course.first('lot.announced').payload.bids.filter(({ state }) => state === 'opened').map(({ bid }) => bid);
    course.all('expert.scored').forEach(({ message: { command } }, expert) => {
        for (const [{ key }, value] of added) command.cells.push(...bids.map((bid, index) => ({ bid, criterion: key, value: value(expert + index) })));
    });
}

/** Rules of a profile by which points go by the lowest price. */
function byLowest(course) {
    course.rules({ id: 'by-lowest' });
    course.lotEvents[0].payload.profile.rules.price_by_lowest = { label: { en: '', zh: '最低价' }, source: 'GP 55', unit: 'flag', value: 1 };
}

const courses = { ...ofPrices, counted, failed, withdrawn, begunAgain, suspended, clarified, revoked, excused, spoiled, spoiledTwice, trimmed, weighed, bySection, lowest, amounts, outside, witnessed: witnessedBy('quorum W'), witnessedClose: closedBefore([2]), witnessedInTime: closedBefore([60], 2), witnessedLate: closedBefore([62], 1), oneOfTwoEarly: closedBefore([1, 120], 0, 'all'), anyOfTwo: closedBefore([90, 10], 0, 'any'), byLowest };

/** A method whose formula is another one. */
const computedAs = (error, expression) => [error, (course) => {
    counted(course);
    course.notice.method.sections.at(-1).criteria[3].rule.expression = expression;
}];

const wrongs = {
    'a benchmark where points go by the lowest price': ['method_forbidden', (course) => { byLowest(course); ofPrices.benchmark(course); }],
    'technical points before the lower price': ['method_forbidden', (course) => { byLowest(course); course.notice.method.ranking = ['total', 'technical', 'price']; }],
    'the supervisor among the bidders': ['command_not_allowed_for_role', ({ notice, bidStreams }) => {
        notice.supervisor.id = bidStreams[0].events[0].payload.signer.id;
    }],
    'a setting that is to be drawn': ['parameter_unknown', priced({ ...benchmark, reduction: { parameter: 'k' } })],
    'a benchmark that would drop every price': ['method_malformed|method_range_impossible', priced({ ...benchmark, trim: { from: 2, highest: 1, lowest: 1, outside: null } })],
    'weights that do not give one': ['method_malformed|method_range_impossible|method_weights_wrong', (course) => { counted(course); course.notice.method.price.technical_weight = '0.7'; }],
    'a table that does not ascend': ['method_malformed|method_range_impossible', (course) => { counted(course); course.notice.method.sections.at(-1).criteria[2].rule.rows[2].from = '2'; }],
    'a formula of an unknown variable': computedAs('formula_unknown_variable', 'x * luck'),
    'a formula of the score of a table': computedAs('formula_unknown_variable', 'criterion[looked-up]'),
    'a formula of the number of a counted one': computedAs('formula_unknown_variable', 'number[added]'),
    'a formula of a drawn parameter': computedAs('parameter_unknown', 'x + parameter[k]'),
    'a formula of itself': computedAs('formula_circular', 'x + criterion[computed]'),
    'two formulas of each other': computedAs('formula_circular', 'criterion[derived]'),
    'a formula that may divide by zero': computedAs('division_by_zero', 'points * x / (highest - lowest)'),
    'a formula in pieces': computedAs('formula_malformed', 'min(x, 2'),
    'a formula that could leave the exact range': computedAs('method_range_impossible', 'x * x * x * x * x * x * x'),
    'a benchmark that could leave the exact range': ['method_range_impossible', priced({ ...benchmark, second: 'with_lowest', ceiling_weight: '0.123456', reduction: '1.123456' })],
    'a rule that adjusts prices': ['method_not_supported', ({ notice: { method } }) => {
        const quantity = { maximum: '12', minimum: '0', step: '0.5' };
        const effect = { kind: 'amount_per_unit', amount: '1000.00' };
        method.adjustments = [{ clause: '3.2', direction: 'deduct', effect, key: 'green', quantity, title: { en: '', zh: '' } }];
    }],
    'a minimum of minus zero': ['decimal_malformed|event_malformed', ({ notice: { method } }) => { method.sections[1].criteria[0].rule.minimum = '-0.0'; }],
    'drawn parameters': ['method_not_supported', ({ notice: { method } }) => { method.parameters = [{ key: 'k', title: { en: '', zh: '' }, values: ['1', '2'] }]; }],
    'a technical stage in one envelope': ['command_malformed|event_malformed', ({ notice: { method } }) => { method.technical_stage = { minimum: null, most: 3 }; }],
    'two envelopes without a technical stage': ['command_malformed|event_malformed', ({ notice }) => { notice.envelopes = 2; }],
    'two weights of a group': ['method_malformed', (course) => { weighed(course); course.notice.method.aggregation.weights[1].group = 'experts'; }],
    'a chair without a casting vote': ['committee_wrong', ({ members }) => { members[0].role = 'chair'; }],
    'a group without weights': ['committee_wrong', ({ members }) => { members[1].group = 'experts'; }],
    'a casting vote without a chair': ['chair_missing', (course) => { weighed(course); delete course.members[0].role; }],
    'two chairs': ['chair_missing', (course) => { weighed(course); course.members[1].role = 'chair'; }],
    'a member of no group': ['expert_group_unknown', (course) => { weighed(course); delete course.members[2].group; }],
    'a member of an unknown group': ['expert_group_unknown', (course) => { weighed(course); course.members[2].group = 'public'; }],
    'weights above 1000': ['number_overflow', (course) => {
        weighed(course);
        course.members.push(...Array.from({ length: 20 }, (_, index) => ({ id: `more-${index}`, name: '某人', kind: 'expert', group: 'experts' })));
        course.notice.method.aggregation.weights = [{ group: 'experts', weight: 100 }, { group: 'owner', weight: 99 }];
    }],
};

/** The demo's course with one act of the test's. */
export function courseOf(model, act) {
    const course = new Course(model);
    act(course);
    return course;
}

/** {what is wrong with the method or the committee: [error, model]}. */
export const wrongMethodsOf = (model) => Object.fromEntries(
    Object.entries(wrongs).map(([name, [error, act]]) => [name, [error, courseOf(model, act)]]));

/** {name: model} of every course, the demo's own among them. */
export function coursesOf(model) {
    const made = Object.entries(courses).map(([name, act]) => [name, courseOf(model, act).settle()]);
    return Object.fromEntries([['demo', model], ...made]);
}
