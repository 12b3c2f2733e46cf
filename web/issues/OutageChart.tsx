import { createMemo, Show } from 'solid-js'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { SitePower } from '../../server/wire/power.ts'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { clockSeconds } from '../lib/time.ts'
import { Figure } from '../ui/Figure.tsx'
import { outageOf, windowAround } from './issue-facts.ts'
import { outageSpec } from './outage-spec.ts'

/** The lowest phase around the interruption, with the instant of the reply in it. */
export const OutageChart = (props: { issue: IssueDetail }) => {
  const event = () => props.issue.powerEvent
  const repliedAt = () => props.issue.facts.replied.at
  const path = createMemo(() => {
    const [about, site] = [event(), props.issue.site]
    if (!about || !site) return null
    const [from, to] = windowAround(outageOf(about, now()), repliedAt(), now())
    return `/sites/${site.id}/power?from=${from}&to=${to}`
  })
  const shown = useSnapshot<SitePower>(
    path,
    ({ kind, siteId }) => kind === 'power' && siteId === props.issue.site?.id,
    {
      isKept: true,
    },
  )
  const drawn = createMemo(() => {
    const [power, about] = [shown.state.value, event()]
    return power && about ? outageSpec(power, about, repliedAt(), now(), w()) : undefined
  })
  return (
    <section class="pad ev">
      <Show
        when={drawn()}
        fallback={
          <h2>
            {w().issue.chart.title}{' '}
            <span class="dim">{shown.state.isLoading ? w().common.loading : w().issue.chart.none}</span>
          </h2>
        }
      >
        {(picture) => (
          <Show when={picture().points.length > 0} fallback={<p class="dim">{w().issue.chart.none}</p>}>
            <Figure
              title={w().issue.chart.title}
              summary={picture().summary}
              spec={picture().spec}
              rows={picture().points}
              columns={[
                { head: w().sites.voltage.column.at, cell: ([at]) => clockSeconds(at) },
                { head: 'V', cell: ([, volts]) => (volts === null ? '—' : volts.toFixed(1)), isNumber: true },
              ]}
              below={<p class="note">{picture().note}</p>}
            />
          </Show>
        )}
      </Show>
    </section>
  )
}
