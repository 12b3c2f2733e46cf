import { createMemo, For, Show } from 'solid-js'
import type { FiredView, TriedView } from '../../server/wire/catalogue.ts'
import { named, w } from '../lib/i18n.ts'
import type { Intake } from './state.ts'
import { words } from './words.ts'

type Line = TriedView['line']

/** Misses of other services are left out: what is close to the matter says more. */
const SHOWN = 4

function worthShowing(rule: FiredView): TriedView[] {
  const misses = rule.tried.filter(({ didMatch, why }) => {
    if (didMatch) return false
    const service = why.find(({ condition }) => condition === 'service')
    return service === undefined || service.isMet
  })
  return [...misses.slice(-(SHOWN - 1)), ...rule.tried.filter(({ didMatch }) => didMatch)]
}

/** Which line of the catalogue a new issue would fire, and why those before it do not. */
export const RuleTable = (props: { intake: Intake }) => {
  const rule = createMemo(() => props.intake.preview.value?.rule ?? null)
  const target = ({ to }: Line): string => {
    if (to.is === 'answer') return words().rule.to.answer
    if (to.is === 'as_service') return words().rule.to.as
    if (to.is === 'desk') return words().rule.to.desk
    const agency = props.intake.agencyOf(to.agencyId)
    return words().rule.to.agency(agency ? named(agency) : to.agencyId)
  }
  return (
    <section class="rule">
      <Show when={rule()} fallback={<p class="dim">{words().rule.empty}</p>}>
        {(fired) => (
          <>
            <h2>
              {words().rule.head(fired().place, target(fired().line))}
              <span class="dim">{words().rule.version(fired().version)}</span>
            </h2>
            <table>
              <tbody>
                <For each={worthShowing(fired())}>
                  {(tried) => (
                    <tr class={tried.didMatch ? 'yes' : 'no'}>
                      <td>{words().rule.place(tried.place)}</td>
                      <td>{w().common.list([tried.line.name, target(tried.line)].filter((part) => part !== ''))}</td>
                      <td>{whyOf(tried)}</td>
                    </tr>
                  )}
                </For>
                <Show when={fired().fallback.place !== fired().place}>
                  <tr class="no">
                    <td>{words().rule.place(fired().fallback.place)}</td>
                    <td>{words().rule.rest(target(fired().fallback.line))}</td>
                    <td>{words().rule.notReached}</td>
                  </tr>
                </Show>
              </tbody>
            </table>
          </>
        )}
      </Show>
    </section>
  )
}

function whyOf({ didMatch, why }: TriedView): string {
  if (didMatch) return words().rule.hit(w().common.list(why.map(({ condition }) => words().rule.yes[condition] ?? '')))
  const failed = why.filter(({ isMet }) => !isMet)
  return words().rule.missed(w().common.list(failed.map(({ condition }) => words().rule.no[condition] ?? '')))
}
