import './overview.css'
import './overview-narrow.css'
import { Show } from 'solid-js'
import type { Overview as Day } from '../../server/wire/overview.ts'
import { learnDay } from '../lib/day.ts'
import { isAdministrator } from '../lib/desk.ts'
import { w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { useWatch } from '../lib/watch.ts'
import { Shot } from '../ui/Shot.tsx'
import { PowerBand } from './PowerBand.tsx'
import { QueueBand } from './QueueBand.tsx'
import { SetupBand } from './SetupBand.tsx'
import { StateBand } from './StateBand.tsx'
import { StuckBand } from './StuckBand.tsx'

export const Overview = () => {
  useTitle(() => w().common.nav.overview)
  const shown = useSnapshot<Day>(
    () => '/overview',
    () => true,
  )
  useWatch(() => ({ queues: true }))
  return (
    <main id="main" class="overview" tabindex="-1">
      <h1 class="vh">{w().common.nav.overview}</h1>
      <Shot of={shown}>{(day) => <Bands day={learnt(day())} />}</Shot>
    </main>
  )
}

function learnt(day: Day): Day {
  learnDay(day.day)
  return day
}

const Bands = (props: { day: Day }) => {
  const isDone = () => Object.values(props.day.setup).every(Boolean)
  return (
    <>
      <Show when={!isDone() && isAdministrator()}>
        <SetupBand setup={props.day.setup} />
      </Show>
      <PowerBand sites={props.day.sites} toldCount={props.day.merchantsTold} startAt={props.day.day.startAt} />
      <QueueBand queues={props.day.queues} />
      <StuckBand issues={props.day.issues} />
      <Show when={props.day.issues.open > 0}>
        <StateBand issues={props.day.issues} />
      </Show>
    </>
  )
}
