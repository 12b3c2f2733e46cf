import { createSignal } from 'solid-js'
import type { Overview } from '../../server/wire/overview.ts'
import { get } from './api.ts'
import { now } from './clock.ts'
import { dateOn } from './time.ts'

type Day = Overview['day']
const [day, setDay] = createSignal<Day>()
let asking = ''

/** What kind of day the district has; asked once a day, or learnt from an overview that is read anyway. */
export function useDay(): Day | undefined {
  const on = dateOn(now())
  const known = day()
  if (known?.on === on) return known
  if (asking !== on) {
    asking = on
    // A page that reads the overview anyway teaches it first.
    setTimeout(() => void ask(on), 600)
  }
  return undefined
}

async function ask(on: string): Promise<void> {
  if (day()?.on === on) return
  const answer = await get<Overview>('/overview')
  if (answer.ok) setDay(answer.value.day)
  else asking = ''
}

export function learnDay(next: Day): void {
  asking = next.on
  if (day()?.on !== next.on) setDay(next)
}
