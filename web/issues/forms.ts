import type { IssueAction } from '../../server/wire/issues.ts'
import type { FormSpec } from './form-spec.ts'
import * as after from './forms-after.ts'
import * as agency from './forms-agency.ts'
import * as desk from './forms-desk.ts'

/** The form of each step; papers have their own, because a file is sent and not a form. */
export const FORMS: Record<Exclude<IssueAction, 'attachment'>, FormSpec> = {
  dispatch: desk.dispatch,
  answer: desk.answer,
  refusal: desk.refusal,
  withdrawal: desk.withdrawal,
  merge: desk.merge,
  service: desk.service,
  part: desk.part,
  secrecy: desk.secrecy,
  signature: agency.signature,
  contact: agency.contact,
  reply: agency.reply,
  return: agency.giveBack,
  question: agency.question,
  'question-end': agency.questionEnd,
  extension: agency.extension,
  suspension: agency.suspension,
  resumption: agency.resumption,
  correction: agency.correction,
  'follow-up': after.followUp,
  confirmation: after.confirmation,
  explanation: after.explanation,
  closing: after.closing,
  exclusion: after.exclusion,
  reopening: after.reopening,
  contradiction: after.contradiction,
  note: after.note,
  notice: after.notice,
  supervision: after.supervision,
  referral: after.referral,
}
