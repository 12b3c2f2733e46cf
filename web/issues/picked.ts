import { createSignal } from 'solid-js'
import type { IssueRow } from '../../server/wire/issues.ts'

export type PickedRow = Pick<IssueRow, 'id' | 'version' | 'number' | 'title'>
export type Picked = {
  has: (id: string) => boolean
  toggle: (row: PickedRow) => void
  /** Those picked, in the order they were. */
  all: () => readonly PickedRow[]
  keep: (ids: readonly string[]) => void
}
const MOST = 100

/** Rows picked for one step together, at most a hundred; a row keeps the version it was picked with. */
export function createPicked(): Picked {
  const [rows, setRows] = createSignal<readonly PickedRow[]>([])
  const has = (id: string) => rows().some((row) => row.id === id)
  return {
    has,
    all: rows,
    toggle({ id, version, number, title }) {
      setRows((old) =>
        has(id) ? old.filter((row) => row.id !== id) : [...old, { id, version, number, title }].slice(0, MOST),
      )
    },
    keep: (ids) => setRows((old) => old.filter(({ id }) => ids.includes(id))),
  }
}
