import { w } from '../lib/i18n.ts'
import { words } from './words.ts'

type Body = Readonly<Record<string, unknown>>

/** A value of the log in words: a role, a right, a reason, yes or no, a number. */
function valueWords(value: unknown): string {
  const own = words()
  if (value === null || value === '' || value === undefined) return own.audit.nothing
  if (typeof value === 'boolean') return value ? own.audit.yes : own.audit.no
  if (Array.isArray(value)) return value.length === 0 ? own.audit.nothing : w().common.list(value.map(valueWords))
  const text = String(value)
  const roles: Record<string, string> = w().common.roles
  const rights: Record<string, string> = own.rightShort
  if (text.includes(',')) return w().common.list(text.split(',').map(valueWords))
  return roles[text] ?? rights[text] ?? text
}

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a row of the log says beyond its action; empty when that is all. */
export function detailOf(body: Body): string {
  const { audit } = words()
  const { before, after, cause, reason, network, role, roles } = body
  if (isBody(after)) {
    const was = isBody(before) ? before : {}
    const changed = Object.entries(after).filter(([key, to]) => was[key] !== to)
    return w().common.list(
      changed.map(([key, to]) => {
        const name = audit.keys[key] ?? key
        return key in was ? `${name} ${valueWords(was[key])} → ${valueWords(to)}` : name
      }),
    )
  }
  return w().common.list(
    [
      typeof cause === 'string' ? (audit.causes[cause] ?? cause) : '',
      typeof reason === 'string' ? (audit.reasons[reason] ?? reason) : '',
      role === undefined && roles === undefined ? '' : valueWords(role ?? roles),
      typeof network === 'string' ? network : '',
    ].filter((part) => part !== ''),
  )
}
