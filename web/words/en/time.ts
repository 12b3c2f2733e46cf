import { clockTime, dayParts, dayStart, durationParts } from '../../lib/time.ts'
import type { Words } from '../words.ts'

const DAY_MS = 86_400_000
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** `1 day`, `3 days`. */
export const many = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`

function duration(ms: number): string {
  const { hours, minutes, seconds } = durationParts(ms)
  if (hours >= 48) return many(Math.floor(hours / 24), 'day')
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`
  return minutes > 0 ? `${minutes} min` : `${seconds} s`
}

function exact(ms: number): string {
  const { hours, minutes, seconds } = durationParts(Math.round(ms / 1_000) * 1_000)
  const parts = [hours > 0 ? `${hours} h` : '', minutes > 0 ? `${minutes} min` : '', seconds > 0 ? `${seconds} s` : '']
  return parts.filter((part) => part !== '').join(' ') || '0 s'
}

const day = (at: number): string => `${dayParts(at).day} ${MONTHS[dayParts(at).month - 1]}`

export const time: Words['time'] = {
  duration,
  exact,
  running: (ms) => (ms < 60_000 ? 'under 1 min' : duration(ms)),
  between: (minMs, maxMs) => {
    const isClose = maxMs - minMs <= Math.max(10_000, maxMs * 0.05)
    if (isClose) return maxMs < 600_000 ? exact((minMs + maxMs) / 2) : duration(Math.round(maxMs / 60_000) * 60_000)
    return `${exact(minMs)} to ${exact(maxMs)}`
  },
  ago: (ms) => (ms < 5_000 ? 'just now' : `${duration(ms)} ago`),
  day,
  weekday: (index) => WEEKDAYS[index] ?? '',
  instant: (at, now) => (dayStart(at) === dayStart(now) ? clockTime(at) : `${day(at)} ${clockTime(at)}`),
  due: (at, now) => {
    const days = Math.round((dayStart(at) - dayStart(now)) / DAY_MS)
    if (days === 0) return `today ${clockTime(at)}`
    if (days === 1) return `tomorrow ${clockTime(at)}`
    return days === -1 ? `yesterday ${clockTime(at)}` : day(at)
  },
  hour: (hour) => `${hour}:00`,
  now: 'now',
  span: (from, to) => `${from}–${to}`,
}
