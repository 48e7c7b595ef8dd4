/**
 * The looks that a bidder's client takes before it gives its secrets away: five, and with two envelopes whether it is this
 * one's turn. All are taken, so that all that is wrong can be told; what the server said is kept byte for byte as evidence.
 */
import { api } from '../api/client';
import { readEvent, signedWords, wordsIn } from '../api/events';
import type { EventPage, LotView } from '../api/types';
import { app, theCentre } from '../app/state';
import { base64, fromBase64, fromHex, utf8 } from '../base/bytes';
import type { Json } from '../base/canonical';
import { serverNow } from '../base/clock';
import { whatHappened, KaibiaoError } from '../base/errors';
import { instantText, localTime } from '../base/format';
import { t } from '../base/messages';
import { core } from '../core/core';
import { trustFor, unwitnessed, type LogTrust } from './anchors';
import { checkOneLog, heldHeads, keepHead, type Growth, type Head } from './held';
import { freshReceipt, keptReceipt, type ReceiptFacts } from './receipts';
import { Refusal } from '../base/refusal';
import type { LockTerms } from '../seal/protocol';
import { firstAnnounced, hasTwo, phaseWord } from './envelopes';

export type LookName = 'log' | 'deadline' | 'growth' | 'phase' | 'frozen' | 'turn';
export interface Look {
    name: LookName;
    passed: boolean;
    /** Figures and names, the same in every language. */
    detail: string;
    /** Why it did not pass. */
    error: unknown;
}
/** docs/formats/evidence.md */
export type Evidence = { [member: string]: Json };
export interface Inspection { looks: Look[]; evidence: Evidence }

interface Replayed { phase: string; suspended: boolean; deadline: string; head: string; log_key: string; log_policy: string;
    envelope: number; passing: string[] | null; heads: { stream: string; hash: string; counts: boolean | null }[] | null }
/** `quorum_time` is when enough witnesses had cosigned; null where none is asked for. */
interface Checkpoint extends Head { origin: string; quorum_time: string | null }

const order: LookName[] = ['log', 'deadline', 'growth', 'phase', 'frozen', 'turn'];

/** `sealed` is what the bid was sealed for, as this device remembers it. */
export async function takeLooks(view: LotView, bid: string, sealed: LockTerms | null): Promise<Inspection> {
    return new Looking(view, bid, sealed).run();
}

class Looking {
    private readonly looks: Look[] = [];
    private readonly centre = theCentre();
    private readonly said: { [what: string]: Json } = {};
    private anchors: { roots: Uint8Array[]; logKey: string; policy: string } | null = null;
    private checkpoint: Checkpoint | null = null;
    private state: Replayed | null = null;
    /** What the state was made from. */
    private events = '';
    private crls: Uint8Array[] = [];
    /** Heads that other answers than the checkpoint were proven against. */
    private readonly proven: Head[] = [];
    private held: Head[] = [];
    /** As the receipt's manifest says. */
    private envelope: number | undefined;

    constructor(private readonly view: LotView, private readonly bid: string, private readonly sealed: LockTerms | null) {}

    async run(): Promise<Inspection> {
        await this.look('log', () => this.log());
        await this.look('phase', () => this.phase());
        await this.look('deadline', () => this.deadline());
        await this.look('frozen', () => this.frozen());
        if (this.hasTwo()) await this.look('turn', () => this.turn());
        // Last, because it compares what all the others were proven against.
        await this.look('growth', () => this.growth());
        this.looks.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
        return { looks: this.looks, evidence: this.evidence() };
    }

    private async look(name: LookName, check: () => Promise<string>): Promise<void> {
        try {
            this.looks.push({ name, passed: true, detail: await check(), error: null });
        } catch (error) {
            const detail = error instanceof KaibiaoError ? [error.errorName, error.place, error.detail].filter(Boolean).join(' · ') : String(error);
            this.looks.push({ name, passed: false, detail, error });
        }
    }

    /** Keeps what the server said. */
    private async hear<T extends Json>(what: string, asked: Promise<T>): Promise<T> {
        const told = await asked;
        this.said[what] = told;
        return told;
    }

    private trust(): LogTrust {
        if (!this.anchors) throw new KaibiaoError('trust_anchor_missing', this.centre.origin);
        return { ...unwitnessed(this.centre.origin, this.anchors.logKey), policy: this.anchors.policy };
    }

    /** An answer under the checkpoint that the witnesses cosigned, where there are witnesses. */
    private async underWitnesses(ask: (under: 'newest' | 'witnessed') => Promise<string>): Promise<string> {
        if (!this.trust().policy) return ask('newest');
        try {
            return await ask('witnessed');
        } catch (error) {
            const early = error instanceof KaibiaoError && ['not_found', 'log_index_out_of_range'].includes(error.errorName);
            throw early ? new Refusal('witness_quorum_missing', () => t('look.why.not_witnessed')) : error;
        }
    }

    private async log(): Promise<string> {
        const sealed = this.sealed?.origin;
        if (sealed !== undefined && sealed !== this.centre.origin) {
            throw new Refusal('checkpoint_origin_wrong', () => t('look.why.other_origin', { sealed, now: this.centre.origin }));
        }
        // That this is the notice's is seen once its signature was looked at.
        this.anchors = await trustFor(this.centre.origin, this.view.notice.log_policy);
        const note = await this.hear('checkpoint', this.underWitnesses((under) => (under === 'witnessed' ? api.witnessed() : api.checkpoint())));
        this.checkpoint = (await core.checkpoint_check(utf8(note), this.trust() as unknown as Json)) as unknown as Checkpoint;
        const seen = this.checkpoint.quorum_time;
        return [this.checkpoint.origin, this.checkpoint.size, seen ? t('look.witnessed', { time: localTime(seen) }) : t('look.no_witness')].join(' · ');
    }

    private async phase(): Promise<string> {
        const { lot } = this.view;
        const lists = await this.hear('crls', api.crlsOf(lot).then((entries) => entries.map(({ der }) => der)));
        this.crls = lists.map(fromBase64);
        this.events = await this.hear('events', api.eventsText(lot));
        const trust = this.trust();
        const state = (await core.lot_review(utf8(this.events), lot, this.anchors!.roots, this.crls, this.place())) as unknown as Replayed;
        this.state = state;
        if (state.log_key !== this.anchors!.logKey) throw new Refusal('checkpoint_origin_wrong', () => t('look.why.other_key'));
        if (state.log_policy !== (this.view.notice.log_policy ?? '')) throw new Refusal('jws_payload_wrong_context', () => t('look.why.other_witnesses'));
        const proof = await this.hear('proof', this.underWitnesses((under) => api.proof(state.head, under)));
        const { size, root, quorum_time: seen } = (await core.proof_check(utf8(proof), fromHex(state.head), trust as unknown as Json)) as unknown as Checkpoint;
        this.proven.push({ size, root });
        if (seen && Date.parse(seen) < Date.parse(state.deadline)) throw new Refusal('deadline_not_reached', () => t('look.why.early_witness', { time: localTime(state.deadline) }));
        if (state.suspended) throw new Refusal('event_not_allowed', () => t('look.why.suspended'));
        if (state.phase !== 'opening') throw new Refusal('event_not_allowed', () => t('look.why.phase', { phase: phaseWord(state.phase, state.envelope === this.view.notice.envelopes) }), state.phase);
        return state.head;
    }

    private place(): { centre: string; origin: string } {
        return { centre: this.centre.id, origin: this.centre.origin };
    }

    private async deadline(): Promise<string> {
        if (!this.state) throw new Refusal('event_not_allowed', () => t('look.why.no_notice'));
        const { deadline } = this.state;
        const time = localTime(deadline);
        if (Date.parse(this.view.deadline) !== Date.parse(deadline)) {
            throw new Refusal('event_not_allowed', () => t('look.why.deadline_shown', { signed: time, shown: localTime(this.view.deadline) }));
        }
        // Neither clock alone: a server that sets its own forward would have the secrets early.
        if (Math.min(serverNow(), Date.now()) < Date.parse(deadline)) throw new Refusal('event_not_allowed', () => t('look.why.early', { time }));
        return time;
    }

    private async frozen(): Promise<string> {
        const { lot } = this.view;
        // Another device has no receipt of its own: then the server's copy, which the log's key proves.
        const kept = await keptReceipt(lot, this.bid);
        const receipt = await this.hear('receipt', kept ? Promise.resolve(kept.text) : freshReceipt(lot, this.bid));
        const { origin, log_keys: [key] } = this.trust();
        const facts = (await core.receipt_check(utf8(receipt), unwitnessed(origin, key!))) as unknown as ReceiptFacts;
        this.proven.push({ size: facts.size, root: facts.root });
        this.envelope = wordsIn(facts.payload)?.envelope as number | undefined;
        if (!this.state) throw new Refusal('event_not_allowed', () => t('look.why.no_notice'));
        const head = this.state.heads?.find((entry) => entry.stream === this.bid);
        if (!head) throw new Refusal('event_not_allowed', () => t('look.why.not_frozen'));
        if (head.hash !== facts.event_hash) throw new Refusal('event_not_allowed', () => t('look.why.other_frozen', { hash: head.hash }));
        if (head.counts === false) throw new Refusal('bid_withdrawn', () => t('look.why.incomplete'));
        return facts.event_hash;
    }

    /** By anybody's word, so that a server cannot spare itself the look. */
    private hasTwo(): boolean {
        return hasTwo(this.view) || [this.state?.envelope, this.envelope, this.sealed?.envelope].includes(2);
    }

    /** Two envelopes: this is the one that is opened now, and of the price envelopes only those whose bidders passed are. */
    private async turn(): Promise<string> {
        if (!this.state) throw new Refusal('event_not_allowed', () => t('look.why.no_notice'));
        const { envelope: opened } = this.state;
        // By what this device sealed and by what was submitted: a server may call any bid the one whose turn it is.
        const own = [this.envelope, this.sealed?.envelope].filter((envelope) => typeof envelope === 'number');
        if (own.length === 0 || own.some((envelope) => envelope !== opened)) throw new Refusal('envelope_not_opened', () => t('look.why.other_envelope'), own.join(', '));
        if (opened === 2 && !(await this.passing()).includes(app.session?.id ?? '')) throw new Refusal('envelope_not_opened', () => t('look.why.not_passed'));
        return t(`envelope.${opened === 2 ? 2 : 1}`);
    }

    /**
     * Who passed. The tenderer signed which bids; whose they are is believed of no announcement, but of the bids, releases
     * and sheets of the first opening, from which the announcement is made again.
     */
    private async passing(): Promise<string[]> {
        const { lot } = this.view;
        const heads = this.state!.heads ?? [];
        const streams = await Promise.all(heads.map(async ({ stream }) => ({ stream, page: await api.eventsText(lot, stream) })));
        const rows = firstAnnounced((JSON.parse(this.events) as EventPage).events.map(readEvent)).filter(({ sheet, state }) => sheet || state === 'failed');
        const roots = rows.map(({ bid }) => sheetRoot(streams.find(({ stream }) => stream === bid)!.page));
        const sheets = await Promise.all(roots.map(async (root) => new Uint8Array(await (await api.part(root)).arrayBuffer())));
        const [opening, state] = await core.opening_review(utf8(this.events), streams.map(({ page }) => utf8(page)), sheets, lot, this.anchors!.roots, this.crls, this.place());
        await core.free_handle(opening);
        return (state as unknown as Replayed).passing ?? [];
    }

    private async growth(): Promise<string> {
        const trust = this.trust();
        this.held = await heldHeads(trust.origin, trust.log_keys[0]!);
        if (!this.checkpoint) throw new Refusal('note_signature_missing', () => t('look.why.no_checkpoint'));
        const { size, root } = this.checkpoint;
        const largest = this.held.at(-1);
        // Witnesses come behind the newest checkpoint, so theirs may be smaller than what was seen.
        if (!trust.policy && largest && size < largest.size) throw new Refusal('proof_wrong', () => t('look.why.smaller', { now: size, held: largest.size }));
        const proofs: Growth[] = [];
        this.said.consistency = proofs as unknown as Json;
        await checkOneLog([...this.held, ...this.proven, { size, root }], (growth) => proofs.push(growth));
        await keepHead(trust.origin, { size, root });
        return largest ? `${largest.size} → ${size}` : String(size);
    }

    private evidence(): Evidence {
        const { id, origin, version } = this.centre;
        return {
            format: 'kaibiao/evidence/v1',
            lot: this.view.lot,
            bid: this.bid,
            device_time: new Date().toISOString(),
            server_time: instantText(Math.floor(serverNow())),
            server: { url: location.origin, centre: id, origin, version },
            accepted: { log_key: this.anchors?.logKey ?? null, policy: this.anchors?.policy ?? '', roots: (this.anchors?.roots ?? []).map((root) => base64(root)) },
            looks: this.looks.map(({ name, passed, detail, error }) => ({ name, passed, detail, sentence: error ? whatHappened(error) : '' })),
            held: this.held.map(({ size, root }) => ({ size, root })),
            shown: { deadline: this.view.deadline, phase: this.view.phase, head: this.view.head },
            said: this.said,
        };
    }
}

/** Of the opening sheet in the newest submission of a bid's stream. */
function sheetRoot(page: string): string {
    const submitted = (JSON.parse(page) as EventPage).events.map(readEvent).filter(({ header }) => header.type === 'bid.submitted').at(-1);
    return (signedWords(submitted!) as { parts: { root: string }[] }).parts[0]!.root;
}
