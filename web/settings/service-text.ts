import type { ExtraQuestion, StandardReason } from '../../server/wire/services.ts'

const EFFECTS = ['rehandle', 'reexplain', 'count_only'] as const satisfies readonly StandardReason['effect'][]

type Option = ExtraQuestion['options'][number]

/** What a text with one thing a line says, or the first line that cannot be read. */
export type Read<T> = { ok: true; value: T[] } | { ok: false; line: string }

function linesOf<T>(text: string, read: (line: string) => T | null): Read<T> {
  const value: T[] = []
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue
    const one = read(line)
    if (one === null) return { ok: false, line }
    value.push(one)
  }
  return { ok: true, value }
}

/** `cu 联通 | China Unicom` a line. */
export const optionsIn = (text: string): Read<Option> =>
  linesOf(text, (line) => {
    const [, id, labelZh, labelEn] = /^(\S{1,30})\s+([^|]{1,40}?)\s*\|\s*(.{1,80})$/.exec(line) ?? []
    return id && labelZh && labelEn ? { id, labelZh, labelEn } : null
  })
export const optionsText = (options: readonly Option[]): string =>
  options.map(({ id, labelZh, labelEn }) => `${id} ${labelZh} | ${labelEn}`).join('\n')

/** `not_done 根本没办 | Nothing was done | 重办` a line; effects by their name in either language. */
export const reasonsIn = (text: string, effects: Readonly<Record<string, string>>): Read<StandardReason> =>
  linesOf(text, (line) => {
    const [, code, labelZh, labelEn, said = ''] =
      /^([a-z][a-z0-9_]{0,29})\s+([^|]{1,30}?)\s*\|\s*([^|]{1,60}?)\s*\|\s*(.+)$/.exec(line) ?? []
    const effect = EFFECTS.find((one) => one === said.trim() || effects[one] === said.trim())
    return code && labelZh && labelEn && effect ? { code, labelZh, labelEn, effect } : null
  })
export const reasonsText = (reasons: readonly StandardReason[], effects: Readonly<Record<string, string>>): string =>
  reasons.map(({ code, labelZh, labelEn, effect }) => `${code} ${labelZh} | ${labelEn} | ${effects[effect]}`).join('\n')
