import { MINUTE_MS, SHANGHAI_OFFSET_MS } from './calendar.ts'
import { type CsvRecord, csvRecords } from './csv.ts'
import { plainText } from './plain-text.ts'

/** An announced outage as a file tells it: names as written, instants in epoch ms. */
export type OutageRow = {
  line: number
  number: string
  site: string
  supply: string
  fromAt: number
  untilAt: number
  reason: string
}

/** The headings each column may have. */
const COLUMNS = {
  number: ['编号', '公告号', '序号', 'number'],
  site: ['地点', '市场', '场所', 'site'],
  supply: ['线路', '哪路电', '馈线', 'supply', 'line'],
  from: ['开始', '停电时间', '开始时间', 'from', 'start'],
  until: ['结束', '送电时间', '结束时间', 'until', 'end'],
  reason: ['原因', '停电原因', '事由', 'reason'],
} as const
type Column = keyof typeof COLUMNS

const REASON_MAX = 200

/** Rows of a file with a heading (see COLUMNS, in any order), and the lines that could not be read, with why. */
export function outageRowsIn(text: string): { rows: OutageRow[]; bad: { line: number; why: string }[] } {
  const [heading, ...records] = csvRecords(text)
  if (!heading) return { rows: [], bad: [{ line: 1, why: '文件是空的 · the file is empty' }] }
  const places = placesOf(heading.fields)
  const missing = (['from', 'until', 'reason'] as const).filter((column) => places[column] < 0)
  if (missing.length > 0 || (places.site < 0 && places.supply < 0))
    return {
      rows: [],
      bad: [
        {
          line: heading.line,
          why: '第一行要有：地点或线路、开始、结束、原因 · headings: site or line, from, until, reason',
        },
      ],
    }
  const rows: OutageRow[] = []
  const bad: { line: number; why: string }[] = []
  for (const record of records) {
    const row = rowOf(record, places)
    if (typeof row === 'string') bad.push({ line: record.line, why: row })
    else rows.push(row)
  }
  return { rows, bad }
}

function placesOf(fields: readonly string[]): Record<Column, number> {
  const names = fields.map((field) => field.toLowerCase())
  const placeOf = (column: Column): number =>
    names.findIndex((name) => (COLUMNS[column] as readonly string[]).includes(name))
  return Object.fromEntries(Object.keys(COLUMNS).map((column) => [column, placeOf(column as Column)])) as Record<
    Column,
    number
  >
}

function rowOf({ line, fields }: CsvRecord, places: Record<Column, number>): OutageRow | string {
  const field = (column: Column): string => plainText(fields[places[column]] ?? '')
  const [fromAt, untilAt] = [wallTimeIn(field('from')), wallTimeIn(field('until'))]
  if (fromAt === null) return `开始时间看不懂：“${field('from')}” · from is no time`
  if (untilAt === null) return `结束时间看不懂：“${field('until')}” · until is no time`
  const reason = field('reason').slice(0, REASON_MAX)
  if (reason === '') return '没写原因 · no reason'
  return {
    line,
    number: field('number').slice(0, 60),
    site: field('site'),
    supply: field('supply'),
    fromAt,
    untilAt,
    reason,
  }
}

const TIME = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]*(\d{1,2})[:：时](\d{2})?(?:[:：]\d{2})?分?$/

/** `2026-10-13 08:30`, `2026/10/13 8:30`, `2026年10月13日8时30分` as the district's wall time; null when it is none. */
export function wallTimeIn(text: string): number | null {
  const match = TIME.exec(text.trim())
  if (!match) return null
  const part = (index: number): number => Number(match[index] ?? 0)
  const [month, day, hour, minute] = [part(2), part(3), part(4), part(5)]
  const at = Date.UTC(part(1), month - 1, day) + (hour * 60 + minute) * MINUTE_MS - SHANGHAI_OFFSET_MS
  const date = new Date(at + SHANGHAI_OFFSET_MS)
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60
  return isReal ? at : null
}
