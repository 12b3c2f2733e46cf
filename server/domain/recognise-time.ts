import { DAY_MS, dayNumber, MINUTE_MS, startOfDay } from './calendar.ts'

/** An instant (epoch ms) a text speaks of, where it stands in it, and whether it was said to the minute or roughly. */
export type Heard = { at: number; isRough: boolean; from: number; to: number }

const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}

/** A number below 100 as it is said or written: `四十`, `二十五`, `两`, `05`; null when it is none. */
export function numberIn(text: string): number | null {
  if (/^\d{1,3}$/.test(text)) return Number(text)
  const [tens, ones] = text.split('十')
  if (tens === undefined || text === '') return null
  if (ones === undefined) {
    const digits = [...tens].map((char) => DIGITS[char])
    return digits.some((digit) => digit === undefined) ? null : digits.reduce<number>((sum, d) => sum * 10 + d!, 0)
  }
  const [high, low] = [tens === '' ? 1 : DIGITS[tens], ones === '' ? 0 : DIGITS[ones]]
  return high === undefined || low === undefined ? null : high * 10 + low
}

const N = '[\\d零〇一二两三四五六七八九十]{1,3}'
const DAY = '今天|今儿|昨天|昨儿|前天|今早|今晚|昨晚'
const PART = '凌晨|清早|早上|早晨|上午|中午|下午|傍晚|晚上|夜里'
const CLOCK = new RegExp(
  `(?<![\\d-])(${DAY})?(${PART})?(${N})(?:[:：](\\d{2})|[点时](?!钟头)(?:(半|一刻|三刻|整|钟)|过?(${N})(?:分|多)?)?)(多|左右|来钟)?`,
)
const AGO = new RegExp(`(${N}|半)(?:个)?(多)?(分钟|小时|钟头|天)(?:多)?(?:以?前|了)`)
const JUST = /刚才|刚刚|刚停|方才|这会儿刚/
const PART_ONLY = new RegExp(`(${DAY})?(${PART})`)

/** The first instant a text names, never after `now` (epoch ms); null when it names none. */
export function timeIn(text: string, now: number): Heard | null {
  return clockIn(text, now) ?? agoIn(text, now) ?? justIn(text, now) ?? partIn(text, now)
}

const at = (match: RegExpExecArray): Pick<Heard, 'from' | 'to'> => ({
  from: match.index,
  to: match.index + match[0].length,
})

function clockIn(text: string, now: number): Heard | null {
  const match = CLOCK.exec(text)
  if (!match) return null
  const [, day = '', part = '', hourText = '', digits, word, minuteText, rough] = match
  const hour = numberIn(hourText)
  const minute = digits ? Number(digits) : minuteIn(word, minuteText)
  // “快一点” asks for haste.
  if (hourText === '一' && /[快早有差晚好慢大小]$/.test(text.slice(0, match.index))) return null
  if (hour === null || hour > 24 || minute === null || minute > 59) return null
  const said = partOf(day, part)
  const startsAt = startOfDay(dayNumber(now) - daysAgo(day))
  const hours = said === null ? (hour <= 12 && hour >= 1 ? [hour, hour + 12] : [hour]) : [hourIn(hour, said)]
  const times = hours.map((h) => startsAt + (h * 60 + minute) * MINUTE_MS).filter((time) => time <= now)
  // Of two readings the later one that has been; a time still to come was yesterday's.
  const heard = times.length > 0 ? Math.max(...times) : startsAt - DAY_MS + (hours.at(-1)! * 60 + minute) * MINUTE_MS
  return { at: heard, isRough: Boolean(rough) || match[0].includes('多'), ...at(match) }
}

const minuteIn = (word: string | undefined, text: string | undefined): number | null => {
  if (text) return numberIn(text)
  return word === '半' ? 30 : word === '一刻' ? 15 : word === '三刻' ? 45 : 0
}

const daysAgo = (day: string): number => (day === '前天' ? 2 : day.startsWith('昨') ? 1 : 0)

/** Morning (am) or later (pm) by the words of the day; null when nothing was said. */
function partOf(day: string, part: string): 'am' | 'noon' | 'pm' | null {
  if (/凌晨|清早|早上|早晨|上午/.test(part) || day === '今早') return 'am'
  if (part === '中午') return 'noon'
  return part !== '' || /晚$/.test(day) ? 'pm' : null
}

function hourIn(hour: number, part: 'am' | 'noon' | 'pm'): number {
  if (part === 'am') return hour === 12 ? 0 : hour
  if (part === 'noon') return hour <= 3 ? hour + 12 : hour
  return hour < 12 ? hour + 12 : hour
}

function agoIn(text: string, now: number): Heard | null {
  const match = AGO.exec(text)
  if (!match) return null
  const [, count = '', , unit = ''] = match
  const amount = count === '半' ? 0.5 : numberIn(count)
  if (amount === null) return null
  const unitMs = unit === '分钟' ? MINUTE_MS : unit === '天' ? DAY_MS : 60 * MINUTE_MS
  return { at: now - amount * unitMs, isRough: true, ...at(match) }
}

function justIn(text: string, now: number): Heard | null {
  const match = JUST.exec(text)
  return match && { at: now, isRough: true, ...at(match) }
}

/** Hour a part of the day is taken to begin at, when no hour was said. */
const BEGINS: Readonly<Record<string, number>> = {
  凌晨: 0,
  清早: 6,
  早上: 7,
  早晨: 7,
  上午: 9,
  中午: 12,
  下午: 14,
  傍晚: 17,
  晚上: 19,
  夜里: 22,
}

function partIn(text: string, now: number): Heard | null {
  const match = PART_ONLY.exec(text)
  if (!match) return null
  const [, day = '', part = ''] = match
  const heard = startOfDay(dayNumber(now) - daysAgo(day)) + (BEGINS[part] ?? 9) * 60 * MINUTE_MS
  return heard > now ? null : { at: heard, isRough: true, ...at(match) }
}
