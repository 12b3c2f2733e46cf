import type { IntakePreview } from '../../server/wire/intake.ts'
import { language, named } from '../lib/i18n.ts'
import type { Ways } from './ways.ts'
import type { IntakeStory } from './words.ts'

type Directory = { agencyOf: (id: string | null) => { nameZh: string; nameEn: string } | null }

const NOT_SENT = ['received', 'returned', 'dissatisfied']

/** The facts of a preview that sentence and words to read are made of. */
export function storyOf(preview: IntakePreview, ways: Ways, { agencyOf }: Directory): IntakeStory {
  const { what, where, since } = preview
  const stop = what.guide?.stopNotice ?? null
  const isChinese = language() === 'zh-CN'
  const agency = agencyOf(ways.agencyId)
  return {
    now: preview.at,
    best: ways.order[0] ?? 'dispatch',
    site: where.site && named(where.site),
    service: what.service && named(what.service),
    agency: agency && named(agency),
    isSupplyOutage: what.isSupplyOutage,
    join: ways.join && {
      title: ways.join.row.title,
      number: ways.join.row.number,
      receivedAt: ways.join.row.receivedAt,
      sinceAt: ways.join.relation === 'same' && what.isSupplyOutage ? since.meterAt : null,
      isDispatched: !NOT_SENT.includes(ways.join.row.state),
      agency: ways.join.row.agency && named(ways.join.row.agency),
      nth: ways.join.row.reportCount + 1,
      expectedAt: ways.join.expectedAt,
    },
    planned: ways.planned,
    stop: stop && { text: isChinese ? stop.textZh : stop.textEn, where: isChinese ? stop.whereZh : stop.whereEn },
    expectedAt: preview.promise?.expectedAt ?? null,
    entryWords: ways.entry?.plainWords ?? null,
    toAsk: preview.toAsk,
  }
}
