/** A person's key and certificates in this browser. The private key is stored as encrypted PKCS #8 only. */
import type { Handle } from 'generated/exports';
import { api } from '../api/client';
import type { Role } from '../api/types';
import { KaibiaoError } from '../base/errors';
import { derToPem, pemToDer, random, utf8 } from '../base/bytes';
import { core, coreGeneration } from '../core/core';
import { stored } from './database';

export interface Identity {
    /** Subject serial number of the certificate. */
    id: string;
    name: string;
    organisation: string;
    role: Role | '';
    pkcs8: Uint8Array;
    chain: Uint8Array[];
    created: string;
    lastUsed: string;
}

export interface Subject { id: string; name: string; organisation: string }

const iterations = 210_000;

export const identities = {
    all: async (): Promise<Identity[]> => (await stored.all<Identity>('identities')).sort((a, b) => b.lastUsed.localeCompare(a.lastUsed)),
    get: (id: string) => stored.get<Identity>('identities', id),
    remove: (id: string) => stored.remove('identities', id),
    save: (identity: Identity) => stored.put('identities', { ...identity, lastUsed: new Date().toISOString() }),
};

/** Lets `work` use an opened key; the key leaves the core's memory afterwards. */
export async function withKey<T>(identity: Identity, passphrase: string, work: (key: Handle) => Promise<T>): Promise<T> {
    return using(await core.key_unlock(identity.pkcs8, utf8(passphrase)), work);
}

/** Closes the handle, unless its Worker was replaced: then the number may stand for something else. */
async function using<T>(key: Handle, work: (key: Handle) => Promise<T>): Promise<T> {
    const generation = coreGeneration();
    try {
        return await work(key);
    } finally {
        if (generation === coreGeneration()) await core.free_handle(key).catch(() => undefined);
    }
}

/** A new key, and a certificate for it from the centre's demo CA. */
export async function createIdentity(subject: Subject, passphrase: string, role?: Role): Promise<Identity> {
    return using(await core.key_generate(random(64)), async (key) => {
        const pkcs8 = await core.key_lock(key, utf8(passphrase), random(16), random(16), iterations);
        const fields = {
            country: 'CN', organisation: subject.organisation, organisational_unit: '', common_name: subject.name, serial_number: subject.id,
        };
        const request = await core.request_create(key, fields, random(32));
        const reply = await api.requestCertificate(derToPem('CERTIFICATE REQUEST', request), role);
        const identity = await identityOf(pkcs8, reply.chain.flatMap((pem) => pemToDer(pem, 'CERTIFICATE')), role ?? '');
        await identities.save(identity);
        return identity;
    });
}

/**
 * A key file and certificates that the person brings. The key is locked again, as this browser stores it; it is stored
 * by the login that proves it, so that a certificate which the centre refuses replaces nothing.
 */
export async function readIdentity(keyPem: string, certificatePem: string, passphrase: string): Promise<Identity> {
    const der = pemToDer(keyPem, 'PRIVATE KEY')[0];
    if (!der) throw new KaibiaoError('pem_malformed');
    return using(await core.key_unlock(der, utf8(passphrase)), async (key) => {
        const pkcs8 = await core.key_lock(key, utf8(passphrase), random(16), random(16), iterations);
        return identityOf(pkcs8, pemToDer(certificatePem, 'CERTIFICATE'), '');
    });
}

/** Errors: certificate_subject_incomplete without a serial number, which names the person or organisation. */
async function identityOf(pkcs8: Uint8Array, chain: Uint8Array[], role: Role | ''): Promise<Identity> {
    const facts = (await core.certificate_read(chain[0] ?? new Uint8Array())) as { subject: Record<string, string> };
    const { serial_number: id, common_name: name = '', organisation = '' } = facts.subject;
    if (!id) throw new KaibiaoError('certificate_subject_incomplete', 'serialNumber');
    const now = new Date().toISOString();
    return { id, name, organisation, role, pkcs8, chain, created: now, lastUsed: now };
}

/** The key and certificates as one PEM file, for a backup or another computer. The key stays encrypted. */
export function exportPem(identity: Identity): string {
    return derToPem('ENCRYPTED PRIVATE KEY', identity.pkcs8) + identity.chain.map((der) => derToPem('CERTIFICATE', der)).join('');
}
