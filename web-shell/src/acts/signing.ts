/** Signed commands: the page builds the payload itself, shows it, and signs those very bytes. */
import type { LotView } from '../api/types';
import { app, theCentre } from '../app/state';
import { hex, random, utf8 } from '../base/bytes';
import { canonical, type Json } from '../base/canonical';
import { serverNow } from '../base/clock';
import { KaibiaoError } from '../base/errors';
import { instantText } from '../base/format';
import { core } from '../core/core';
import { identities, withKey, type Identity } from '../keys/identity';
import { trialPassphrase } from '../keys/trial';

export type Purpose = 'publish' | 'clarify' | 'submit' | 'withdraw' | 'suspend' | 'resume' | 'open' | 'excuse' | 'appoint' | 'score' | 'qualify' | 'result';
export type Payload = { [member: string]: Json };
/** What the person reads before signing: label and value. */
export type Facts = [string, string][];
/** `until`: when it becomes too late; the dialogue says so and signs no more. */
export interface SignRequest { title: string; purpose: Purpose; payload: Payload; facts: Facts; warning?: string; until?: string }

/** The members that every signed command has. */
export function envelope(purpose: Purpose, lot: string, view: Pick<LotView, 'notice_digest' | 'head'> | null): Payload {
    const centre = theCentre();
    return {
        purpose,
        centre: centre.id,
        origin: centre.origin,
        lot,
        command: hex(random(16)),
        notice: view ? view.notice_digest : null,
        seen: view ? view.head : null,
        time: instantText(Math.floor(serverNow())),
    };
}

export async function myIdentity(): Promise<Identity> {
    const identity = app.session?.id ? await identities.get(app.session.id) : undefined;
    if (!identity) throw new KaibiaoError('key_missing');
    return identity;
}

/** The passphrase that this tab knows because it made the key for a trial. */
export function knownPassphrase(identity: Identity): string | null {
    return app.trial ? trialPassphrase(identity.id) : null;
}

export async function signPayload(identity: Identity, passphrase: string, purpose: Purpose, payload: Payload): Promise<string> {
    const bytes = utf8(canonical(payload));
    return withKey(identity, passphrase, (key) => core.jws_sign(key, purpose, bytes, identity.chain, random(32)));
}

interface Dialogues {
    sign(request: SignRequest, identity: Identity): Promise<string>;
    passphrase(identity: Identity, why: string): Promise<string>;
}
let dialogues: Dialogues | null = null;

/** The one dialogue element announces itself. */
export function registerDialogues(element: Dialogues): void {
    dialogues = element;
}

/** Shows what will be signed and returns the JWS. Throws Cancelled when the person declines. */
export async function showAndSign(request: SignRequest): Promise<string> {
    return dialogues!.sign(request, await myIdentity());
}

export async function askPassphrase(identity: Identity, why: string): Promise<string> {
    return knownPassphrase(identity) ?? dialogues!.passphrase(identity, why);
}
