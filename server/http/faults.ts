import type { z } from 'zod'
import { type Fault, type Refused, refused } from '../wire/refusal.ts'
import type { AppContext } from './app-env.ts'
import { languageOf } from './language.ts'
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
}
const OTHER = ['不对', 'Not valid'] as const

function faultsOf(issues: readonly Issue[], isChinese: boolean): Fault[] {
  return issues.flatMap((issue): Fault[] => {
    const [zh, en] = WORDS[issue.code] ?? OTHER
    const detail = isChinese ? zh : en
    if (issue.code !== 'unrecognized_keys') return [{ pointer: pointerOf(issue.path), code: issue.code, detail }]
    return issue.keys.map((key) => ({ pointer: pointerOf([...issue.path, key]), code: issue.code, detail }))
  })
}

/** 422 for a body that breaks its schema, 400 for parameters of the address, 404 for a path that names nothing. */
export function schemaRefusal(target: Target, error: { issues: readonly Issue[] }, language: 'zh-CN' | 'en'): Refused {
  if (target === 'param') return refused('not_found')
  const errors = faultsOf(error.issues, language === 'zh-CN').slice(0, 50)
  if (target === 'json') return refused('invalid', { errors })
  const named = errors.map((fault) => ({ ...fault, pointer: fault.pointer.slice(1) }))
  const isUnknown = error.issues.some((issue) => issue.code === 'unrecognized_keys')
  return refused(isUnknown ? 'unknown_parameter' : 'bad_parameter', { errors: named })
}

/** The hook of every validator. */
export function onValidated(
  result: { target: string; success: boolean; error?: { issues: readonly Issue[] } },
  c: AppContext,
): Response | undefined {
  if (result.success || !result.error) return undefined
  const language = languageOf(c.req.header('accept-language'))
  return problem(c, schemaRefusal(result.target as Target, result.error, language))
}
