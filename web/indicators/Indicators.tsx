import './indicators.css'
import './indicators-narrow.css'
import { useSearchParams } from '@solidjs/router'
import { createMemo, For, onCleanup, onMount, Show } from 'solid-js'
import type { Kpis } from '../../server/wire/kpis.ts'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { clockTime } from '../lib/time.ts'
import { useTitle } from '../lib/title.ts'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { ByAgency } from './ByAgency.tsx'
import { Checks } from './Checks.tsx'
import { figureOf, framedPoints, frameOf, ROWS, rateOf, rawOf } from './facts.ts'
import { How, More, Numbers, Stages } from './More.tsx'
import { Picker } from './Picker.tsx'
import { kpisPath, type Picks, readPicks, searchOf } from './query.ts'
import { RateRow } from './RateRow.tsx'
import { words } from './words.ts'

/** Figures are counted within seconds of an event; the page asks again this often, ms. */
const AGAIN_MS = 30_000

/** The figures of a period: each a sentence that can be opened, with its other side. */
export default function Indicators() {
  const [search, setSearch] = useSearchParams()
  const picks = createMemo(() => readPicks(search))
  const shown = useSnapshot<Kpis>(
    () => kpisPath(picks()),
    () => false,
    { isKept: true },
  )
  useTitle(() => words().title)
  onMount(() => {
    const timer = setInterval(shown.reload, AGAIN_MS)
    onCleanup(() => clearInterval(timer))
  })
  return (
    <main id="main" class="indicators" tabindex="-1">
      <Shot of={shown}>{(kpis) => <Page kpis={kpis()} picks={picks()} onChange={(next) => setSearch(next)} />}</Shot>
    </main>
  )
}

const Page = (props: {
  kpis: Kpis
  picks: Picks
  onChange: (next: Partial<Record<keyof Picks, string | undefined>>) => void
}) => {
  const picks = (): Picks => ({ ...props.picks, from: props.kpis.from, to: props.kpis.to })
  const isEmpty = () => props.kpis.received === 0 && props.kpis.figures.every(({ denominator }) => denominator === 0)
  const cutOff = () => `${w().time.day(props.kpis.cutOffAt)}${clockTime(props.kpis.cutOffAt)}`
  const scope = () => words().scope(props.kpis.received, cutOff(), props.kpis.tests)
  return (
    <>
      <header class="head">
        <Show when={!isEmpty()} fallback={<Say as="h1" tone="calm" phrase={[words().empty]} />}>
          <Say as="h1" tone="attn" phrase={words().sentence(headline(props.kpis, props.picks))} />
        </Show>
        <Picker picks={props.picks} shown={props.kpis} onChange={props.onChange}>
          {scope()}
        </Picker>
        <Show when={props.kpis.waiting > 0}>
          <p class="dim" role="status">
            {words().waiting(props.kpis.waiting)}
          </p>
        </Show>
        <p class="acts">
          <a
            class="btn"
            href={`/api/v1/kpis.csv${searchOf(picks(), { compare: props.picks.compare })}`}
            download="indicators.csv"
          >
            {words().csv}
          </a>
          <button type="button" class="btn" onClick={() => window.print()}>
            {words().print}
          </button>
        </p>
      </header>
      <Show when={!isEmpty()} fallback={<p class="pad dim">{words().emptyDo}</p>}>
        <Rates kpis={props.kpis} picks={picks()} />
        <div class="two-sides">
          <ByAgency kpis={props.kpis} picks={picks()} />
          <Checks kpis={props.kpis} picks={picks()} />
          <Stages kpis={props.kpis} picks={picks()} />
          <More kpis={props.kpis} picks={picks()} />
        </div>
        <Numbers kpis={props.kpis} />
      </Show>
      <How />
    </>
  )
}

function headline(kpis: Kpis, picks: Picks) {
  const kpi = picks.agency === '' ? ('handle_on_time' as const) : ('handle_agency' as const)
  const onTime = figureOf(kpis, kpi)
  return {
    rate: rateOf(onTime),
    isFew: onTime.is === 'few',
    n: onTime.numerator,
    of: onTime.denominator,
    raw: rateOf(figureOf(kpis, `${kpi}.raw`)),
    lastMoment: rateOf(figureOf(kpis, 'last_moment')),
  }
}

const Rates = (props: { kpis: Kpis; picks: Picks }) => {
  const months = () => figureOf(props.kpis, 'handle_on_time').months
  const isLike = () =>
    ROWS(props.picks.agency !== '').every((kpi) => {
      const raw = rawOf(kpi)
      const months = figureOf(props.kpis, kpi).months
      return frameOf(framedPoints(months, raw ? figureOf(props.kpis, raw).months : [])).height < 1
    })
  const end = (index: number) => words().month(months().at(index)?.month ?? `${now()}`)
  return (
    <section aria-label={words().title} class="rates">
      <div class="k hd" aria-hidden="true">
        <span>{words().head.rate}</span>
        <span>{words().head.how}</span>
        <span>{words().head.trend(end(0), end(-1), isLike())}</span>
        <span>{words().head.other}</span>
        <span />
      </div>
      <For each={ROWS(props.picks.agency !== '')}>
        {(kpi) => <RateRow kpis={props.kpis} kpi={kpi} picks={props.picks} />}
      </For>
    </section>
  )
}
