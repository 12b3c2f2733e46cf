import type { z } from 'zod'
import { type Fault, type Refused, refused } from '../wire/refusal.ts'
import type { AppContext } from './app-env.ts'
import { type Language, languageOf } from './language.ts'
import { problem } from './problem.ts'

type Issue = z.core.$ZodIssue
type Target = 'json' | 'query' | 'param' | 'header' | 'cookie' | 'form'

/** RFC 6901. */
const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** What is wrong, in words for the person who filled in the field. */
const WORDS: Record<string, readonly [zh: string, en: string]> = {
  too_small: ['太短或者没填', 'Too short, or empty'],
  too_big: ['太长或者太大', 'Too long, or too large'],
  invalid_type: ['这里要填别的类型的内容', 'Wrong type of value'],
  invalid_format: ['写法不对', 'Wrong form'],
  invalid_value: ['不在可选的范围里', 'Not one of the choices'],
  unrecognized_keys: ['没有这一栏', 'No such field'],
  unfilled: ['还有{…}没填', 'A {…} is not filled in yet'],
}
const OTHER = ['不对', 'Not valid'] as const

function faultsOf(issues: readonly Issue[], isChinese: boolean): Fault[] {
  return issues.flatMap((issue): Fault[] => {
    const code = issue.code === 'custom' ? String(issue.params?.code ?? 'custom') : issue.code
    const [zh, en] = WORDS[code] ?? OTHER
    const detail = isChinese ? zh : en
    if (issue.code !== 'unrecognized_keys') return [{ pointer: pointerOf(issue.path), code, detail }]
    return issue.keys.map((key) => ({ pointer: pointerOf([...issue.path, key]), code: issue.code, detail }))
  })
}

interface Judged {
  target: Target
  error: { issues: readonly Issue[] }
  /** Parameters this address takes. */
  known: readonly string[]
  language: Language
}

/** 422 for a body that breaks its schema, 400 for parameters of the address, 404 for a path that names nothing. */
export function schemaRefusal({ target, error, known, language }: Judged): Refused {
  if (target === 'param') return refused('not_found')
  const isChinese = language === 'zh-CN'
  const errors = faultsOf(error.issues, isChinese).slice(0, 50)
  if (target === 'json') return refused('invalid', { errors })
  const named = errors.map((fault) => ({
    ...fault,
    pointer: fault.pointer.slice(1),
    detail: fault.code === 'unrecognized_keys' ? knownWords(known, isChinese) : fault.detail,
  }))
  const isUnknown = error.issues.some((issue) => issue.code === 'unrecognized_keys')
  return refused(isUnknown ? 'unknown_parameter' : 'bad_parameter', { errors: named })
}

function knownWords(known: readonly string[], isChinese: boolean): string {
  if (known.length === 0) return isChinese ? '这里不用参数' : 'No parameters are taken here'
  return isChinese ? `这里能用：${known.join('、')}` : `Taken here: ${known.join(', ')}`
}

/** The hook of every validator. */
export function onValidated(
  result: { target: string; success: boolean; error?: { issues: readonly Issue[] } },
  c: AppContext,
  known: readonly string[] = [],
): Response | undefined {
  if (result.success || !result.error) return undefined
  const language = languageOf(c.req.header('accept-language'))
  return problem(c, schemaRefusal({ target: result.target as Target, error: result.error, known, language }))
}
