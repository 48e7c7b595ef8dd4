/** IndexedDB: what this browser keeps. Private keys and bid secrets are in it only encrypted under a passphrase. */
export type StoreName = 'identities' | 'anchors' | 'packages' | 'receipts' | 'checkpoints' | 'drafts';
const keyPaths: Record<StoreName, string> = {
    identities: 'id',
    anchors: 'fingerprint',
    packages: 'key',
    receipts: 'key',
    checkpoints: 'origin',
    drafts: 'key',
};
const version = 1;
let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
    opened ??= new Promise((resolve, reject) => {
        const request = indexedDB.open('kaibiao', version);
        request.onupgradeneeded = () => {
            for (const [name, keyPath] of Object.entries(keyPaths)) request.result.createObjectStore(name, { keyPath });
        };
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
    });
    return opened;
}

async function run<T>(store: StoreName, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const database = await open();
    return new Promise((resolve, reject) => {
        const transaction = database.transaction(store, mode, { durability: 'strict' });
        const request = act(transaction.objectStore(store));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB'));
    });
}

export const stored = {
    put: <T>(store: StoreName, value: T): Promise<IDBValidKey> => run(store, 'readwrite', (s) => s.put(value)),
    get: <T>(store: StoreName, key: string): Promise<T | undefined> => run(store, 'readonly', (s) => s.get(key) as IDBRequest<T | undefined>),
    all: <T>(store: StoreName): Promise<T[]> => run(store, 'readonly', (s) => s.getAll() as IDBRequest<T[]>),
    remove: (store: StoreName, key: string): Promise<undefined> => run(store, 'readwrite', (s) => s.delete(key)),
};
