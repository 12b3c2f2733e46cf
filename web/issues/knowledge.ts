import { createSignal } from 'solid-js'
import type { EntryList, EntryRow } from '../../server/wire/knowledge.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import type { Option } from './form-spec.ts'

export type Entries = {
  rows: () => readonly EntryRow[]
  typed: () => string
  search: (text: string) => void
}

/** Published entries for a direct answer: of the service, or what words find; call it inside a component. */
export function useEntries(serviceId: string): Entries {
  const [typed, search] = createSignal('')
  const shown = useSnapshot<EntryList>(
    () => {
      const text = typed().trim()
      const query = new URLSearchParams(text === '' ? { service: serviceId } : { q: text })
      return `/knowledge?${query}&limit=20`
    },
    ({ kind }) => kind === 'knowledge',
    { isKept: true },
  )
  return { rows: () => shown.state.value?.rows ?? [], typed, search }
}

/** Those that may be answered from, after the words for a new one. */
export const entryOptions = (none: string, entries: readonly EntryRow[]): Option[] => [
  { value: '', label: none },
  ...entries
    .filter(({ isExpired }) => !isExpired)
    .map(({ id, title }) => ({ value: id, label: `${id} ${title.text}` })),
]
