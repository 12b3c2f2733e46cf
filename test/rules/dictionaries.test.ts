import { describe, expect, it } from 'vitest'
import { words as doingEn } from '../../web/m/words-doing-en.ts'
import { words as doingZh } from '../../web/m/words-doing-zh.ts'
import { words as merchantEn } from '../../web/m/words-en.ts'
import { words as mineEn } from '../../web/m/words-mine-en.ts'
import { words as mineZh } from '../../web/m/words-mine-zh.ts'
import { words as partyEn } from '../../web/m/words-party-en.ts'
import { words as partyZh } from '../../web/m/words-party-zh.ts'
import { words as reportEn } from '../../web/m/words-report-en.ts'
import { words as reportZh } from '../../web/m/words-report-zh.ts'
import { words as sayingEn } from '../../web/m/words-saying-en.ts'
import { words as sayingZh } from '../../web/m/words-saying-zh.ts'
import { words as spotEn } from '../../web/m/words-spot-en.ts'
import { words as spotZh } from '../../web/m/words-spot-zh.ts'
import { words as merchantZh } from '../../web/m/words-zh.ts'
import { catalogue as catalogueEn } from '../../web/words/en/catalogue.ts'
import { en } from '../../web/words/en/index.ts'
import { indicators as indicatorsEn } from '../../web/words/en/indicators.ts'
import { intake as intakeEn } from '../../web/words/en/intake.ts'
import { deskIssues as deskIssuesEn } from '../../web/words/en/issue-desk.ts'
import { catalogue as catalogueZh } from '../../web/words/zh/catalogue.ts'
import { zh } from '../../web/words/zh/index.ts'
import { indicators as indicatorsZh } from '../../web/words/zh/indicators.ts'
import { intake as intakeZh } from '../../web/words/zh/intake.ts'
import { deskIssues as deskIssuesZh } from '../../web/words/zh/issue-desk.ts'

/** Every entry by its path: a text, or `function` for words that take values. */
function entriesOf(words: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]): [string, string][] => {
      const name = path ? `${path}.${key}` : key
      if (typeof value === 'object' && value !== null) return [...entriesOf(value, name)]
      return [[name, typeof value === 'function' ? 'function' : String(value)]]
    }),
  )
}

const PAIRS = [
  ['desk', zh, en],
  ['desk’s issue screens', deskIssuesZh, deskIssuesEn],
  ['merchant', merchantZh, merchantEn],
  ['report', reportZh, reportEn],
  ['last step of a report', sayingZh, sayingEn],
  ['tracking page’s steps', doingZh, doingEn],
  ['spot', spotZh, spotEn],
  ['own reports', mineZh, mineEn],
  ['outside party', partyZh, partyEn],
  ['indicators', indicatorsZh, indicatorsEn],
  ['new issue', intakeZh, intakeEn],
  ['catalogue', catalogueZh, catalogueEn],
] as const

describe.each(PAIRS)('the words of the %s', (_, chinese, english) => {
  const [inChinese, inEnglish] = [entriesOf(chinese), entriesOf(english)]

  it('have the same keys in both languages', () => {
    expect([...inEnglish.keys()].sort()).toEqual([...inChinese.keys()].sort())
  })

  it('are English in English', () => {
    // The name of the other language is written in that language.
    const stray = [...inEnglish].filter(([, text]) => /\p{Script=Han}/u.test(text.replaceAll(/中文|明窗/g, '')))
    expect(stray).toEqual([])
  })
})
