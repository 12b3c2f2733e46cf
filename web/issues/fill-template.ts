import type { IssueDetail } from '../../server/wire/issues.ts'
import { dateOn } from '../lib/time.ts'

const day = (at: number): string => {
  const [, month, date] = dateOn(at).split('-').map(Number)
  return `${month}月${date}日`
}

/** The wording with what the issue itself knows; a placeholder nobody knows stays, and holds the text back. Merchants are written to in Chinese. */
export function fillTemplate(text: string, issue: IssueDetail, now: number): string {
  const place = issue.reports.find(({ isPrimary }) => isPrimary)?.place ?? ''
  const known: Record<string, string> = {
    编号: issue.number,
    地点: issue.site?.nameZh ?? '',
    摊位: place,
    事项: issue.service.nameZh,
    单位: issue.agency?.nameZh ?? '',
    到期日: issue.dueAt === null ? '' : day(issue.dueAt),
    今天: day(now),
  }
  return text.replaceAll(/\{([^{}]{1,40})\}/g, (whole, name: string) => known[name.trim()] || whole)
}
