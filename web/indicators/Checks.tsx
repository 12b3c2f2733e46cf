import { For } from 'solid-js'
import type { Kpis } from '../../server/wire/kpis.ts'
import { named } from '../lib/i18n.ts'
import { Say } from '../ui/Say.tsx'
import type { Tone } from '../words/phrase.ts'
import { figureOf } from './facts.ts'
import { type Picks, rowsHref } from './query.ts'
import { words } from './words.ts'

interface Check {
  name: string
  tone: Tone
  found: string
  count: string
  href: string
}

/** A share that is worth a look, in percent of what it is counted out of. */
const LOOK_AT = { last_moment: 8, identical: 4, evidence_conflict: 2, paused: 20 } as const

function checksOf(kpis: Kpis, picks: Picks): Check[] {
  const w = words()
  const say = w.checks
  const of = (kpi: Parameters<typeof figureOf>[1]) => figureOf(kpis, kpi)
  const check = (kpi: Parameters<typeof figureOf>[1], found: string, limit: number | null): Check => {
    const { numerator, denominator } = of(kpi)
    const isWorth = limit !== null && numerator > 0 && numerator * 100 >= limit * denominator
    return {
      name: w.names[kpi],
      tone: isWorth ? 'attn' : 'calm',
      found,
      count: `${numerator}/${denominator}`,
      href: rowsHref(picks, kpi, 'numerator'),
    }
  }
  const onTime = picks.agency === '' ? ('handle_on_time' as const) : ('handle_agency' as const)
  const beyond = Math.max(0, of(onTime).numerator - of(`${onTime}.raw`).numerator)
  const most = kpis.beside.lastMoment
  const withdrawal = of('withdrawal_check')
  const provisional = of(onTime).excluded.find(({ reason }) => reason === 'provisional')?.count ?? 0
  return [
    check(
      'last_moment',
      say.lastMoment(
        of('last_moment').numerator,
        most && picks.agency === '' ? { name: named(most.of), count: most.count } : null,
      ),
      LOOK_AT.last_moment,
    ),
    check('identical', say.identical(of('identical').numerator), LOOK_AT.identical),
    check('evidence_conflict', say.conflict(of('evidence_conflict').numerator), LOOK_AT.evidence_conflict),
    check('paused', say.paused(of('paused').numerator, beyond), LOOK_AT.paused),
    check('seven_day', say.again(of('seven_day').numerator), null),
    check('withdrawal_check', say.withdrawal(withdrawal.denominator, withdrawal.numerator), 1),
    check('exclusion_share', say.exclusion, null),
    {
      name: say.provisionalName,
      tone: 'calm',
      found: say.provisional,
      count: say.items(provisional),
      href: rowsHref(picks, onTime, 'excluded', 'provisional'),
    },
  ]
}

/** Were the figures made? What was looked for, what was found, and the issues behind it. */
export const Checks = (props: { kpis: Kpis; picks: Picks }) => {
  const checks = () => checksOf(props.kpis, props.picks)
  const column = () => words().checks.column
  return (
    <section class="checks" aria-labelledby="checks">
      <Say as="p" tone="attn" phrase={words().checks.sentence(checks().filter(({ tone }) => tone === 'attn').length)} />
      <h2 class="vh" id="checks">
        {column().what}
      </h2>
      <div class="scroll">
        <table class="ck">
          <thead>
            <tr>
              <th scope="col">{column().what}</th>
              <th scope="col">{column().found}</th>
              <th scope="col" class="num">
                {column().count}
              </th>
              <th scope="col">
                <span class="vh">{words().openShort}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={checks()}>
              {(check) => (
                <tr>
                  <td>
                    <span class={`st st-${check.tone}`}>{check.name}</span>
                  </td>
                  <td>{check.found}</td>
                  <td class="num">{check.count}</td>
                  <td class="num">
                    <a class="go" href={check.href}>
                      {words().openShort}
                      <span class="vh"> {check.name}</span>
                    </a>
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
      <p class="note">{words().checks.note}</p>
    </section>
  )
}
