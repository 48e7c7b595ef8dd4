/** The work of the sealing desk behind its page: seal, stage, check again, upload, sign, submit; resumable. */
import { ownBid } from '../acts/envelopes';
import { askPassphrase, envelope, showAndSign, type Facts } from '../acts/signing';
import { lockPanel } from '../acts/notice-check';
import { checkReceiptOf, keepReceipt } from '../acts/receipts';
import { api } from '../api/client';
import type { EnvelopeNumber, LotView } from '../api/types';
import { theCentre } from '../app/state';
import { hex, random, text, utf8 } from '../base/bytes';
import { canonical, type Json } from '../base/canonical';
import { KaibiaoError } from '../base/errors';
import { t } from '../base/messages';
import { RateMeter, type Progress } from '../components/kb-gauge';
import type { Identity } from '../keys/identity';
import { packageKey, packages, type PartUpload, type StoredPackage } from './packages';
import type { LockTerms, SealedPackage, VolumeFile } from './protocol';
import { sealedSizeBound } from './protocol';
import { plainName, type Volume } from './preflight';
import { Sealer } from './sealer';
import { lockSecrets, unlockSecrets } from './secrets';
import { removeStage, reserveRoom } from './stage';
import { Uploader } from './uploader';

export type DeskState = 'idle' | 'sealing' | 'rechecking' | 'storing' | 'uploading' | 'ready' | 'submitted' | 'failed';
const nothing: Progress = { done: 0, total: 0, rate: 0 };

interface Price { yuan: string; capital: string }

function asSealed({ title, file }: Volume): VolumeFile {
    const name = plainName(file.name);
    return { title: title.trim() || name, name, file };
}

/** Manifest members as the page looks at them. */
interface ManifestParts { parts: { part: number; bytes?: number; length?: number; root: string; header: string }[] }

export class Desk {
    state: DeskState = 'idle';
    seal: Progress = nothing;
    recheck: Progress = nothing;
    upload: Progress = nothing;
    paused = false;
    recoveryCode = '';
    package: StoredPackage | null = null;
    /** True once closing the page loses nothing. */
    safeToClose = true;
    /** Null for an envelope without one, and until it was read again. */
    private price: Price | null = null;
    private sealer: Sealer | null = null;
    private uploader: Uploader | null = null;
    private noting = false;
    private readonly meters = { seal: new RateMeter(), recheck: new RateMeter(), upload: new RateMeter() };

    constructor(readonly lot: string, readonly envelope: EnvelopeNumber, readonly identity: Identity, private readonly changed: () => void) {}

    /** A package that was sealed earlier and not submitted. */
    async restore(): Promise<boolean> {
        this.package = (await packages.draft(this.lot, this.identity.id, this.envelope)) ?? null;
        return this.package !== null;
    }

    lockTerms(view: LotView): LockTerms {
        const centre = theCentre();
        return { centre: centre.id, origin: centre.origin, lot: this.lot, envelope: this.envelope, bidder: this.identity.id,
            policy: view.notice.policy, panel: lockPanel(view.notice.panel) };
    }

    async start(view: LotView, offer: Json, volumes: Volume[], price: Price | null): Promise<void> {
        await this.discard();
        this.price = price;
        await reserveRoom(volumes.reduce((sum, { file }) => sum + sealedSizeBound(file.size), 16_384));
        const passphrase = await askPassphrase(this.identity, t('seal.why'));
        const stage = hex(random(8));
        const lock = this.lockTerms(view);
        const parts: PartUpload[] = [];
        this.begin();
        try {
            const locked = price && lockSecrets(utf8(canonical({ ...price })), passphrase);
            const [sealed, lockedPrice] = await Promise.all([this.run(view, stage, lock, offer, volumes, parts), locked]);
            await this.keep(view, { stage, lock, parts, price: lockedPrice }, sealed, passphrase);
            await this.uploadAll();
        } catch (error) {
            if (!this.package) await removeStage(stage);
            throw error;
        }
    }

    private async run(view: LotView, stage: string, lock: LockTerms, offer: Json, volumes: Volume[], parts: PartUpload[]): Promise<SealedPackage> {
        const latest = ownBid(view, this.envelope);
        const previous = latest && !latest.withdrawn ? latest : null;
        this.sealer = new Sealer();
        try {
            return await this.sealer.run(
                { stage, lock, offer, volumes: volumes.map(asSealed), number: previous ? previous.number + 1 : 1, replaces: previous?.manifest_digest ?? '' },
                { progress: (kind, done, total) => this.sealProgress(kind, done, total), staged: (part) => void parts.push({ ...part, url: '', uploaded: false }) },
            );
        } finally {
            this.sealer = null;
        }
    }

    private begin(): void {
        this.state = 'sealing';
        this.paused = false;
        this.safeToClose = false;
        this.seal = this.recheck = this.upload = nothing;
        this.changed();
    }

    private sealProgress(kind: 'seal' | 'recheck', done: number, total: number): void {
        this.state = kind === 'seal' ? 'sealing' : 'rechecking';
        this[kind] = { done, total, rate: this.meters[kind].note(done) };
        this.changed();
    }

    /** Ciphertext is staged. The code is shown, and the tab may be closed, only once secrets and code are stored encrypted. */
    private async keep(view: LotView, made: Pick<StoredPackage, 'stage' | 'lock' | 'parts' | 'price'>, sealed: SealedPackage, passphrase: string): Promise<void> {
        this.state = 'storing';
        this.changed();
        // One after the other: each takes 256 MiB while it lasts.
        const secrets = sealed.secrets && await lockSecrets(sealed.secrets.file, passphrase);
        const code = sealed.secrets && await lockSecrets(sealed.secrets.recoveryCode, passphrase);
        const entry: StoredPackage = {
            ...made, key: packageKey(this.lot, this.identity.id, this.envelope), lot: this.lot, bidder: this.identity.id, state: 'sealed',
            manifest: sealed.manifest, notice: view.notice_digest, secrets, code, secretKept: secrets === null, bid: '', createdAt: new Date().toISOString(),
        };
        await packages.save(entry);
        this.package = entry;
        this.recoveryCode = sealed.secrets ? text(sealed.secrets.recoveryCode) : '';
        sealed.secrets?.file.fill(0);
        sealed.secrets?.recoveryCode.fill(0);
        this.safeToClose = true;
        this.changed();
    }

    /** Until the bid is submitted its owner can see the code again. A package of an earlier version may have no copy of it. */
    get codeKept(): boolean {
        return this.recoveryCode !== '' || this.package?.code != null;
    }

    async showCode(): Promise<void> {
        const passphrase = await askPassphrase(this.identity, t('recovery.why'));
        const code = await unlockSecrets(this.package!.code!, passphrase);
        // With the same passphrase, so that it is not asked for again before signing.
        this.price ??= await this.readPrice(passphrase);
        this.recoveryCode = text(code);
        code.fill(0);
        this.changed();
    }

    /** The price as sealed, where there is one. It is stored nowhere in the clear, and the bidder alone may not be able to open the sheet. */
    async sealedPrice(): Promise<Price | null> {
        if (!this.package!.price) return null;
        return (this.price ??= await this.readPrice(await askPassphrase(this.identity, t('seal.why.price'))));
    }

    private async readPrice(passphrase: string): Promise<Price | null> {
        const { price } = this.package!;
        return price && JSON.parse(text(await unlockSecrets(price, passphrase))) as Price;
    }

    /** Goes on with a package that is sealed. */
    goOn(): Promise<void> {
        this.paused = false;
        return this.uploadAll();
    }

    private async uploadAll(): Promise<void> {
        const entry = this.package!;
        const total = entry.parts.reduce((sum, { bytes }) => sum + bytes, 0);
        const before = (part: PartUpload): number => entry.parts.slice(0, entry.parts.indexOf(part)).reduce((sum, { bytes }) => sum + bytes, 0);
        this.state = 'uploading';
        this.uploader = new Uploader(this.lot, entry.stage, {
            progress: (part, sent) => this.uploadProgress(before(part) + sent, total),
            located: (part, url) => {
                part.url = url;
                void packages.save(entry);
            },
        }, this.paused);
        for (const part of entry.parts) {
            if (!part.uploaded) await this.uploadPart(part);
            this.uploadProgress(before(part) + part.bytes, total);
        }
        this.uploader = null;
        this.state = 'ready';
        this.changed();
    }

    private async uploadPart(part: PartUpload): Promise<void> {
        const expected = (this.package!.manifest as unknown as ManifestParts).parts.find((record) => record.part === part.part)!;
        const received = await this.uploader!.send(part);
        if (received.root && received.root !== expected.root) throw new KaibiaoError('manifest_root_mismatch', `part ${part.part}`);
        part.uploaded = true;
        await packages.save(this.package!);
    }

    private uploadProgress(done: number, total: number): void {
        this.upload = { done, total, rate: this.meters.upload.note(done) };
        this.changed();
    }

    pause(): void {
        this.paused = true;
        this.sealer?.pause();
        this.uploader?.pause();
        this.changed();
    }

    resume(): void {
        this.paused = false;
        this.meters.seal.restart();
        this.meters.upload.restart();
        this.sealer?.resume();
        this.uploader?.resume();
        this.changed();
    }

    /** True once the package's owner said so and that is stored: a reload does not ask again. */
    get secretKept(): boolean {
        return (this.package?.secretKept ?? false) && !this.noting;
    }

    async noteSecretKept(): Promise<void> {
        // At once, so that what an upload stores meanwhile does not undo it.
        this.package!.secretKept = true;
        this.noting = true;
        try {
            await packages.save(this.package!);
        } finally {
            this.noting = false;
            this.changed();
        }
    }

    /** Shows the manifest, signs it, submits it, keeps the receipt. Returns the bid's id. */
    async submit(view: LotView, title: string, facts: Facts): Promise<string> {
        const entry = this.package!;
        const payload = { ...(entry.manifest as { [member: string]: Json }), ...envelope('submit', this.lot, view) };
        const jws = await showAndSign({ title, purpose: 'submit', payload, facts, until: view.deadline });
        const { receipt, bid } = await api.submit(this.lot, jws);
        await checkReceiptOf(receipt, bid, jws);
        await keepReceipt(this.lot, bid, receipt);
        await packages.save({ ...entry, key: packageKey(this.lot, this.identity.id, this.envelope, entry.stage), state: 'submitted', bid, code: null });
        await packages.remove(entry.key);
        this.state = 'submitted';
        await removeStage(entry.stage);
        return bid;
    }

    /** Gives up a package that was not submitted. */
    async discard(): Promise<void> {
        this.uploader?.stop();
        this.sealer?.end();
        this.uploader = null;
        this.sealer = null;
        if (this.package) {
            await removeStage(this.package.stage);
            await packages.remove(this.package.key);
        }
        this.package = null;
        this.price = null;
        this.recoveryCode = '';
        this.state = 'idle';
        this.safeToClose = true;
        this.changed();
    }
}
