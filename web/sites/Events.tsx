import { Show } from 'solid-js'
import type { PowerEvent } from '../../server/wire/power.ts'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import { clockSeconds } from '../lib/time.ts'
import { State } from '../ui/State.tsx'
import { Table } from '../ui/Table.tsx'
import { type Mark, type Tone, toned } from '../words/phrase.ts'

const TONES: Record<PowerEvent['kind'], Tone> = {
  interruption: 'late',
  voltage_dip: 'attn',
  swell: 'attn',
  phase_loss: 'late',
}
const GRADES: Record<PowerEvent['evidence'], Tone> = { confirmed: 'evid', probable: 'calm', unknown: 'hold' }

/** Every interruption, dip, swell and lost phase of the window, newest first, with how sure each is. */
export const Events = (props: { events: readonly PowerEvent[] }) => {
  const words = () => w().sites.events
  const rows = () => [...props.events].sort((a, b) => b.startMaxAt - a.startMaxAt)
  return (
    <section class="pad">
      <h2>{words().title}</h2>
      <Show when={rows().length > 0} fallback={<p class="dim">{words().none}</p>}>
        <Table
          caption={words().title}
          rows={rows()}
          columns={[
            { head: words().column.kind, cell: (event) => <State mark={kindMark(event)} /> },
            { head: words().column.when, cell: (event) => whenSaid(event) },
            { head: words().column.duration, cell: (event) => lengthSaid(event) },
            {
              head: words().column.residual,
              cell: (event) => (event.residualVolts === null ? '' : `${Math.round(event.residualVolts)} V`),
              isNumber: true,
            },
            { head: words().column.phase, cell: (event) => w().common.phases[event.phase] ?? event.phase },
            { head: words().column.device, cell: (event) => event.deviceName, class: 'dim' },
            { head: words().column.evidence, cell: (event) => <State mark={gradeMark(event)} /> },
            {
              head: words().column.issue,
              cell: (event) => (
                <Show when={event.issueId}>
                  {(id) => (
                    <a class="go" href={`/issues/${id()}`}>
                      {words().open}
                    </a>
                  )}
                </Show>
              ),
            },
          ]}
        />
      </Show>
    </section>
  )
}

const kindMark = (event: PowerEvent): Mark => toned(TONES[event.kind], w().common.powerEvents[event.kind])
const gradeMark = (event: PowerEvent): Mark => toned(GRADES[event.evidence], w().common.evidence[event.evidence])

function whenSaid(event: PowerEvent): string {
  const from =
    event.startMinAt > 0 ? clockSeconds(event.startMaxAt) : w().sites.events.before(clockSeconds(event.startMaxAt))
  const to = event.endMaxAt === null ? w().sites.events.running : clockSeconds(event.endMaxAt)
  return w().time.span(from, to)
}

function lengthSaid(event: PowerEvent): string {
  if (event.endMaxAt === null) return w().time.running(now() - event.startMaxAt)
  if (event.maxMs === null) return w().time.exact(event.minMs)
  return event.minMs <= 0
    ? w().sites.events.atMost(w().time.exact(event.maxMs))
    : w().time.between(event.minMs, event.maxMs)
}
