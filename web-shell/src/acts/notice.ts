/** From a form to the payload of a `publish` command (docs/formats/process.md, "The notice"). */
import type { DocumentEntry, Method, Notice, Policy, TechnicalStage } from '../api/types';
import { app, theCentre } from '../app/state';
import { fromBase64, hex, random, text } from '../base/bytes';
import type { Json } from '../base/canonical';
import { serverNow } from '../base/clock';
import { fromLocalField, instantText, toLocalField } from '../base/format';
import { t } from '../base/messages';
import { core } from '../core/core';
import type { FieldErrors } from '../components/kb-field';
import { logKey } from './anchors';
import { personText } from './officers';
import { comprehensiveMethod, lowestMethod, qualityPoints, twoEnvelopesMethod } from './method';
import { Refusal } from '../base/refusal';
import { envelope, type Payload } from './signing';
import { someTrialProject, trialSupervisor } from './trial-cast';

export interface NoticeDraft {
    code: string;
    projectZh: string;
    projectEn: string;
    titleZh: string;
    titleEn: string;
    kind: string;
    region: string;
    industry: string;
    supervisorId: string;
    supervisorName: string;
    issueFrom: string;
    deadline: string;
    windowMinutes: string;
    ceiling: string;
    method: 'comprehensive' | 'two_envelopes' | 'lowest';
    /** Who passes the technical stage of two envelopes; empty: not asked for. */
    minimumTechnical: string;
    mostPassing: string;
    policy: Policy;
    /** of the officers, with policies that need them */
    panel: Notice['panel'];
    profile: string;
    documents: File[];
}

const day = 86_400_000;
const minute = 60_000;

export function draftDefaults(): NoticeDraft {
    const now = serverNow();
    const deadline = app.trial ? now + 3 * minute : Math.ceil((now + 21 * day) / day) * day + 1 * 3600_000;
    return {
        code: '', projectZh: '', projectEn: '', titleZh: '', titleEn: '', kind: 'works', region: '', industry: '',
        supervisorId: '', supervisorName: '', issueFrom: toLocalField(now), deadline: toLocalField(deadline),
        windowMinutes: app.trial ? '1' : '60', ceiling: '', method: 'comprehensive', minimumTechnical: '42', mostPassing: '', policy: 'bidder', panel: null, profile: app.trial ? 'trial' : 'works', documents: [],
    };
}

/** A project of the demo city, so that one click publishes something plausible. */
export function draftFromTrial(): NoticeDraft {
    const project = someTrialProject();
    return {
        ...draftDefaults(),
        code: `${project.code}-${hex(random(2)).toUpperCase()}`, projectZh: project.name.zh, projectEn: project.name.en, titleZh: project.title.zh, titleEn: project.title.en,
        kind: project.kind, region: project.region, industry: project.industry, ceiling: project.ceiling,
        supervisorId: trialSupervisor.id, supervisorName: trialSupervisor.name,
    };
}

/** A unified social credit code (GB 32100) has 18 characters without I, O, S, V and Z; a trial's visitors have ids of their own. */
function isOrganisation(id: string): boolean {
    return /^[0-9A-HJ-NP-RTUW-Y]{18}$/.test(id) || (app.trial && /^TRIAL-[A-Z]+-[0-9A-F]{8}$/.test(id));
}

export function checkDraft(draft: NoticeDraft): FieldErrors {
    const errors: FieldErrors = {};
    const needed: (keyof NoticeDraft)[] = ['code', 'projectZh', 'titleZh', 'region', 'industry', 'supervisorId', 'supervisorName'];
    for (const key of needed) if (!String(draft[key]).trim()) errors[`publish-${key}`] = t('form.missing', { field: t(`publish.field.${key}` as 'publish.field.code') });
    if (draft.supervisorId.trim() && !isOrganisation(draft.supervisorId.trim())) errors['publish-supervisorId'] = t('publish.supervisor.id.wrong');
    if (draft.ceiling && (!/[1-9]/.test(draft.ceiling) || !/^(0|[1-9]\d{0,13})(\.\d{1,2})?$/.test(draft.ceiling))) errors['publish-ceiling'] = t('form.amount');
    if (!/^[1-9]\d{0,5}$/.test(draft.windowMinutes)) errors['publish-windowMinutes'] = t('publish.window.wrong');
    if (draft.method === 'two_envelopes') {
        const { minimumTechnical: minimum, mostPassing: most } = draft;
        if (minimum && !(/^(0|[1-9]\d?)(\.\d{1,2})?$/.test(minimum) && Number(minimum) <= qualityPoints))
            errors['publish-minimumTechnical'] = t('publish.stage.minimum.wrong', { most: qualityPoints });
        if (most && !/^[1-9]\d{0,3}$/.test(most)) errors['publish-mostPassing'] = t('publish.stage.most.wrong');
    }
    if (draft.policy !== 'bidder' && !draft.panel) errors['publish-panel'] = t('publish.panel.missing');
    const empty = emptyFiles(draft.documents);
    if (empty) errors['publish-documents'] = empty;
    if (!(fromLocalField(draft.deadline) > serverNow())) errors['publish-deadline'] = t('publish.deadline.past');
    return errors;
}

/** What is said of documents without a single byte; the empty text when there are none. */
export function emptyFiles(files: File[]): string {
    const names = files.filter(({ size }) => size === 0).map(({ name }) => name);
    return names.length === 0 ? '' : t('publish.documents.empty', { names: names.join(t('list.separator')) });
}

/** A file made by `kaibiao officer panel`. What its papers are worth the server and every reader of the notice check. */
export async function readPanel(file: File): Promise<NonNullable<Notice['panel']>> {
    const read: unknown = await file.text().then(JSON.parse).catch(() => null);
    const panel = read as Partial<NonNullable<Notice['panel']>> | null;
    const whole = panel && typeof panel.id === 'string' && typeof panel.y === 'string' && typeof panel.certificate === 'string'
        && Number.isSafeInteger(panel.k) && Number.isSafeInteger(panel.n) && Array.isArray(panel.seats);
    if (!whole) throw new Refusal('panel_seat_wrong', () => t('publish.panel.other', { name: file.name }));
    const statements = panel.seats!.map(readStatement);
    if (statements.includes(null)) throw new Refusal('panel_seat_wrong', () => t('publish.panel.other', { name: file.name }));
    // The server would say so only after the tenderer has signed.
    const { id: centre, origin } = theCentre();
    if (!statements.every((statement) => statement!.centre === centre && statement!.origin === origin))
        throw new Refusal('panel_seat_wrong', () => t('publish.panel.centre', { name: file.name, centre, origin }));
    return panel as NonNullable<Notice['panel']>;
}

/** What an officer signed for a seat, or null for what is no statement. */
function readStatement(seat: unknown): { centre?: string; origin?: string } | null {
    try {
        const read: unknown = JSON.parse(text(fromBase64((seat as { payload: string }).payload)));
        return typeof read === 'object' ? read : null;
    } catch {
        return null;
    }
}

/** Who holds the seats, by the certificates of their statements: what a tenderer is to read before it signs. */
export async function officerNames(panel: NonNullable<Notice['panel']>): Promise<string> {
    const names = panel.seats.map(async (seat) => {
        const jws = seat as { protected?: string };
        const { x5c: [leaf = ''] = [] } = JSON.parse(text(fromBase64(jws.protected ?? ''))) as { x5c?: string[] };
        const { subject } = (await core.certificate_read(fromBase64(leaf))) as { subject: { common_name?: string; organisation?: string } };
        return personText(subject.common_name, subject.organisation);
    });
    return (await Promise.all(names)).join(t('list.separator'));
}

const twoDecimals = (yuan: string): string => {
    const [whole = '0', cents = ''] = yuan.split('.');
    return `${whole}.${cents.padEnd(2, '0')}`;
};

export const stageOf = (draft: NoticeDraft): TechnicalStage =>
    ({ minimum: draft.minimumTechnical || null, most: draft.mostPassing ? Number(draft.mostPassing) : null });

function methodOf(draft: NoticeDraft, ceiling: string | null): Method {
    switch (draft.method) {
        case 'lowest': return lowestMethod(ceiling);
        case 'two_envelopes': return twoEnvelopesMethod(ceiling, stageOf(draft));
        default: return comprehensiveMethod(ceiling);
    }
}

/** The log key that this browser accepted, where it has accepted one: a server must not have its tenderers pin another. */
async function pinnedLogKey(): Promise<string> {
    const { origin, log_key: offered } = theCentre();
    const accepted = (await logKey(origin)) ?? offered;
    if (accepted !== offered) throw new Refusal('checkpoint_origin_wrong', () => t('keys.changed'));
    return accepted;
}

export async function buildNotice(draft: NoticeDraft, documents: DocumentEntry[]): Promise<Payload> {
    const profiles = (await core.rule_profiles()) as unknown as { id: string; version: number; digest: string }[];
    const profile = profiles.find((entry) => entry.id === draft.profile) ?? profiles[0]!;
    const ceiling = draft.ceiling ? twoDecimals(draft.ceiling) : null;
    const method = methodOf(draft, ceiling);
    const session = app.session!;
    return {
        ...envelope('publish', hex(random(16)), null),
        ...(theCentre().log_policy ? { log_policy: theCentre().log_policy } : {}),
        project: { code: draft.code.trim(), name: { zh: draft.projectZh.trim(), en: draft.projectEn.trim() } },
        title: { zh: draft.titleZh.trim(), en: draft.titleEn.trim() },
        tenderer: { id: session.id ?? '', name: session.organisation || session.name || '' },
        supervisor: { id: draft.supervisorId.trim(), name: draft.supervisorName.trim() },
        kind: draft.kind, region: draft.region.trim(), industry: draft.industry.trim(),
        issue_from: instantText(fromLocalField(draft.issueFrom)), deadline: instantText(fromLocalField(draft.deadline)),
        release_window_ms: Number(draft.windowMinutes) * minute, ceiling, policy: draft.policy, panel: draft.policy === 'bidder' ? null : draft.panel as Json, log_key: await pinnedLogKey(),
        profile: { id: profile.id, version: profile.version, digest: profile.digest },
        method: method as unknown as Json,
        documents: documents as unknown as Json, envelopes: method.technical_stage ? 2 : 1, announce: 'together', fallback: false,
    };
}
