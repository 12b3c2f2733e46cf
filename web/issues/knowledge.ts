import { useSnapshot } from '../lib/snapshot.ts'
import type { Option } from './form-spec.ts'

type Entry = { id: string; title: string }

/** Entries a direct answer of this service may be given from; call it inside a component. */
export function useEntries(serviceId: string): () => readonly Entry[] {
  const shown = useSnapshot<{ rows: Entry[] }>(
    () => `/knowledge?service=${serviceId}`,
    () => false,
  )
  return () => shown.state.value?.rows ?? []
}

export const entryOptions = (none: string, entries: readonly Entry[]): Option[] => [
  ...entries.map(({ id, title }) => ({ value: id, label: `${id} ${title}` })),
  { value: '', label: none },
]
