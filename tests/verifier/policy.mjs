// Which witnesses must have cosigned: c2sp.org/tlog-policy.
import { cosignedAt, readNote, readWitnessKey, readVerifierKey } from './note.mjs';
import { refuse } from './refusal.mjs';

const most = 128;
const malformed = () => refuse('log_policy_malformed');

/** {logs: [verifier keys], witnesses: [keys], quorum: name of a witness or group, or null, reached}: `reached(name, cosigned)` is whether the
 * keys for which `cosigned` holds are enough for the witness or group of this name. */
export function readPolicy(text) {
    if (!text.endsWith('\n')) malformed();
    const logs = [], witnesses = [];
    const names = new Map();
    let groups = 0, quorum;
    const define = (name, reached) => {
        if (name === 'none' || names.has(name)) malformed();
        names.set(name, { grouped: false, reached });
    };
    const reached = (name, cosigned) => names.get(name).reached(cosigned);
    const fresh = (keys, key) => {
        if (keys.length === most || keys.some((one) => one.key.equals(key.key) || (one.name === key.name && one.id === key.id))) malformed();
        keys.push(key);
    };
    const takes = {
        log(words) {
            if (words.length < 1 || words.length > 2) malformed();
            fresh(logs, readVerifierKey(words[0]));
        },
        witness(words) {
            if (words.length < 2 || words.length > 3) malformed();
            const key = readWitnessKey(words[1]);
            define(words[0], (cosigned) => cosigned(key));
            fresh(witnesses, key);
        },
        group([name, threshold, ...members]) {
            if (members.length === 0 || groups++ === most) malformed();
            for (const member of members) {
                if (!names.has(member) || names.get(member).grouped) malformed();
                names.get(member).grouped = true;
            }
            const number = /^(0|[1-9][0-9]*)$/.test(threshold) ? Number(threshold) : 0;
            if (!['any', 'all'].includes(threshold) && (number < 1 || number > members.length)) malformed();
            const wanted = { any: 1, all: members.length }[threshold] ?? number;
            define(name, (cosigned) => members.filter((member) => reached(member, cosigned)).length >= wanted);
        },
        quorum(words) {
            if (words.length !== 1 || quorum !== undefined || (words[0] !== 'none' && !names.has(words[0]))) malformed();
            quorum = words[0] === 'none' ? null : words[0];
        },
    };
    for (const line of text.slice(0, -1).split('\n')) {
        if (/[\x00-\x08\x0b-\x1f\x7f]/.test(line)) malformed();
        const [kind, ...words] = line.split(/[ \t]+/).filter((word) => word !== '');
        if (kind === undefined || kind.startsWith('#')) continue;
        if (!Object.hasOwn(takes, kind)) malformed();
        takes[kind](words);
    }
    if (quorum === undefined) malformed();
    return { logs, witnesses, quorum, reached };
}

/** Since when the quorum of the notice's witnesses was there, in seconds: the earliest time such that those who cosigned then or earlier are
 * enough. */
export function witnessedAt(notice, checkpoint) {
    const note = readNote(checkpoint);
    const { witnesses, quorum, reached } = readPolicy(notice.log_policy);
    const times = new Map(witnesses.map((key) => [key, cosignedAt(note, key)]));
    const by = (time) => (key) => times.get(key) !== null && times.get(key) <= time;
    const enough = [...times.values()].filter((time) => time !== null && reached(quorum, by(time)));
    return enough.length > 0 ? Math.min(...enough) : refuse('witness_quorum_missing');
}

/** The policy of a notice: of its own log, under the key that it pins, with somebody to ask. */
export function checkLogPolicy(notice, origin) {
    const { logs, quorum } = readPolicy(notice.log_policy);
    const own = logs.filter(({ name }) => name === origin);
    if (own.length === 0) refuse('checkpoint_origin_wrong');
    if (!own.some(({ text }) => text === notice.log_key)) refuse('jws_payload_wrong_context');
    if (quorum === null) refuse('witness_quorum_missing');
}
