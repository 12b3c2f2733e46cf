/** Why something asked for was not done; each is one problem type, with words in `server/http/problem-words.ts`. */
export const REFUSALS = [
  'malformed_body',
  'too_deep',
  'unknown_parameter',
  'repeated_parameter',
  'bad_parameter',
  'not_signed_in',
  'wrong_credentials',
  'forbidden',
  'right_missing',
  'second_factor_needed',
  'second_factor_required',
  'contact_hidden',
  'foreign_origin',
  'setup_code_wrong',
  'setup_code_expired',
  'not_found',
  'link_unknown',
  'method_not_allowed',
  'not_acceptable',
  'already_set_up',
  'login_taken',
  'last_administrator',
  'id_taken',
  'not_allowed_now',
  'changed_meanwhile',
  'same_text',
  'after_due',
  'second_person',
  'in_progress',
  'stale',
  'too_large',
  'file_too_large',
  'not_a_picture',
  'files_full',
  'telephone_unverified',
  'url_too_long',
  'unsupported_type',
  'invalid',
  'weak_password',
  'password_wrong',
  'code_wrong',
  'unknown_reference',
  'key_reused',
  'version_required',
  'too_many',
  'try_later',
  'internal',
  'busy',
  'unavailable',
  'too_many_streams',
  'full',
] as const
export type Refusal = (typeof REFUSALS)[number]

/** One fault of a request: an RFC 6901 pointer into the body (or the parameter's name) and a code for words. */
export interface Fault {
  pointer: string
  code: string
  detail: string
}

/** The last change of a thing that somebody else was about to change as well; `at` in epoch ms. */
export interface LastChange {
  name: string | null
  at: number
  state: string
}

/** A refusal as a value. `retryAfterMs` where trying again later makes sense. */
export interface Refused {
  ok: false
  reason: Refusal
  errors?: Fault[]
  /** What the issue allows instead. */
  allowed?: string[]
  /** The version that stands now, on a stale edit. */
  version?: number
  /** Who changed it last, when, and in which state it stands now; `name` null: nobody with an account. */
  by?: LastChange
  retryAfterMs?: number
}

/** What a store or a handler gives back: the value, or why not. Exceptions are bugs or broken I/O only. */
export type Outcome<T> = { ok: true; value: T } | Refused

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value })
export const refused = (reason: Refusal, more: Omit<Refused, 'ok' | 'reason'> = {}): Refused => ({
  ok: false,
  reason,
  ...more,
})
