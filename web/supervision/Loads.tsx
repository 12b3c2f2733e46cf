import { For, Show } from 'solid-js'
import type { AgencyLoad } from '../../server/wire/supervision.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { Band } from './Lists.tsx'
import { words } from './words.ts'

/** Late and nearly late by agency, the worst first; an agency narrows the page to itself. */
export const Loads = (props: {
  loads: readonly AgencyLoad[]
  agencyId: string | null
  onAgency: (id: string | undefined) => void
}) => {
  const name = (load: AgencyLoad) => (load.agency ? named(load.agency) : words().desk)
  return (
    <Show when={props.loads.length > 0}>
      <Band title={words().byAgency} note={words().byAgencySentence(props.loads.length)}>
        <div class="scroll">
          <table class="tbl loads">
            <caption class="vh">{words().byAgency}</caption>
            <thead>
              <tr>
                <th scope="col">{words().load.agency}</th>
                <th scope="col" class="num">
                  {words().load.late}
                </th>
                <th scope="col" class="num">
                  {words().load.unsigned}
                </th>
                <th scope="col" class="num">
                  {words().load.near}
                </th>
                <th scope="col">{words().load.oldest}</th>
              </tr>
            </thead>
            <tbody>
              <For each={props.loads}>
                {(load) => (
                  <tr>
                    <td>
                      <Show when={load.agency} fallback={<b>{name(load)}</b>}>
                        {(agency) => (
                          <button
                            type="button"
                            class="link"
                            aria-pressed={props.agencyId === agency().id}
                            title={words().only(name(load))}
                            onClick={() => props.onAgency(props.agencyId === agency().id ? undefined : agency().id)}
                          >
                            {name(load)}
                          </button>
                        )}
                      </Show>
                    </td>
                    <td class="num">
                      <Count of={load.late} tone="late" />
                    </td>
                    <td class="num">
                      <Count of={load.signOverdue} tone="late" />
                    </td>
                    <td class="num">
                      <Count of={load.nearlyLate} tone="attn" />
                    </td>
                    <td class="dim">{load.oldestDueAt === null ? '' : w().time.due(load.oldestDueAt, now())}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Band>
    </Show>
  )
}

const Count = (props: { of: number; tone: 'late' | 'attn' }) => (
  <Show when={props.of > 0} fallback={<span class="dim">0</span>}>
    <b class={`tone-${props.tone}`}>{props.of}</b>
  </Show>
)
