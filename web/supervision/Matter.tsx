import { For, Show } from 'solid-js'
import type { ConsultationView } from '../../server/wire/consultation.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { State } from '../ui/State.tsx'
import { type Mark, toned } from '../words/phrase.ts'
import type { Decision } from './MatterDialog.tsx'
import { isSupervisor } from './supervisors.ts'
import { words } from './words.ts'

/** What a matter is called in the language in use. */
export function matterName({ site, service, title }: ConsultationView): string {
  if (!service) return title
  return [site ? named(site) : '', named(service)].filter((part) => part !== '').join(w().common.space)
}

/** One line of a ledger; its issues unfold. */
export const Matter = (props: {
  matter: ConsultationView
  isOpen: boolean
  onDecide: (decision: Decision) => void
}) => {
  const said = () => words().consultation
  const matter = () => props.matter
  const isRunning = () => matter().status !== 'struck_off'
  return (
    <li class="matter" id={matter().id}>
      <p class="bar">
        <b>{matterName(matter())}</b>
        <MatterState matter={matter()} />
      </p>
      <p class="dim">
        {w().common.list(
          [
            ...matter().reasons.map((reason) => said().reasons[reason]),
            matter().agency ? named(matter().agency!) : '',
            said().since(w().time.day(matter().createdAt)),
          ].filter((part) => part !== ''),
        )}
      </p>
      <Show when={matter().plan !== ''}>
        <p class="plan">{matter().plan}</p>
      </Show>
      <Show when={matter().strikeOffReason !== ''}>
        <p class="plan">{matter().strikeOffReason}</p>
      </Show>
      <Show when={matter().entry}>
        {(entry) => (
          <p>
            <a class="go" href={`/knowledge/${entry().id}`}>
              {said().entryOf(entry().title)}
            </a>
          </p>
        )}
      </Show>
      <Members matter={matter()} isOpen={props.isOpen} />
      <Show when={isSupervisor()}>
        <div class="acts">
          <Show when={isRunning()}>
            <Button isMain={matter().status === 'listed'} onClick={() => props.onDecide('plan')}>
              {matter().status === 'listed' ? said().plan : said().replan}
            </Button>
            <Button onClick={() => props.onDecide('strike-off')}>{said().strikeOff}</Button>
          </Show>
          <Show when={matter().plan !== '' && matter().entry === null}>
            <Button onClick={() => props.onDecide('entry')}>{said().entry}</Button>
          </Show>
        </div>
      </Show>
    </li>
  )
}

const MatterState = (props: { matter: ConsultationView }) => <State mark={markOf(props.matter)} />

function markOf({ status, isLate, dueOn, leadAgency, struckOffAt, struckOffBy }: ConsultationView): Mark {
  const said = words().consultation
  const day = (on: string) => w().time.day(Date.parse(`${on}T00:00:00+08:00`))
  if (status === 'listed') return toned('attn', said.listed)
  if (status === 'struck_off')
    return toned('calm', said.struck(struckOffBy ?? '', w().time.instant(struckOffAt ?? 0, now())))
  const lead = leadAgency ? said.lead(named(leadAgency)) : ''
  const by = dueOn === null ? '' : isLate ? said.late(day(dueOn)) : said.due(day(dueOn))
  return toned(isLate ? 'late' : 'hold', w().common.list([lead, by].filter((part) => part !== '')))
}

const Members = (props: { matter: ConsultationView; isOpen: boolean }) => {
  const said = () => words().consultation
  const rest = () => props.matter.issueCount - props.matter.issues.length
  return (
    <details open={props.isOpen}>
      <summary>{said().issues(props.matter.issueCount)}</summary>
      <ul class="members">
        <For each={props.matter.issues}>
          {(issue) => (
            <li>
              <a data-row href={`/issues/${issue.id}`}>
                <span class="number dim">{issue.number}</span> {issue.title}
              </a>
              <span class="dim">
                {w().common.list(
                  [
                    w().common.states[issue.state],
                    issue.agency ? named(issue.agency) : '',
                    said().counters({
                      returns: issue.returnCount,
                      transfers: issue.transferCount,
                      reworks: issue.reworkCount,
                    }),
                    issue.isRepeat ? said().repeat : '',
                  ].filter((part) => part !== ''),
                )}
              </span>
            </li>
          )}
        </For>
      </ul>
      <Show when={rest() > 0}>
        <p class="dim">{said().more(rest())}</p>
      </Show>
    </details>
  )
}
