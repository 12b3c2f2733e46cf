import type { KeptDraft } from './drafts.ts'

/** Where kept reports lie, by their key. */
export interface DraftShelf {
  all(): Promise<KeptDraft[]>
  put(draft: KeptDraft): Promise<void>
  remove(key: string): Promise<void>
}

const [NAME, STORE] = ['mingchuang-merchant', 'drafts'] as const

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' })
  return asked(request)
}

/** The browser's own database: keeps blobs, survives closing the page. Without one (private windows) nothing is kept. */
export function browserShelf(): DraftShelf {
  const within = async <T>(mode: IDBTransactionMode, run: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const db = await open()
    try {
      return await asked(run(db.transaction(STORE, mode).objectStore(STORE)))
    } finally {
      db.close()
    }
  }
  return {
    all: () => within('readonly', (store) => store.getAll() as IDBRequest<KeptDraft[]>),
    put: (draft) => within('readwrite', (store) => store.put(draft)).then(() => undefined),
    remove: (key) => within('readwrite', (store) => store.delete(key)).then(() => undefined),
  }
}
