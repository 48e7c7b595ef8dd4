/**
 * The five looks that a bidder's client takes before it gives its secrets away. All are taken, so that all that is wrong
 * can be told; what the server said is kept byte for byte as evidence.
 */
import { api } from '../api/client';
import type { LotView } from '../api/types';
import { theCentre } from '../app/state';
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

export type LookName = 'log' | 'deadline' | 'growth' | 'phase' | 'frozen';
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

interface Replayed { phase: string; suspended: boolean; deadline: string; head: string; log_key: string; log_policy: string; heads: { stream: string; hash: string }[] | null }
/** `quorum_time` is when enough witnesses had cosigned; null where none is asked for. */
interface Checkpoint extends Head { origin: string; quorum_time: string | null }

const order: LookName[] = ['log', 'deadline', 'growth', 'phase', 'frozen'];

/** `sealedFor` is the log's origin that the bid was sealed for, as this device remembers it. */
export async function takeLooks(view: LotView, sealedFor: string | null): Promise<Inspection> {
    return new Looking(view, sealedFor).run();
}

class Looking {
    private readonly looks: Look[] = [];
    private readonly centre = theCentre();
    private readonly said: { [what: string]: Json } = {};
    private anchors: { roots: Uint8Array[]; logKey: string; policy: string } | null = null;
    private checkpoint: Checkpoint | null = null;
    private state: Replayed | null = null;
    /** Heads that other answers than the checkpoint were proven against. */
    private readonly proven: Head[] = [];
    private held: Head[] = [];

    constructor(private readonly view: LotView, private readonly sealedFor: string | null) {}

    async run(): Promise<Inspection> {
        await this.look('log', () => this.log());
        await this.look('phase', () => this.phase());
        await this.look('deadline', () => this.deadline());
        await this.look('frozen', () => this.frozen());
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
        const sealed = this.sealedFor;
        if (sealed !== null && sealed !== this.centre.origin) {
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
        const events = await this.hear('events', api.eventsText(lot));
        const trust = this.trust();
        const place = { centre: this.centre.id, origin: this.centre.origin };
        const state = (await core.lot_review(utf8(events), lot, this.anchors!.roots, lists.map(fromBase64), place)) as unknown as Replayed;
        this.state = state;
        if (state.log_key !== this.anchors!.logKey) throw new Refusal('checkpoint_origin_wrong', () => t('look.why.other_key'));
        if (state.log_policy !== (this.view.notice.log_policy ?? '')) throw new Refusal('jws_payload_wrong_context', () => t('look.why.other_witnesses'));
        const proof = await this.hear('proof', this.underWitnesses((under) => api.proof(state.head, under)));
        const { size, root, quorum_time: seen } = (await core.proof_check(utf8(proof), fromHex(state.head), trust as unknown as Json)) as unknown as Checkpoint;
        this.proven.push({ size, root });
        if (seen && Date.parse(seen) < Date.parse(state.deadline)) throw new Refusal('deadline_not_reached', () => t('look.why.early', { time: localTime(state.deadline) }));
        if (state.suspended) throw new Refusal('event_not_allowed', () => t('look.why.suspended'));
        if (state.phase !== 'opening') throw new Refusal('event_not_allowed', () => t('look.why.phase', { phase: t(`phase.${state.phase}` as 'phase.closed') }), state.phase);
        return state.head;
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
        const { lot, my_bid: mine } = this.view;
        // Another device has no receipt of its own: then the server's copy, which the log's key proves.
        const kept = await keptReceipt(lot, mine!.bid);
        const receipt = await this.hear('receipt', kept ? Promise.resolve(kept.text) : freshReceipt(lot, mine!.bid));
        const { origin, log_keys: [key] } = this.trust();
        const facts = (await core.receipt_check(utf8(receipt), unwitnessed(origin, key!))) as unknown as ReceiptFacts;
        this.proven.push({ size: facts.size, root: facts.root });
        if (!this.state) throw new Refusal('event_not_allowed', () => t('look.why.no_notice'));
        const head = this.state.heads?.find((entry) => entry.stream === mine!.bid);
        if (!head) throw new Refusal('event_not_allowed', () => t('look.why.not_frozen'));
        if (head.hash !== facts.event_hash) throw new Refusal('event_not_allowed', () => t('look.why.other_frozen', { hash: head.hash }));
        return facts.event_hash;
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
            bid: this.view.my_bid?.bid ?? null,
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
