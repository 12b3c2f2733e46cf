import type { Facts } from '../../server/wire/issues.ts'

/** Panes of the small window glyph, as classes. */
export function panes(facts: Facts): string {
  const { replied, resolved, confirmed, evidenced } = facts
  const lit = [
    replied.is ? 'a' : '',
    resolved.value === 'yes' ? 'b' : '',
    confirmed.value === 'yes' ? 'c' : confirmed.value === 'no' ? 'ch' : '',
    evidenced.value === 'none' ? '' : 'd',
    evidenced.value === 'contradicts' && replied.is ? 'x' : '',
  ].filter((name) => name !== '')
  return lit.length > 0 ? lit.join(' ') : 'none'
}
