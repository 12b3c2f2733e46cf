import { clockTime, dayParts, dayStart, durationParts } from '../../lib/time.ts'

const DAY_MS = 86_400_000

/** `2小时26分`, rounded down; from two days on in days. */
function duration(ms: number): string {
  const { hours, minutes, seconds } = durationParts(ms)
  if (hours >= 48) return `${Math.floor(hours / 24)}天`
  if (hours > 0) return minutes > 0 ? `${hours}小时${minutes}分` : `${hours}小时`
  return minutes > 0 ? `${minutes}分钟` : `${seconds}秒`
}

/** `2小时25分42秒`, to the second. */
function exact(ms: number): string {
  const { hours, minutes, seconds } = durationParts(Math.round(ms / 1_000) * 1_000)
  const head = `${hours > 0 ? `${hours}小时` : ''}${hours > 0 || minutes > 0 ? `${minutes}分` : ''}`
  return head === '' ? `${seconds}秒` : `${head}${seconds > 0 ? `${seconds}秒` : hours > 0 ? '' : '钟'}`
}

const WEEKDAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六']
const day = (at: number): string => `${dayParts(at).month}月${dayParts(at).day}日`

export const time = {
  duration,
  exact,
  /** Of something that goes on: no seconds, they would stand still. */
  running: (ms: number): string => (ms < 60_000 ? '不到1分钟' : duration(ms)),
  /** How long it can have lasted. */
  between: (minMs: number, maxMs: number): string => {
    const isClose = maxMs - minMs <= Math.max(10_000, maxMs * 0.05)
    if (isClose) return maxMs < 600_000 ? exact((minMs + maxMs) / 2) : duration(Math.round(maxMs / 60_000) * 60_000)
    return `${exact(minMs)}到${exact(maxMs)}`
  },
  ago: (ms: number): string => (ms < 5_000 ? '刚刚' : `${duration(ms)}前`),
  day,
  weekday: (index: number): string => WEEKDAYS[index] ?? '',
  /** `09:14` today, else `10月8日 09:14`. */
  instant: (at: number, now: number): string =>
    dayStart(at) === dayStart(now) ? clockTime(at) : `${day(at)} ${clockTime(at)}`,
  /** `今天09:14`, `10月8日`: of a due. */
  due: (at: number, now: number): string => {
    const days = Math.round((dayStart(at) - dayStart(now)) / DAY_MS)
    if (days === 0) return `今天${clockTime(at)}`
    if (days === 1) return `明天${clockTime(at)}`
    return days === -1 ? `昨天${clockTime(at)}` : day(at)
  },
  /** Label of a full hour on an axis. */
  hour: (hour: number, isFirst: boolean): string => (isFirst ? `${hour}时` : `${hour}`),
  now: '现在',
  span: (from: string, to: string): string => `${from}–${to}`,
}
