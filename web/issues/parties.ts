import type { ThirdParty } from '../../server/wire/referrals.ts'
import { useSnapshot } from '../lib/snapshot.ts'

/** Third parties that may help with this issue, the matched ones first; call it inside a component. */
export function useParties(issueId: string): () => readonly ThirdParty[] {
  const shown = useSnapshot<ThirdParty[]>(
    () => `/issues/${issueId}/referral/choices`,
    () => false,
  )
  return () => shown.state.value ?? []
}
