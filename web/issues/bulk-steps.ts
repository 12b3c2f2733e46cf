import type { Role } from '../../server/wire/people.ts'
import { w } from '../lib/i18n.ts'
import { optionsOf, useDirectory } from './directory.ts'
import { area, line, select } from './field-kinds.ts'
import type { FieldSpec } from './form-spec.ts'
import { words } from './words.ts'

/** Steps that can be taken on several issues at once. */
export type BulkAction = 'dispatch' | 'signature' | 'notice'

const BY_ROLE: Partial<Record<Role, readonly BulkAction[]>> = {
  administrator: ['dispatch', 'signature', 'notice'],
  operator: ['dispatch', 'signature'],
  window_manager: ['dispatch', 'signature'],
  officer: ['signature'],
  supervisor: ['notice'],
}
export const bulkFor = (role: Role | undefined): readonly BulkAction[] => (role ? (BY_ROLE[role] ?? []) : [])

/** The fields of one, the same for every issue; call it inside a component. */
export function bulkFields(action: BulkAction): readonly FieldSpec[] {
  const dialog = () => w().issue.dialog
  if (action === 'signature') return [line('personInCharge', () => dialog().person, { max: 40 })]
  if (action === 'notice') return [area('text', () => words().forms.notice, { max: 500 })]
  const directory = useDirectory()
  return [
    select(
      'agencyId',
      () => dialog().agency,
      () => optionsOf(dialog().pickAgency, directory.state.value?.agencies),
    ),
    area('reason', () => dialog().reason, { max: 500 }),
  ]
}
