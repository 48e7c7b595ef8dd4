/** The bidder's secrets B under a passphrase: an ordinary age file that any age implementation opens. */
import { concat, random, utf8 } from '../base/bytes';
import { KaibiaoError } from '../base/errors';
import { withOwnCore } from '../core/core';

/** 2^18 takes 256 MiB for about two seconds; phones that have less get the next one. */
const workFactors = [18, 15];

export async function lockSecrets(secretsFile: Uint8Array, passphrase: string): Promise<Uint8Array> {
    for (const workFactor of workFactors) {
        try {
            return await withOwnCore(async (core) => {
                const encryptor = await core.age_encrypt_passphrase(utf8(passphrase), workFactor, random(48));
                const start = await core.age_encrypt_update(encryptor, secretsFile);
                return concat(start, await core.age_encrypt_finish(encryptor));
            });
        } catch (error) {
            const small = error instanceof KaibiaoError && (error.errorName === 'memory_exhausted' || error.errorName === 'core_aborted');
            if (!small) throw error;
        }
    }
    throw new KaibiaoError('memory_exhausted');
}

export async function unlockSecrets(file: Uint8Array, passphrase: string): Promise<Uint8Array> {
    return withOwnCore(async (core) => {
        const decryptor = await core.age_decrypt_passphrase(utf8(passphrase), workFactors[0]!);
        const start = await core.age_decrypt_update(decryptor, file);
        return concat(start, await core.age_decrypt_finish(decryptor));
    });
}
