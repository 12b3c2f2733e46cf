import type { ThirdParty } from '../../server/wire/referrals.ts'
import { named } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import type { Option } from './form-spec.ts'

/** Third parties that may help; call it inside a component. */
export function useParties(): () => readonly ThirdParty[] {
  const shown = useSnapshot<ThirdParty[]>(
    () => '/parties',
    ({ kind }) => kind === 'directory',
  )
  return () => shown.state.value ?? []
}

/** Those matched with the service first, then the others in use. */
export function partyOptions(none: string, parties: readonly ThirdParty[], serviceId: string): Option[] {
  const isMatched = ({ serviceIds }: ThirdParty) => serviceIds.includes(serviceId)
  const active = parties.filter(({ isActive }) => isActive)
  const sorted = [...active.filter(isMatched), ...active.filter((party) => !isMatched(party))]
  return [{ value: '', label: none }, ...sorted.map((party) => ({ value: party.id, label: named(party) }))]
}
