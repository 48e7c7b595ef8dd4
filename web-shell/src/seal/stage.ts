/** Staged ciphertext in the origin's private file system: what is uploaded is exactly what was sealed. */
import { KaibiaoError } from '../base/errors';
import { holding } from '../base/hold';

const folderName = 'kaibiao-stage';

async function folder(stage: string, create: boolean): Promise<FileSystemDirectoryHandle> {
    const root = await navigator.storage.getDirectory();
    const all = await holding(root, (handle) => handle.getDirectoryHandle(folderName, { create }));
    return holding(all, (handle) => handle.getDirectoryHandle(stage, { create }));
}

async function stagedFile(stage: string, name: string, create: boolean): Promise<FileSystemFileHandle> {
    return holding(await folder(stage, create), (handle) => handle.getFileHandle(name, { create }));
}

/** In a Worker. Empty, and nobody else's until it is closed. */
export async function createStaged(stage: string, name: string): Promise<FileSystemSyncAccessHandle> {
    const access = await holding(await stagedFile(stage, name, true), (handle) => handle.createSyncAccessHandle());
    access.truncate(0);
    return access;
}

export async function readStaged(stage: string, name: string, bytes: number): Promise<File> {
    try {
        const file = await holding(await stagedFile(stage, name, false), (handle) => handle.getFile());
        if (file.size === bytes) return file;
    } catch {
        // Told below.
    }
    throw new KaibiaoError('stage_lost', name);
}

export async function removeStage(stage: string): Promise<void> {
    try {
        const root = await navigator.storage.getDirectory();
        const all = await holding(root, (handle) => handle.getDirectoryHandle(folderName));
        await holding(all, (handle) => handle.removeEntry(stage, { recursive: true }));
    } catch {
        // It is gone already.
    }
}

/** Errors: storage_quota_short when `bytes` more do not fit. Asks the browser to keep what it stores. */
export async function reserveRoom(bytes: number): Promise<void> {
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    if (quota > 0 && quota - usage < bytes) throw new KaibiaoError('storage_quota_short', '', `${bytes} > ${quota - usage}`);
    await navigator.storage.persist().catch(() => false);
}
