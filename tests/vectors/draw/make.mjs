// Writes the vectors beside it with core's kaibiao_draw_tool: node tests/vectors/draw/make.mjs BUILD/tests/kaibiao_draw_tool
// Inputs follow from names; whoever runs it again gets the same files.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { listText, messageText, valuesText } from '../../peers/draw_reader.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const tool = process.argv[2];
const sha = (kind, name) => createHash(kind).update(`kaibiao draw vector: ${name}`).digest();
const b64 = (bytes) => bytes.toString('base64').replace(/=+$/, '');

function core(subcommand, request) {
    const run = spawnSync(tool, [subcommand], { input: JSON.stringify(request), encoding: 'utf8', maxBuffer: 1 << 28 });
    if (run.status !== 0) throw new Error(`${tool} ${subcommand}: ${run.stderr}`);
    return JSON.parse(run.stdout);
}

const write = (name, vector) => writeFileSync(path.join(here, `${name}.json`), `${JSON.stringify(vector, null, 2)}\n`);
const experts = (prefix, count) => Array.from({ length: count }, (_, i) => `${prefix}-${String(i + 1).padStart(4, '0')}`);
const group = (speciality, region, count, reserve, names) => ({ speciality, region, count, reserve, experts: names });

const plain = (name, more = {}) => ({
    salt: sha('sha256', `salt of ${name}`),
    committee: { minimum: 5, representatives: 0, seated: 0 },
    exclusions: [],
    ...more,
});
const inputs = (name, list) => ({
    list,
    message: messageText(list, sha('sha256', 'lot').toString('hex').slice(0, 32), sha('sha256', name).toString('hex').slice(0, 32), sha('sha256', 'freezing').toString('hex')),
    seed: b64(sha('sha512', `seed of ${name}`)),
    steps: [],
    withheld: false,
});
const strataOf = (input) => JSON.parse(core('draw', input).transcript).result.strata;

function whole(name, about, input) {
    const answer = core('draw', input);
    if (!answer.transcript) throw new Error(`${name}: ${answer.error} ${answer.place}`);
    write(name, { about, ...input, transcript: answer.transcript });
}

const five = listText(plain('five', { strata: [group('structures', '43', 5, 2, experts('S', 12))] }));
whole('experts', 'five of twelve, nobody excluded', inputs('five', five));

const everybody = listText(plain('everybody', { strata: [group('structures', '43', 5, 0, experts('S', 5))] }));
whole('everybody', 'a stratum in which everybody is drawn: only the order is random', inputs('everybody', everybody));

const strata = [group('structures', '43', 3, 2, experts('S', 30)), group('costs', '43', 2, 1, experts('C', 17)), group('structures', '44', 2, 0, experts('T', 9))];
const exclusions = ['S-0003', 'S-0011', 'S-0029', 'C-0001', 'C-0002', 'T-0009'].map((expert, i) => ({
    expert, reason: ['near_relative', 'employment', 'directorship_or_control', 'economic_interest', 'supervisor', 'punished'][i],
}));
const mixed = listText(plain('mixed', { committee: { minimum: 7, representatives: 2, seated: 0 }, strata, exclusions }));
whole('strata', 'three strata with exclusions for each reason, two representatives', inputs('mixed', mixed));

const calls = inputs('calls', mixed);
const first = strataOf(calls);
calls.steps = [
    { stratum: 0, expert: first[0].members[1], kind: 'declined', reason: 'unreachable' },
    { stratum: 1, expert: first[1].members[0], kind: 'declined', reason: 'near_relative' },
    { stratum: 0, expert: first[0].reserve[0], kind: 'declined', reason: 'unavailable' },
    { stratum: 0, expert: first[0].members[2], kind: 'replaced', reason: 'left_post' },
    { stratum: 2, expert: first[2].members[1], kind: 'replaced', reason: 'health' },
];
whole('calls', 'declines, a stand-in who declines, replacements', calls);
whole('withheld', 'the list is not in the transcript', { ...calls, withheld: true });

const one = listText(plain('one', { committee: { minimum: 5, representatives: 0, seated: 4 }, strata: [group('costs', '11', 1, 0, experts('N', 3))] }));
whole('one', 'one more expert beside four of an earlier draw', inputs('one', one));

whole('values', 'K, each value equally likely', inputs('K', valuesText('K', ['0.95', '0.955', '0.96', '0.965', '0.97', '0.975', '0.98'])));
whole('single_value', 'one value: nothing is read from the stream', inputs('single', valuesText('K', ['0.98'])));

const many = listText(plain('many', { strata: [group('roads', '50', 5, 5, experts('R', 3000))] }));
whole('many', '3,000 experts', inputs('many', many));

// Ranges for which a half, a quarter or a third of the words is rejected.
const ranges = Array.from({ length: 200 }, (_, i) => [0x80000001, 0xc0000000, 0xaaaaaaab, 1, 2, 0xffffffff][i % 6]);
const numbers = { message: 'any text', seed: b64(sha('sha512', 'numbers')), stratum: 0xffffffff, ranges };
write('numbers', { about: 'below(n) under heavy rejection', ...numbers, ...core('numbers', numbers) });

const refused = [];
function refusal(about, input) {
    const answer = core('draw', input);
    if (!answer.error) throw new Error(`${about}: accepted`);
    refused.push({ about, ...input, error: answer.error });
}
const changed = (list, change) => { const copy = JSON.parse(list); change(copy); return JSON.stringify(copy); };
const variant = (about, change) => refusal(about, inputs(about, changed(mixed, change)));
variant('no stratum', (list) => { list.strata = []; });
variant('a stratum without experts', (list) => { list.strata[0].experts = []; });
variant('a stratum too small', (list) => { list.strata[2].count = 9; });
variant('a reserve larger than what is left', (list) => { list.strata[2].reserve = 7; });
variant('nobody to draw', (list) => { list.strata[1].count = 0; });
variant('everybody excluded', (list) => {
    list.exclusions = [...list.strata[2].experts].sort().map((expert) => ({ expert, reason: 'punished' }));
});
variant('an expert twice in a stratum', (list) => { list.strata[0].experts.splice(3, 0, list.strata[0].experts[3]); });
variant('an expert in two strata', (list) => { list.strata[1].experts = list.strata[0].experts.slice(0, 17); list.exclusions = []; });
variant('experts out of order', (list) => { list.strata[0].experts.reverse(); });
variant('exclusions out of order', (list) => { list.exclusions.reverse(); });
variant('two strata of one kind', (list) => { list.strata[2].region = '43'; });
variant('an exclusion of a stranger', (list) => { list.exclusions.push({ expert: 'X-0001', reason: 'punished' }); });
variant('an exclusion without a known reason', (list) => { list.exclusions[0].reason = 'disliked'; });
variant('an even committee', (list) => { list.committee.representatives = 3; });
variant('less than two thirds of experts', (list) => { list.committee.representatives = 4; });
variant('a committee below the profile', (list) => { list.committee.minimum = 11; });
variant('a code with a space', (list) => { list.strata[0].region = '4 3'; });
variant('another format', (list) => { list.format = 'kaibiao/draw-list/v2'; });
refusal('the same value twice', inputs('twice', valuesText('K', ['0.9', '0.95', '0.90'])));
refusal('a value that is no decimal', inputs('no decimal', valuesText('K', ['1e-1'])));
refusal('a value that declines', { ...inputs('K', valuesText('K', ['0.9', '0.95'])), steps: [{ stratum: 0, expert: '0.9', kind: 'declined', reason: 'unavailable' }] });
refusal('another list than the message names', { ...calls, list: five });
const step = (about, more) => refusal(about, { ...calls, steps: [{ stratum: 0, expert: first[0].members[0], kind: 'declined', reason: 'unavailable', ...more }] });
step('a decline of somebody in reserve', { expert: first[0].reserve[1] });
step('a decline of somebody excluded', { expert: 'S-0003' });
step('a decline of an expert of another stratum', { expert: first[1].members[0] });
step('a decline of a stranger', { expert: 'X-0001' });
step('a reason that does not fit', { reason: 'left_post' });
step('a stratum that is not there', { stratum: 3 });
const last = inputs('everybody', everybody);
refusal('walking past the end', { ...last, steps: [{ stratum: 0, expert: strataOf(last)[0].members[0], kind: 'declined', reason: 'health' }] });
write('refused', refused);
