import type { Deps } from '../deps.ts'
import { done, type Outcome } from '../wire/refusal.ts'
import {
  calendarChange,
  calendarRules,
  calendarYearChange,
  hoursChange,
  hoursRules,
  limitsChange,
  limitsRules,
} from '../wire/rules.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

const versionOf = ({ version }: { version: number }): number => version

/** The documents clocks count by: each a version, changed by writing the next one. */
export function mountRules(app: AppRouter, deps: Deps): void {
  const { rules } = deps.store
  const woken = <T>(outcome: Outcome<T>): Outcome<T> => {
    if (outcome.ok) deps.live.wake()
    return outcome
  }
  const reads = { method: 'get', tag: 'rules', may: 'rules.read', versionOf } as const
  const writes = { tag: 'rules', may: 'rules.manage', isVersioned: true, versionOf } as const
  endpoint(
    app,
    deps,
    { ...reads, path: '/rules/calendar', id: 'readCalendar', summary: '日历 Calendar', answer: calendarRules },
    async () => done(await rules.calendar()),
  )
  endpoint(
    app,
    deps,
    {
      ...writes,
      method: 'put',
      path: '/rules/calendar',
      id: 'changeCalendar',
      summary: '改日历 Change the calendar',
      body: calendarChange,
      answer: calendarRules,
    },
    async ({ user, at, version, body }) =>
      woken(await rules.putCalendar(body.body, { version, reason: body.reason, userId: user.id, role: user.role, at })),
  )
  endpoint(
    app,
    deps,
    {
      ...writes,
      method: 'post',
      path: '/rules/calendar/years',
      id: 'importCalendarYear',
      summary: '收一年的放假安排 Import a year',
      body: calendarYearChange,
      answer: calendarRules,
    },
    async ({ user, at, version, body }) =>
      woken(await rules.putYear(body, { version, reason: body.reason, userId: user.id, role: user.role, at })),
  )
  endpoint(
    app,
    deps,
    { ...reads, path: '/rules/limits', id: 'readLimits', summary: '时限 Limits', answer: limitsRules },
    async () => done(await rules.limits()),
  )
  endpoint(
    app,
    deps,
    {
      ...writes,
      method: 'put',
      path: '/rules/limits',
      id: 'changeLimits',
      summary: '改时限 Change the limits',
      body: limitsChange,
      answer: limitsRules,
    },
    async ({ user, at, version, body }) =>
      woken(await rules.putLimits(body.body, { version, reason: body.reason, userId: user.id, role: user.role, at })),
  )
  endpoint(
    app,
    deps,
    { ...reads, path: '/rules/hours', id: 'readHours', summary: '办公时间 Opening hours', answer: hoursRules },
    async () => done(await rules.hours()),
  )
  endpoint(
    app,
    deps,
    {
      ...writes,
      method: 'put',
      path: '/rules/hours',
      id: 'changeHours',
      summary: '改办公时间 Change the opening hours',
      body: hoursChange,
      answer: hoursRules,
    },
    async ({ user, at, version, body }) =>
      woken(await rules.putHours(body.body, { version, reason: body.reason, userId: user.id, role: user.role, at })),
  )
}
