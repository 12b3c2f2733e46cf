import type { Facts } from '../../server/wire/issues.ts'
import { w } from '../lib/i18n.ts'
import { panes } from './panes.ts'

/** The four facts as one small window. */
export const Glyph = (props: { facts: Facts }) => (
  <svg class={`win ${panes(props.facts)}`} role="img" aria-label={factsSaid(props.facts)}>
    <use href="#win" />
  </svg>
)

export const factsSaid = (facts: Facts): string =>
  w().issue.glyph({
    replied: facts.replied.is,
    resolved: facts.resolved.value,
    confirmed: facts.confirmed.value,
    evidenced: facts.evidenced.value,
  })
