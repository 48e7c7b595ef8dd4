/** Login: the person's key signs a challenge that this page completed itself. */
import { Refusal } from '../base/refusal';
import { api } from '../api/client';
import { app } from '../app/state';
import { base64, random, utf8 } from '../base/bytes';
import { canonical } from '../base/canonical';
import { t } from '../base/messages';
import { core } from '../core/core';
import { identities, withKey, type Identity } from './identity';

export async function logIn(identity: Identity, passphrase: string): Promise<void> {
    const challenge = await api.challenge();
    // Another site's challenge must never be signed, whoever hands it over.
    if (challenge.origin !== location.origin) {
        throw new Refusal('login_challenge_invalid', () => t('login.other_origin', { asked: challenge.origin, here: location.origin }));
    }
    const payload = canonical({
        purpose: 'login',
        origin: location.origin,
        server_nonce: challenge.nonce,
        client_nonce: base64(random(32)),
        expiry: challenge.expires,
    });
    const jws = await withKey(identity, passphrase, (key) => core.jws_sign(key, 'login', utf8(payload), identity.chain, random(32)));
    const session = await api.login(jws);
    await identities.save({ ...identity, role: session.role ?? identity.role });
    await app.refreshSession();
}
