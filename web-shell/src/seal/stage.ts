/** Staged ciphertext in the origin's private file system: what is uploaded is exactly what was sealed. */
import { KaibiaoError } from '../base/errors';

const folderName = 'kaibiao-stage';

async function folder(stage: string, create: boolean): Promise<FileSystemDirectoryHandle> {
    const root = await navigator.storage.getDirectory();
    const all = await root.getDirectoryHandle(folderName, { create });
    return all.getDirectoryHandle(stage, { create });
}

export async function createStaged(stage: string, name: string): Promise<FileSystemFileHandle> {
    return (await folder(stage, true)).getFileHandle(name, { create: true });
}

export async function readStaged(stage: string, name: string, bytes: number): Promise<File> {
    try {
        const file = await (await (await folder(stage, false)).getFileHandle(name)).getFile();
        if (file.size === bytes) return file;
    } catch {
        // Told below.
    }
    throw new KaibiaoError('stage_lost', name);
}

export async function removeStage(stage: string): Promise<void> {
    try {
        const root = await navigator.storage.getDirectory();
        await (await root.getDirectoryHandle(folderName)).removeEntry(stage, { recursive: true });
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
