/** What the server answers (docs/openapi.json). Instants are ISO texts, amounts are texts in yuan, digests are hex. */
import type { LocalText } from '../base/messages';

export type Role = 'tenderer' | 'bidder' | 'expert' | 'supervisor' | 'staff' | 'officer';
export type Phase = 'published' | 'closed' | 'failed' | 'opening' | 'window_closed' | 'announced' | 'qualified' | 'evaluated';
export type Policy = 'bidder' | 'officers' | 'dual';

export interface Centre {
    id: string;
    name: LocalText;
    origin: string;
    log_key: string;
    /** The tlog-policy that the centre publishes; empty without witnesses. */
    log_policy: string;
    trial: boolean;
    now: string;
    version: string;
    roots: { name: string; fingerprint: string }[];
    wasm?: Record<string, string>;
}

export interface Session {
    role: Role | null;
    id: string | null;
    name: string | null;
    organisation: string | null;
    csrf: string;
    trial: boolean;
}

export interface LoginChallenge { nonce: string; origin: string; expires: string }

export interface LotSummary {
    lot: string;
    code: string;
    title: LocalText;
    project: LocalText;
    tenderer: Party | string;
    kind: string;
    region: string;
    industry: string;
    phase: Phase;
    deadline: string;
    issue_from: string;
    published_at: string;
    trial: boolean;
    suspended: boolean;
    /** Whether the opening of its stage is that of the prices. */
    priced: boolean;
}
export interface LotPage { lots: LotSummary[]; next: string | null }

export interface Party { id: string; name: string }
/** `reason` in the language of the page. */
export interface Suspension { by: Party; reason: string; since: string }
export interface DocumentEntry { name: string; digest: string; bytes: number; media_type: string }
/** docs/formats/method.md */
export interface StepRange { minimum: string; maximum: string; step: string }
export interface CountedItem { key: string; title: LocalText; points: string; most: number }
export type CriterionRule =
    | { kind: 'gate' }
    | ({ kind: 'free' } & StepRange)
    | { kind: 'banded'; step: string; bands: { minimum: string; maximum: string; title: LocalText }[] }
    | { kind: 'additive'; base: string; maximum: string; items: CountedItem[] }
    | { kind: 'deduction'; minimum: string; maximum: string; items: CountedItem[] }
    | { kind: 'table'; number: StepRange; rows: { from: string; score: string }[] }
    | { kind: 'formula'; expression: string; minimum: string; maximum: string; number: StepRange };
/** What an expert enters for one criterion of one bid. */
export type EnteredScore = string | { count: number; item: string }[];
/** Settings that are drawn name their parameter. */
type Setting = string | { parameter: string };
export type PriceRule =
    | { kind: 'low_price'; points: string }
    | { kind: 'lowest_evaluated'; minimum_price: string | null }
    | { kind: 'benchmark'; points: string; above: string; below: string; reduction: Setting; ceiling_weight: Setting }
    | { kind: 'quality_cost'; technical_weight: string; financial_weight: string; minimum_technical: string | null }
    | { kind: 'price_range'; points: string }
    | { kind: 'fixed_reference'; points: string; reference: string }
    | { kind: 'quality_per_price'; scale: string };
export interface Criterion {
    key: string;
    title: LocalText;
    guidance: LocalText;
    clause: string;
    judgement: string;
    rule: CriterionRule;
}
export interface Section { key: string; title: LocalText; kind: string; points: string; criteria: Criterion[] }
export interface WeightedGroup { group: string; weight: number }
export interface Rounding { mode: string; places: number }
/** Who comes to have its price opened (双信封); each null: not asked for. */
export interface TechnicalStage { minimum: string | null; most: number | null }
export interface Method {
    label: string;
    points: string;
    ceiling: string | null;
    candidates: number;
    price: PriceRule;
    sections: Section[];
    adjustments: unknown[];
    ranking: string[];
    /** `weights` of groups of members: with weighted means only. */
    aggregation: { kind: string; trim_from: number | null; weights?: WeightedGroup[] };
    rounding: Record<string, Rounding | null>;
    /** Whose vote decides a gate that as many pass as fail; absent: the bid stays. */
    gate_tie?: 'chair';
    /** Absent with one envelope. */
    technical_stage?: TechnicalStage;
}
export interface Notice {
    lot: string;
    project: { code: string; name: LocalText };
    title: LocalText;
    tenderer: Party;
    supervisor: Party;
    kind: string;
    region: string;
    industry: string;
    issue_from: string;
    deadline: string;
    release_window_ms: number;
    ceiling: string | null;
    policy: Policy;
    /** docs/formats/process.md, "The panel in the notice" */
    panel: null | { id: string; y: string; k: number; n: number; certificate: string; seats: unknown[] };
    log_key: string;
    /** A tlog-policy; absent where the notice asks for no witness. */
    log_policy?: string;
    profile: { id: string; version: number; digest: string };
    method: Method;
    documents: DocumentEntry[];
    envelopes: number;
    announce: string;
    fallback: boolean;
}
export interface Rule { value: number; unit: string; source: string; label: LocalText }
/** docs/formats/rule-profile.md */
export interface RuleProfile { id: string; version: number; label: LocalText; trial: boolean; kinds: string[]; rules: Record<string, Rule> }

/** 1: the only envelope, or the technical one; 2: the one with the price. docs/formats/process.md, "Two envelopes" */
export type EnvelopeNumber = 1 | 2;
export interface MyBid { bid: string; number: number; manifest_digest: string; withdrawn: boolean; at: string }
export interface LotView {
    lot: string;
    phase: Phase;
    suspended: boolean;
    head: string;
    /** Whose opening it is: 2 from the qualification on. */
    envelope: EnvelopeNumber;
    notice: Notice;
    notice_digest: string;
    profile: RuleProfile;
    deadline: string;
    window_end: string | null;
    now: string;
    bids: number | null;
    /** The first envelope, or the only one. */
    my_bid: MyBid | null;
    my_price_bid: MyBid | null;
    outcome: Outcome | null;
    /** Two envelopes: from the qualification on. */
    technical: TechnicalOutcome | null;
    committee: { id: string; name: string; kind: string; signed: boolean }[] | null;
    events_count: number;
}
/** docs/formats/result.md */
export interface Mark { exact: string; rounded: string | null }
export interface BidOutcome {
    bid: string;
    rejection: { reason: string; subject: string | null } | null;
    evaluated_price: Mark | null;
    price_score: Mark | null;
    criteria: (Mark & { criterion: string })[];
    sections: (Mark & { section: string })[];
    gates: { criterion: string; pass: number; fail: number }[];
    total: Mark | null;
    rank: number | null;
    tied: boolean;
}
export interface Outcome {
    bids: BidOutcome[];
    candidates: string[];
    reference_price: string | null;
    tied: { rank: number; bids: string[] }[];
}
export type TechnicalBid = Pick<BidOutcome, 'bid' | 'rejection' | 'criteria' | 'sections' | 'gates'> & { quality: string | null };
export interface TechnicalOutcome { label: string; bids: TechnicalBid[]; passing: string[] }

export interface LotEvent {
    header: { stream: string; position: number; type: string; version: number; stamp: string; previous: string; payload: string };
    salt: string | null;
    payload: Record<string, unknown> | null;
}
/** As stored: the header is a text, the payload base64 (docs/formats/log.md). */
export interface StoredEvent { header: string; salt: string | null; payload: string | null }
export interface EventPage { events: StoredEvent[] }

export interface BoardRow {
    bid: string;
    number: number;
    submitted_at: string | null;
    short_hash: string;
    state: string;
    reason: string | null;
    bidder?: Party | null;
    price?: string | null;
    price_capital?: string | null;
    duration_days?: number | null;
    quality?: string | null;
    manager?: string | null;
}
export interface BoardView {
    phase: Phase;
    envelope: EnvelopeNumber;
    counts: { bids: number; released: number; opened: number; failed: number; revoked: number; withdrawn: number; unopened: number } | null;
    rows: BoardRow[];
    ceiling: string | null;
    window_end: string | null;
    announced_at: string | null;
}
/** core/view: bids × criteria × experts. */
export interface GridCell { state: 'missing' | 'score' | 'pass' | 'fail' | 'not_needed'; score: string | null; deviation: string | null }
export interface GridView {
    experts: { id: string; name: string; kind: string; signed_at: string | null }[];
    criteria: { key: string; section: string; title: LocalText }[];
    /** cells[criterion][expert] */
    bids: { bid: string; bidder: Party; number: number; price: string | null; state: string; cells: GridCell[][] }[];
    checks: { concordance: string | null; findings: Finding[] } | null;
}
export interface Finding {
    kind: 'missing_item' | 'wrong_item' | 'objective_differs' | 'outlier' | 'winner_depends_on_expert' | 'abnormally_low_of_others' | 'abnormally_low_of_next';
    bid: string | null;
    criterion: string | null;
    expert: string | null;
    error: string | null;
    /** Exact fractions. */
    numbers: string[];
}
/** One's own bid of one envelope. */
export interface OwnPart { bid?: string | null; manifest?: { payload: string } | null; receipt?: Receipt | null; released?: boolean }
export interface MyPart extends OwnPart { price_bid?: OwnPart | null; sheet?: unknown; [more: string]: unknown }

/** docs/formats/log.md */
export interface Receipt { [more: string]: unknown }
export interface Accepted { event?: string; events?: string[]; receipt?: Receipt; receipts?: Receipt[] }
export interface SubmissionReply { receipt: Receipt; bid: string; number: number }

export interface CaReply { certificate: string; chain: string[] }
export interface CrlEntry { issuer: string; der: string; this_update: string; next_update: string }

/** `panel`: of the officers' bots, as a notice has it. */
export interface TrialOverview { lots: { lot: string; title: string; role: string }[]; panel: Notice['panel'] }
export interface TrialTender { lot: string | null }
