// Courses of a lot with two envelopes: those that are right, and those that break one of its rules.

import { encode } from './canonical_json.mjs';
import { EnvelopesCourse } from './envelope_course.mjs';
import { contextOf, provenLock } from './lock.mjs';
import { asSupervisor, bySection, clarified, counted, failed, ofPrices, time, weighed } from './scenarios.mjs';
import { instantText, sha256Hex } from './text.mjs';
import { amountInWords } from './words.mjs';

const reason = { en: 'The network of the centre failed', zh: '中心网络中断' };
const offer = (price) => ({ price, price_capital: amountInWords(price) });
const unpriced = { price: null, price_capital: null };

const withdrawn = (envelope) => (course) => {
    const bidder = course.unopened;
    course.withdraw(bidder, envelope);
    course.leaveOut(bidder);
};

/** One of the two envelopes was never sent. */
const half = (envelope) => (course) => {
    const bidder = course.unopened;
    const gone = course.streamOf(bidder, 3 - envelope);
    course.leaveOut(bidder);
    course.streams = course.streams.filter((one) => one !== gone);
};

function excuse(course, bid, after) {
    course.later(course.lotEvents[course.at(after) + 1], 2);
    course.insertAfter(after, asSupervisor(course, course.signed(course.opening(1), 'lot.release_excused', 'excuse', time(after) + 1, { bids: [bid], reason })));
}

const revoked = (stage) => (course) => course.revoke(stage === 1 ? course.unopened : course.opened, stage);

/** The excuse comes after the announcement of its stage. */
const excused = (stage) => (course) => {
    revoked(stage)(course);
    const bidder = course.announcement(stage).payload.bids.find(({ state }) => state === 'revoked').bidder.id;
    excuse(course, course.bidOf(bidder, stage), course.announcement(stage));
};

/** The excuse of a technical envelope comes when it is known who passed. */
const excusedLate = (behind) => (course) => {
    const bid = course.bidOf(course.unopened, 1);
    revoked(1)(course);
    excuse(course, bid, behind(course));
};

function excusedEarly(course) {
    const bidder = course.opened;
    revoked(2)(course);
    excuse(course, course.bidOf(bidder, 2), course.window(2));
    course.row(2, bidder).state = 'withdrawn';
}

function suspended(course) {
    const [qualified, opening] = [course.first('lot.qualified'), course.opening(2)];
    const pair = (from, to) => [
        asSupervisor(course, course.signed(opening, 'lot.suspended', 'suspend', from, { reason })),
        asSupervisor(course, course.signed(opening, 'lot.resumed', 'resume', to, { reason })),
    ];
    const gap = course.notice.release_window_ms;
    course.later(course.lotEvents[course.at(opening) + 1], gap + 1000);
    course.insertAfter(opening, ...pair(time(opening) + 1, time(opening) + gap + 1));
    course.later(opening, 10);
    course.insertAfter(qualified, ...pair(time(qualified) + 1, time(qualified) + 2));
}

/** Too few bidders have both envelopes in force. */
function failedByHalf(course) {
    const { bids } = course.first('lot.closed').payload;
    course.withdraw(course.unopened, 1);
    failed(course);
    course.lotEvents[0].payload.profile.rules.bidders_minimum.value = bids;
    course.first('lot.closed').payload.bids = bids - 1;
}

/** The price goes on in a second stream, with the secrets and the sealed file of the first. */
function begunAgain(course) {
    const bidder = course.opened;
    const gone = course.streamOf(bidder, 2);
    const old = gone.events.at(-1);
    const stream = `${gone.stream.slice(0, -4)}ffff`;
    course.withdraw(bidder, 2);
    const again = { ...old.message.command, command: '00'.repeat(16), number: 1, replaces: null };
    const event = course.signed(old, 'bid.submitted', 'submit', time(old) + 20, again, { lot_head: old.payload.lot_head });
    event.header.stream = stream;
    course.streams.splice(course.streams.indexOf(gone) + 1, 0, { stream, events: [event] });
    course.releaseOf(gone.stream)[0].payload.bid = stream;
    course.row(2, bidder).bid = stream;
}

function nobodyPasses(course) {
    const rows = course.announcement(2).payload.bids;
    for (const { bidder } of rows) course.failGates(bidder.id);
    for (const row of rows.filter(({ state }) => state === 'opened')) {
        course.dropRelease(row.bid);
        Object.assign(row, { state: 'unopened', sheet: null, b: null });
    }
    const officers = course.officersOf(2);
    course.drop((event) => officers.includes(event));
}

/** None of those who passed releases the price. */
function nobodyReleases(course) {
    const bids = course.announcement(2).payload.bids.filter(({ state }) => state === 'opened').map((row) => row.bid);
    const officers = course.officersOf(2);
    for (const bidder of course.biddersOf('opened')) course.revoke(bidder, 2);
    course.window(2).payload.missing = bids.sort();
    course.drop((event) => officers.includes(event));
}

/** Who does not pass fails at a gate, whatever the numbers are. */
function byGates(course) {
    course.notice.method.technical_stage = { minimum: null, most: null };
    for (const bidder of course.biddersOf('unopened')) course.failGates(bidder);
}

const also = (...acts) => (course) => { for (const act of acts) act(course); };

function byMinimum(course) {
    const { bids } = course.first('lot.qualified').payload.outcome;
    const [top, bottom = '1'] = bids.filter(({ rejection }) => rejection === null).at(-1).quality.split('/');
    course.notice.method.technical_stage = { minimum: (Number(top) / Number(bottom)).toFixed(2), most: null };
}

function byTotal({ notice: { method } }) {
    method.aggregation.level = 'total';
    Object.assign(method.rounding, { criterion: null, section: null });
}

function onlyGates(course) {
    const { method } = course.notice;
    const [section] = method.sections;
    Object.assign(method, {
        price: { kind: 'lowest_evaluated', minimum_price: null }, points: '0', ranking: ['evaluated_price', 'draw'], sections: [section],
        rounding: { criterion: null, evaluated_price: null, price_score: null, section: null, total: null },
    });
    const keys = section.criteria.map(({ key }) => key);
    for (const { message: { command } } of course.all('expert.scored')) command.cells = command.cells.filter(({ criterion }) => keys.includes(criterion));
}

/** Prices at and above the ceiling: only after the technical stage anybody looks at them. */
function atCeiling(course) {
    const { ceiling } = course.notice;
    const [one, other] = course.announcement(2).payload.bids.filter(({ state }) => state === 'opened');
    Object.assign(course.sheetOf(one.bidder.id, 2), offer(ceiling));
    Object.assign(course.sheetOf(other.bidder.id, 2), offer(ceiling.replace(/\d\d$/, '01')));
    for (const row of [one, other]) row.sheet.price = course.sheetOf(row.bidder.id, 2).price;
}

/** A price too early, in a sheet that is not the one committed to, which is found first. */
function earlyUncommitted(course) {
    const bid = course.bidOf(course.unopened, 1);
    course.spoil(course.unopened, 1, offer('44000000.00'), 'manifest_commitment_mismatch');
    const sheet = course.sheets.find((one) => one.bid === bid);
    sheet.part = { ...sheet.part, commitment: '' };
}

const courses = {
    withdrawnTechnical: withdrawn(1), withdrawnPrice: withdrawn(2), halfTechnical: half(1), halfPrice: half(2),
    revokedTechnical: revoked(1), revokedPrice: revoked(2), excusedTechnical: excused(1), excusedPrice: excused(2), excusedEarly,
    excusedBetween: excusedLate((course) => course.first('lot.qualified')), excusedWhileOpening: excusedLate((course) => course.opening(2)),
    excusedAtLast: excusedLate((course) => course.announcement(2)),
    earlyPrice: (course) => course.spoil(course.unopened, 1, offer('44000000.00'), 'sheet_malformed'),
    earlyWords: (course) => course.spoil(course.unopened, 1, { price_capital: '壹元整' }, 'words_differ_from_figures'),
    earlyUncommitted,
    noPrice: (course) => course.spoil(course.opened, 2, unpriced, 'sheet_malformed'),
    noWords: (course) => course.spoil(course.opened, 2, { price_capital: null }, 'words_differ_from_figures'),
    wrongWords: (course) => course.spoil(course.opened, 2, { price_capital: '壹元整' }, 'words_differ_from_figures'),
    failed, failedByHalf, suspended, clarified, begunAgain, nobodyPasses, nobodyReleases, byMinimum, byGates, atCeiling,
    byTotal: also(byTotal, byGates), bySection: also(bySection, byGates), weighed: also(weighed, byGates), qualityCost: also(counted, byGates),
    onlyGates: also(onlyGates, byGates), ...ofPrices,
};

// ---- what is wrong

const after = (act) => (course) => { course.settle(); return act(course); };

/** One whose price was opened has too few points to pass; nobody moves up into its place. */
function lowered(course) {
    const bidder = course.opened;
    byMinimum(course);
    course.putDown(bidder);
    return bidder;
}

const commandOf = (purpose, members) => (stage, at, value) => (stage === 'command' && value.purpose === purpose ? { ...value, ...members } : value);

function priceReleasedEarly(course) {
    const pair = course.releaseOf(course.bidOf(course.opened, 2));
    course.drop((event) => pair.includes(event));
    const target = course.releaseOf(course.bidOf(course.opened, 1))[1];
    for (const event of pair) event.header.stamp = target.header.stamp;
    course.insertAfter(target, ...pair);
}

function technicalReleasedLate(course) {
    const bidder = course.unopened;
    const pair = course.releaseOf(course.bidOf(bidder, 1));
    course.revoke(bidder, 1);
    for (const event of pair) event.header.stamp = course.opening(2).header.stamp;
    course.insertAfter(course.opening(2), ...pair);
}

/** An act of a person behind an event, signed as that person signed another. */
function insert(course, behind, template, type, purpose, members, extra) {
    const event = course.signed(template, type, purpose, time(behind), members, extra);
    course.insertAfter(behind, event);
    return event;
}

function pricesBeforeQualify(course) {
    course.drop(({ header }) => header.type === 'lot.qualified');
    course.opening(2).message.command.seen = course.lotEvents[0].hash;
    course.settlePlaces();
}

/** A replacement that goes on in the stream of the other envelope, sealed as it should be. */
function crossed(course) {
    const { events } = course.streamOf(course.unopened, 2);
    const old = events.at(-1);
    const { bidder, locks, number } = old.message.command;
    const { policy, panel } = course.notice;
    const own = locks.map((lock) => ({ ...lock, ...provenLock(contextOf({ ...course, policy, panel }, bidder, 1, lock.class)) }));
    const next = { ...old.message.command, command: '00'.repeat(16), envelope: 1, locks: own, number: number + 1, replaces: old.message.digest };
    events.push(course.signed(old, 'bid.submitted', 'submit', time(old) + 10, next, { lot_head: old.payload.lot_head }));
}

const wrongs = {
    'a passing bidder left out': ['result_mismatch', after((course) => { course.first('lot.qualified').payload.outcome.passing.shift(); })],
    'one who failed let in and opened': ['result_mismatch', (course) => { byMinimum(course); course.settle(); course.putDown(course.opened); }],
    'one who failed let in': ['result_mismatch', after((course) => {
        const { outcome } = course.first('lot.qualified').payload;
        outcome.passing = [...outcome.passing, course.bidOf(course.unopened, 1)].sort();
    })],
    'a price in the first envelope': ['decision_mismatch', after((course) => {
        Object.assign(course.sheetOf(course.opened, 1), offer('44000000.00'));
    })],
    'a technical result of another digest': ['result_mismatch', after(() => commandOf('qualify', { outcome: '00'.repeat(32) }))],
    'a technical result signed as an outcome': ['result_mismatch', after((course) => (
        commandOf('qualify', { outcome: sha256Hex('kaibiao/outcome/v1', encode(course.first('lot.qualified').payload.outcome)) })
    ))],
    'a technical result that was not signed': ['decision_mismatch', after((course) => (stage, at, value) => (
        stage === 'payload' && at.endsWith(`@${course.first('lot.qualified').header.position}`) && value.outcome
            ? { ...value, outcome: { ...value.outcome, passing: value.outcome.passing.slice(1) } } : value
    ))],
    'an envelope 2 counted without 1': ['decision_mismatch', (course) => {
        const price = course.bidOf(course.unopened, 2);
        withdrawn(1)(course);
        course.settle();
        course.first('lot.closed').payload.heads.find(({ stream }) => stream === price).counts = true;
    }],
    'a head that counts turned': ['decision_mismatch', after((course) => { course.first('lot.closed').payload.heads[0].counts = false; })],
    'a head that does not say whether it counts': ['decision_mismatch', after((course) => { delete course.first('lot.closed').payload.heads[0].counts; })],
    'every envelope counted as a bidder': ['decision_mismatch', after((course) => { course.first('lot.closed').payload.bids *= 2; })],
    'a release of an envelope that does not count': ['bid_withdrawn', (course) => {
        const pair = course.releaseOf(course.bidOf(course.unopened, 1));
        const target = course.opening(1);
        withdrawn(2)(course);
        course.insertAfter(target, ...pair);
        course.settle();
    }],
    'an unopened row turned revoked': ['decision_mismatch', after((course) => { course.row(2, course.unopened).state = 'revoked'; })],
    'an unopened row turned withdrawn': ['decision_mismatch', after((course) => { course.row(2, course.unopened).state = 'withdrawn'; })],
    'a row of the second announcement left out': ['decision_mismatch', after((course) => {
        const { payload } = course.announcement(2);
        payload.bids = payload.bids.filter(({ state }) => state !== 'unopened');
    })],
    'the second announcement in another order': ['decision_mismatch', after((course) => { course.announcement(2).payload.bids.reverse(); })],
    'a release by one who did not pass': ['envelope_not_opened', (course) => { lowered(course); course.settle(); }],
    'officers releasing for one who did not pass': ['release_target_mismatch', (course) => {
        const pair = course.releaseOf(course.bidOf(lowered(course), 2));
        course.drop((event) => pair.includes(event));
        course.settle();
    }],
    'one release of an officer too many': ['release_target_mismatch', after((course) => {
        const { command } = course.officersOf(2)[0].message;
        command.releases.push(command.releases[0]);
    })],
    'the price of one who did not pass announced': ['decision_mismatch', (course) => {
        const { sheets } = course;
        course.dropRelease(course.bidOf(lowered(course), 2));
        Object.assign(course, { sheets }).settle();
    }],
    'a price released in the first stage': ['envelope_not_opened', (course) => { priceReleasedEarly(course); course.settle(); }],
    'a technical envelope released in the second stage': ['envelope_not_opened', (course) => { technicalReleasedLate(course); course.settle(); }],
    'the second window closed before all who passed released': ['command_not_allowed_now', (course) => {
        course.later(course.window(2), -course.notice.release_window_ms);
        revoked(2)(course);
        course.settle();
    }],
    'one who did not pass found missing': ['decision_mismatch', after((course) => { course.window(2).payload.missing = [course.bidOf(course.unopened, 2)]; })],
    'a second window of another length': ['decision_mismatch', after((course) => {
        const { payload } = course.opening(2);
        payload.window_end = instantText(Date.parse(payload.window_end) + 1000);
    })],
    'the prices opened before anybody is qualified': ['command_not_allowed_now', after(pricesBeforeQualify)],
    'a result without the second stage': ['command_not_allowed_now', after((course) => {
        const [from, to] = [course.first('lot.qualified'), course.first('lot.result')].map((event) => course.at(event));
        course.first('lot.result').message.command.seen = course.lotEvents[0].hash;
        course.streams[0].events.splice(from + 1, to - from - 1);
        course.settlePlaces();
    })],
    'qualified before all have signed': ['scores_incomplete', (course) => {
        const [before, last] = course.all('expert.scored').slice(-2);
        course.first('lot.qualified').message.command.seen = before.hash;
        course.drop((event) => event === last);
        course.settle();
    }],
    'qualified twice': ['command_not_allowed_now', (course) => {
        const qualified = course.first('lot.qualified');
        const { outcome } = qualified.message.command;
        course.settle();
        insert(course, qualified, qualified, 'lot.qualified', 'qualify', { outcome }, { outcome: qualified.payload.outcome });
        course.settlePlaces();
    }],
    'qualified by the supervisor': ['command_not_allowed_for_role', after((course) => { asSupervisor(course, course.first('lot.qualified')); })],
    'qualified while suspended': ['lot_suspended', (course) => {
        const scored = course.all('expert.scored').at(-1);
        asSupervisor(course, insert(course, scored, course.opening(1), 'lot.suspended', 'suspend', { reason }));
        course.settle();
    }],
    'a committee appointed in the second stage': ['command_not_allowed_now', (course) => {
        const appointed = course.first('committee.appointed');
        insert(course, course.opening(2), appointed, 'committee.appointed', 'appoint', { members: course.members });
        course.settle();
    }],
    'a score sheet signed when the prices are known': ['command_not_allowed_now', (course) => {
        const scored = course.all('expert.scored')[0];
        course.settle();
        insert(course, course.announcement(2), scored, 'expert.scored', 'score', { cells: scored.message.command.cells });
        course.settlePlaces();
    }],
    'an excuse before the first window ends': ['command_not_allowed_now', (course) => {
        const bid = course.bidOf(course.unopened, 1);
        revoked(1)(course);
        excuse(course, bid, course.opening(1));
        course.settle();
    }],
    'an excuse of a price before the second window ends': ['bid_unknown', (course) => {
        const bid = course.bidOf(course.opened, 2);
        revoked(2)(course);
        excuse(course, bid, course.opening(2));
        course.settle();
    }],
    'an excuse that changes what was qualified': ['result_mismatch', (course) => {
        const bid = course.bidOf(course.unopened, 1);
        excusedLate(() => course.first('lot.qualified'))(course);
        course.settle();
        course.first('lot.qualified').payload.outcome.bids.find((one) => one.bid === bid).rejection.reason = 'withdrawn';
    }],
    'qualified without having seen every sheet': ['command_stale', after((course) => {
        course.first('lot.qualified').message.command.seen = course.all('expert.scored').at(-2).hash;
    })],
    'an excuse for one who did not pass': ['bid_unknown', (course) => { excuse(course, course.bidOf(course.unopened, 2), course.window(2)); course.settle(); }],
    'a replacement by a bid of the other envelope': ['bid_replaces_wrong', (course) => { crossed(course); course.settle(); }],
    'a technical stage without anything to judge': ['method_malformed', after(({ notice: { method } }) => {
        Object.assign(method, { sections: [], points: method.price.points, ranking: ['total', 'price'] });
    })],
    'two minima of quality': ['method_malformed', (course) => {
        also(counted, byGates)(course);
        course.notice.method.technical_stage.minimum = '10';
        course.settle();
    }],
    'a minimum of quality below zero': ['method_malformed|method_range_impossible', (course) => {
        byGates(course);
        course.notice.method.technical_stage.minimum = '-1';
        course.settle();
    }],
    'officers without a log policy outside trial profiles': ['witness_quorum_missing', (course) => {
        course.rules({ id: 'not-for-trials' });
        course.lotEvents[0].payload.profile.trial = false;
        course.settle();
    }],
    'volumes of the first opening released after its end': ['command_not_allowed_now', after((course) => {
        const [event] = course.all('officer.volumes_released');
        const qualified = course.first('lot.qualified');
        course.drop((one) => one === event);
        event.header.stamp = qualified.header.stamp;
        course.insertAfter(qualified, event);
        course.settlePlaces();
    })],
    'an officer among the bidders': ['command_not_allowed_for_role', after((course) => {
        const { payload, message: { seats } } = course.lotEvents[0];
        const { payload: { signer }, message } = course.streamOf(course.unopened, 1).events[0];
        seats[0].header.x5c = message.header.x5c;
        payload.seats[0] = { ...payload.seats[0], signer };
    })],
    'a third envelope': ['manifest_malformed', after((course) => {
        for (const { message } of course.streamOf(course.unopened, 2).events) message.command.envelope = 3;
    })],
};

function played(model, act) {
    const course = new EnvelopesCourse(model);
    const change = act(course);
    return { course, change };
}

/** {name: model} of every course that is right. */
export function envelopeCoursesOf(model) {
    return Object.fromEntries(Object.entries(courses).map(([name, act]) => [name, played(model, act).course.settle()]));
}

/** {what is wrong: [error, act]}; the act gives the model of a broken course and what else its forger changes. */
export const brokenEnvelopes = Object.fromEntries(Object.entries(wrongs).map(([name, [error, act]]) => [name, [error, (model) => played(model, act)]]));
