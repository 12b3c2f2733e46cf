import type { Directory } from '../../server/wire/people.ts'
import { named } from '../lib/i18n.ts'
import { type Shown, useSnapshot } from '../lib/snapshot.ts'
import type { Option } from './form-spec.ts'

/** Agencies, services and sites; call it inside a component. */
export const useDirectory = (): Shown<Directory> =>
  useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory' || kind === 'site',
  )

/** Things as choices, after the words for none chosen. */
export const optionsOf = (
  none: string,
  things: readonly { id: string; nameZh: string; nameEn: string }[] | undefined,
): Option[] => [{ value: '', label: none }, ...(things ?? []).map((one) => ({ value: one.id, label: named(one) }))]
