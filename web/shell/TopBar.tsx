import { Show } from 'solid-js'
import type { Overview } from '../../server/wire/overview.ts'
import { now } from '../lib/clock.ts'
import { useDay } from '../lib/day.ts'
import { opensIssues } from '../lib/desk.ts'
import { w } from '../lib/i18n.ts'
import { dayParts } from '../lib/time.ts'
import { Key } from '../ui/Button.tsx'
import { Live } from './Live.tsx'
import { Search } from './Search.tsx'

export const TopBar = () => {
  const parts = () => dayParts(now())
  return (
    <div class="top">
      <p class="day">
        <b>{w().common.monthDay(parts().month, parts().day)}</b> {w().time.weekday(parts().weekday)}
        <DayTag day={useDay()} />
      </p>
      <Search />
      <Show when={opensIssues()}>
        <a class="btn" href="/issues/new">
          {w().common.newIssue} <Key name="n" />
        </a>
      </Show>
      <Live />
    </div>
  )
}

const DayTag = (props: { day: Overview['day'] | undefined }) => {
  const isWeekend = () => props.day?.weekday === 0 || props.day?.weekday === 6
  return (
    <Show when={props.day}>
      {(day) => (
        <>
          <Show when={day().isMakeUpDay}>
            <span class="tag">{w().common.makeUpDay}</span>
          </Show>
          <Show when={!day().isWorkingDay && !isWeekend()}>
            <span class="tag">{w().common.dayOff}</span>
          </Show>
          <Show when={day().isProvisional}>
            <span class="tag" title={w().common.provisionalWhy}>
              {w().common.provisional}
            </span>
          </Show>
        </>
      )}
    </Show>
  )
}
