import type { IssueDetail } from '../../server/wire/issues.ts'
import { language } from '../lib/i18n.ts'
import { type Mark, toned } from '../words/phrase.ts'
import type { IssueWords } from './words.ts'

/** What stands beside the state of an issue: flags, counters and where it was scanned; loud ones first. */
export function tagsOf(issue: IssueDetail, { page }: IssueWords): Mark[] {
  const counters = page.counters({
    returns: issue.returnCount,
    transfers: issue.transferCount,
    reworks: issue.reworkCount,
    reopenings: issue.reopenCount,
  })
  const spot = issue.spot ? page.spot(language() === 'zh-CN' ? issue.spot.nameZh : issue.spot.nameEn) : ''
  return [
    toned('attn', issue.supervisionLevel > 0 ? (page.levels[issue.supervisionLevel] ?? '') : ''),
    toned('attn', page.tags.consultation[issue.consultation] ?? ''),
    toned('hold', issue.isSecret ? page.tags.secret : ''),
    toned('calm', counters),
    toned('calm', spot),
    toned('calm', issue.obstacle ? (page.obstacles[issue.obstacle] ?? issue.obstacle) : ''),
    toned('hold', issue.isTest ? page.tags.test : ''),
    toned('hold', issue.isErased ? page.tags.erased : ''),
  ].filter(({ text }) => text !== '')
}
