import { createSignal, For, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { Directory } from '../../server/wire/people.ts'
import type { ThirdParty, ThirdPartyBody } from '../../server/wire/referrals.ts'
import { post, put } from '../lib/api.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { Table } from '../ui/Table.tsx'
import { Adding } from './Adding.tsx'

const BLANK = { id: '', nameZh: '', nameEn: '', serviceIds: [] as string[], telephone: '', note: '', isActive: true }
type Form = typeof BLANK
type Services = Directory['services']

const bodyOf = ({ nameZh, nameEn, serviceIds, telephone, note, isActive }: ThirdParty | Form): ThirdPartyBody => ({
  ...{ nameZh, nameEn, serviceIds: [...serviceIds], note, isActive },
  telephone: telephone?.trim() || null,
})

/** Banks, schools and guarantors that help where no agency may, matched with services. */
export const Parties = () => {
  const words = () => w().spots.parties
  const shown = useSnapshot<ThirdParty[]>(
    () => '/parties',
    ({ kind }) => kind === 'directory',
  )
  const directory = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory',
  )
  const services = (): Services => directory.state.value?.services ?? []
  const [form, setForm] = createStore({ ...BLANK })
  const helpsWith = ({ serviceIds }: ThirdParty) =>
    serviceIds.length === 0
      ? words().allServices
      : w().common.list(services().flatMap((one) => (serviceIds.includes(one.id) ? [named(one)] : [])))
  const turn = async (party: ThirdParty) => {
    await put(`/parties/${party.id}`, bodyOf({ ...party, isActive: !party.isActive }))
    shown.reload()
  }
  return (
    <Shot of={shown}>
      {(parties) => (
        <>
          <Say phrase={words().sentence(parties().length)} tone="calm" />
          <Show when={parties().length > 0}>
            <Table
              caption={words().title}
              rows={parties()}
              columns={[
                { head: words().column.name, cell: (party) => named(party) },
                { head: words().column.services, cell: helpsWith, class: 'wrap' },
                { head: words().column.telephone, cell: (party) => party.telephone ?? '' },
                { head: words().column.note, cell: (party) => party.note, class: 'dim' },
                {
                  head: words().column.state,
                  cell: (party) => (
                    <>
                      {party.isActive ? words().active : words().paused}{' '}
                      <button
                        type="button"
                        class="link"
                        onClick={() => setForm({ ...party, telephone: party.telephone ?? '' })}
                      >
                        {words().change}
                      </button>{' '}
                      <button type="button" class="link" onClick={() => void turn(party)}>
                        {party.isActive ? words().pause : words().resume}
                      </button>
                    </>
                  ),
                },
              ]}
            />
          </Show>
          <PartyForm form={form} set={setForm} services={services()} onSaved={shown.reload} />
        </>
      )}
    </Shot>
  )
}

const PartyForm = (props: {
  form: Form
  set: (values: Partial<Form>) => void
  services: Services
  onSaved: () => void
}) => {
  const words = () => w().spots.parties
  const [said, setSaid] = createSignal<string>()
  const tick = (id: string, isOn: boolean) => {
    const others = props.form.serviceIds.filter((one) => one !== id)
    props.set({ serviceIds: isOn ? [...others, id] : others })
  }
  return (
    <Adding<ThirdParty>
      title={props.form.id === '' ? words().add : words().changing(props.form.nameZh)}
      isWhole={() => props.form.nameZh.trim() !== ''}
      said={said()}
      send={() =>
        props.form.id === ''
          ? post<ThirdParty>('/parties', bodyOf(props.form))
          : put<ThirdParty>(`/parties/${props.form.id}`, bodyOf(props.form))
      }
      onAdded={(party) => {
        setSaid(words().saved(named(party)))
        props.set({ ...BLANK, serviceIds: [] })
        props.onSaved()
      }}
    >
      {({ error }) => (
        <>
          <div class="two">
            <Field
              label={words().nameZh}
              maxlength="60"
              error={error('nameZh', props.form.nameZh.trim() === '')}
              value={props.form.nameZh}
              onInput={(event) => props.set({ nameZh: event.currentTarget.value })}
            />
            <Field
              label={words().nameEn}
              hint={w().settings.optional}
              lang="en"
              maxlength="120"
              error={error('nameEn')}
              value={props.form.nameEn}
              onInput={(event) => props.set({ nameEn: event.currentTarget.value })}
            />
          </div>
          <fieldset class="rights">
            <legend class="label">
              {words().services} <span class="dim">{words().servicesHint}</span>
            </legend>
            <For each={props.services}>
              {(service) => (
                <label class="check">
                  <input
                    type="checkbox"
                    checked={props.form.serviceIds.includes(service.id)}
                    onChange={(event) => tick(service.id, event.currentTarget.checked)}
                  />
                  {named(service)}
                </label>
              )}
            </For>
          </fieldset>
          <div class="two">
            <Field
              label={words().telephone}
              hint={w().settings.optional}
              type="tel"
              maxlength="20"
              error={error('telephone')}
              value={props.form.telephone}
              onInput={(event) => props.set({ telephone: event.currentTarget.value })}
            />
            <Field
              label={words().note}
              hint={w().settings.optional}
              maxlength="300"
              error={error('note')}
              value={props.form.note}
              onInput={(event) => props.set({ note: event.currentTarget.value })}
            />
          </div>
          <Show when={props.form.id !== ''}>
            <Button onClick={() => props.set({ ...BLANK, serviceIds: [] })}>{words().cancel}</Button>
          </Show>
        </>
      )}
    </Adding>
  )
}
