import type { PowerEvent, SitePower } from '../../server/wire/power.ts'
import type { TimeSpec } from '../lib/chart-spec.ts'
import { clockSeconds, clockTime } from '../lib/time.ts'
import { NORMAL_SHARE } from '../sites/site-facts.ts'
import { tickLabel } from '../ui/TimeAxis.tsx'
import type { Words } from '../words/words.ts'
import { lowestOf, outageOf, valueAt } from './issue-facts.ts'

type Points = [at: number, volts: number | null][]
export type OutagePicture = { spec: TimeSpec; points: Points; summary: string; note: string }

/** The picture of one interruption: line, band, red block, dips, the reply's instant, and the sentences beside it. */
export function outageSpec(
  power: SitePower,
  event: PowerEvent,
  repliedAt: number | null,
  now: number,
  words: Words,
): OutagePicture {
  const { chart } = words.issue
  const series = power.series.filter(({ deviceId }) => deviceId === event.deviceId)
  const points = lowestOf(series.length > 0 ? series : power.series)
  const declared = power.series.find(({ declaredVolts }) => declaredVolts !== null)?.declaredVolts ?? 220
  const outage = outageOf(event, now)
  const reply = repliedAt !== null && repliedAt >= power.from && repliedAt <= power.to ? repliedAt : null
  const then = reply === null ? null : valueAt(points, reply)
  const dips = power.events.filter(({ kind, residualVolts }) => kind === 'voltage_dip' && residualVolts !== null)
  const end = outage.endAt === null ? null : clockTime(outage.endAt)
  return {
    points,
    spec: {
      kind: 'time',
      from: power.from,
      to: power.to,
      laneHeight: 160,
      hasAxis: true,
      maxVolts: declared * 1.15,
      declaredVolts: Math.round(declared),
      lanes: [
        {
          label: '',
          points: points.map(([at, volts]) => [at, volts, volts] as const),
          band: { low: declared * (1 - NORMAL_SHARE), high: declared * (1 + NORMAL_SHARE) },
          marks: dips.map(({ startMaxAt, residualVolts }) => ({
            at: startMaxAt,
            volts: residualVolts ?? 0,
            text: chart.dip(`${Math.round(residualVolts ?? 0)} V`),
          })),
        },
      ],
      outages: [{ from: outage.startAt, to: outage.endAt ?? power.to, text: chart.out(lengthOf(event, now, words)) }],
      unknown: power.spans
        .filter(({ value }) => value === 'unknown')
        .map(({ from, to }) => ({ from, to: to ?? power.to })),
      lines:
        reply === null
          ? []
          : [
              {
                at: reply,
                texts: [chart.replied(clockTime(reply)), ...(then === null ? [] : [chart.thenVolts(Math.round(then))])],
              },
            ],
      tick: (at, stepMs, isFirst) => tickLabel(at, stepMs, isFirst, words),
      tip: clockSeconds,
    },
    summary: chart.summary({
      from: clockTime(power.from),
      to: clockTime(power.to),
      start: clockTime(outage.startAt),
      end,
      reply: reply === null ? null : clockTime(reply),
    }),
    note: noteOf(event, Math.max(1, series.length), words),
  }
}

function lengthOf(event: PowerEvent, now: number, words: Words): string {
  const { endAt, minMs, maxMs } = outageOf(event, now)
  return endAt === null ? words.time.running(maxMs) : words.time.between(minMs, maxMs)
}

function noteOf(event: PowerEvent, phases: number, words: Words): string {
  const { chart } = words.issue
  const cut =
    event.startMinAt > 0 ? chart.cutBetween(clockSeconds(event.startMinAt), clockSeconds(event.startMaxAt)) : ''
  return `${words.common.list([chart.lowest(phases), chart.every(words.time.exact(event.resolutionMs))])}${words.common.stop}${cut === '' ? '' : `${cut}${words.common.stop}`}`
}
