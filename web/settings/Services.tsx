import { createSignal, For, lazy, Show, Suspense } from 'solid-js'
import type { IssueKind } from '../../server/domain/issue.ts'
import type { Directory, Service } from '../../server/wire/people.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { put } from '../lib/api.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { words as text } from './catalogue-words.ts'

const ServiceEditor = lazy(async () => ({ default: (await import('./ServiceEditor.tsx')).ServiceEditor }))
/** The editor is open for a service that is not there yet. */
const NEW = 'new'

/** Who gets each service, and whether an issue goes there by itself. A change is saved as it is made. */
export const Services = () => {
  const words = () => w().settings.services
  const shown = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory',
  )
  const [problem, setProblem] = createSignal<Refusal>()
  const [said, setSaid] = createSignal<string>()
  const [edited, setEdited] = createSignal<string | null>(null)

  async function save(
    service: Service,
    change: Partial<{ agencyId: string | null; isAutoDispatched: boolean }>,
  ): Promise<void> {
    const body = { agencyId: service.agency?.id ?? null, isAutoDispatched: service.isAutoDispatched, ...change }
    const whole = body.agencyId === null ? { ...body, isAutoDispatched: false } : body
    const answer = await put<unknown>(`/services/${service.id}`, whole)
    setProblem(answer.ok ? undefined : answer.problem)
    setSaid(answer.ok ? words().saved(named(service)) : undefined)
    shown.reload()
  }
  const auto = (directory: Directory) => directory.services.filter(({ isAutoDispatched }) => isAutoDispatched).length
  return (
    <Shot of={shown}>
      {(directory) => (
        <>
          <Say phrase={words().sentence(directory().services.length, auto(directory()))} tone="calm" />
          <p class="dim" role="status">
            {said()}
          </p>
          <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
          <Show when={directory().services.length > 0} fallback={<p class="dim">{words().none}</p>}>
            <div class="scroll">
              <table class="tbl">
                <thead>
                  <tr>
                    <th scope="col">{words().column.name}</th>
                    <th scope="col">{words().column.kind}</th>
                    <th scope="col">{words().column.agency}</th>
                    <th scope="col">{words().column.auto}</th>
                    <th scope="col">{text().services.edit}</th>
                  </tr>
                </thead>
                <tbody>
                  <For each={directory().services}>
                    {(service) => (
                      <ServiceRow
                        service={service}
                        agencies={directory().agencies}
                        onChange={(change) => void save(service, change)}
                        onEdit={() => setEdited(service.id)}
                      />
                    )}
                  </For>
                </tbody>
              </table>
            </div>
          </Show>
          <p class="acts">
            <Button onClick={() => setEdited(NEW)}>{text().services.add}</Button>
          </p>
          <Show when={edited()} keyed>
            {(id) => (
              <Suspense>
                <ServiceEditor
                  service={directory().services.find((one) => one.id === id)}
                  services={directory().services}
                  onClose={() => setEdited(null)}
                  onSaved={(saved) => {
                    setEdited(null)
                    setSaid(text().services.saved(named(saved)))
                    shown.reload()
                  }}
                />
              </Suspense>
            )}
          </Show>
        </>
      )}
    </Shot>
  )
}

const ServiceRow = (props: {
  service: Service
  agencies: Directory['agencies']
  onChange: (change: Partial<{ agencyId: string | null; isAutoDispatched: boolean }>) => void
  onEdit: () => void
}) => {
  const words = () => w().settings.services
  return (
    <tr>
      <td>
        <b>{named(props.service)}</b>
        <Show when={props.service.isSupplyOutage}>
          <span class="dim"> {words().supplyOutage}</span>
        </Show>
      </td>
      <td>{w().common.kinds[props.service.kind as IssueKind] ?? props.service.kind}</td>
      <td>
        <select
          class="box"
          aria-label={w().common.list([named(props.service), words().column.agency])}
          onChange={(event) => props.onChange({ agencyId: event.currentTarget.value || null })}
        >
          <option value="">{words().noAgency}</option>
          <For each={props.agencies}>
            {(agency) => (
              <option value={agency.id} selected={agency.id === props.service.agency?.id}>
                {named(agency)}
              </option>
            )}
          </For>
        </select>
      </td>
      <td>
        <label class="check">
          <input
            type="checkbox"
            checked={props.service.isAutoDispatched}
            disabled={props.service.agency === null}
            title={props.service.agency === null ? words().needAgency : undefined}
            onChange={(event) => props.onChange({ isAutoDispatched: event.currentTarget.checked })}
          />
          {props.service.isAutoDispatched ? words().auto : words().manual}
        </label>
      </td>
      <td>
        <button
          type="button"
          class="link"
          aria-label={w().common.list([named(props.service), text().services.edit])}
          onClick={() => props.onEdit()}
        >
          {text().edit.open}
        </button>
      </td>
    </tr>
  )
}
