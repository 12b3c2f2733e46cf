import { createSignal, For, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { Directory } from '../../server/wire/people.ts'
import type { SiteDay } from '../../server/wire/sites.ts'
import type { Spot, SpotBody } from '../../server/wire/spots.ts'
import { post, put } from '../lib/api.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Area, Field, Select } from '../ui/Field.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { Table } from '../ui/Table.tsx'
import { Adding } from './Adding.tsx'

const BLANK = { id: '', kind: 'window' as Spot['kind'], nameZh: '', nameEn: '', siteId: '', agencyId: '', papers: '' }

const bodyOf = (spot: Spot, isClosed: boolean): SpotBody => ({
  ...{ kind: spot.kind, nameZh: spot.nameZh, nameEn: spot.nameEn, papers: spot.papers, isClosed },
  siteId: spot.site?.id ?? null,
  agencyId: spot.agency?.id ?? null,
})

/** Windows and items with a code of their own: who could not get it done there says so in three taps. */
export const Spots = () => {
  const words = () => w().spots.spots
  const shown = useSnapshot<Spot[]>(
    () => '/spots',
    ({ kind }) => kind === 'directory' || kind === 'issue',
  )
  const [form, setForm] = createStore({ ...BLANK })
  const change = (spot: Spot) => {
    const { id, kind, nameZh, nameEn, papers } = spot
    setForm({
      ...{ id, kind, nameZh, nameEn, papers: papers.join('\n') },
      siteId: spot.site?.id ?? '',
      agencyId: spot.agency?.id ?? '',
    })
    document.getElementById('spot-form')?.scrollIntoView({ block: 'nearest' })
  }
  const turn = async (spot: Spot) => {
    await put(`/spots/${spot.id}`, bodyOf(spot, !spot.isClosed))
    shown.reload()
  }
  const reports = (all: Spot[]) => all.reduce((sum, { reportCount }) => sum + reportCount, 0)
  return (
    <Shot of={shown}>
      {(spots) => (
        <>
          <Say phrase={words().sentence(spots().length, reports(spots()))} tone="calm" />
          <Show when={spots().length > 0}>
            <Table
              caption={words().title}
              rows={spots()}
              columns={[
                { head: words().column.name, cell: (spot) => named(spot) },
                { head: words().column.kind, cell: (spot) => words().kinds[spot.kind] },
                { head: words().column.site, cell: (spot) => (spot.site ? named(spot.site) : ''), class: 'dim' },
                { head: words().column.papers, cell: (spot) => words().papersCount(spot.papers.length) },
                { head: words().column.reports, cell: (spot) => spot.reportCount, isNumber: true },
                {
                  head: words().column.state,
                  cell: (spot) => (
                    <>
                      {spot.isClosed ? words().closed : words().inUse}{' '}
                      <button type="button" class="link" onClick={() => change(spot)}>
                        {words().change}
                      </button>{' '}
                      <button type="button" class="link" onClick={() => void turn(spot)}>
                        {spot.isClosed ? words().open : words().close}
                      </button>{' '}
                      <Show when={!spot.isClosed}>
                        <a class="go" href={`/settings/spots/${spot.id}/poster`}>
                          {words().poster}
                        </a>
                      </Show>
                    </>
                  ),
                },
              ]}
            />
          </Show>
          <div id="spot-form">
            <SpotForm
              form={form}
              set={setForm}
              isClosed={spots().find(({ id }) => id === form.id)?.isClosed ?? false}
              onSaved={shown.reload}
            />
          </div>
        </>
      )}
    </Shot>
  )
}

type Form = typeof BLANK

const SpotForm = (props: {
  form: Form
  set: (values: Partial<Form>) => void
  isClosed: boolean
  onSaved: () => void
}) => {
  const words = () => w().spots.spots
  const [said, setSaid] = createSignal<string>()
  const sites = useSnapshot<SiteDay[]>(
    () => '/sites',
    ({ kind }) => kind === 'site',
  )
  const directory = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory',
  )
  const body = (): SpotBody => ({
    ...{ kind: props.form.kind, nameZh: props.form.nameZh, nameEn: props.form.nameEn, isClosed: props.isClosed },
    siteId: props.form.siteId || null,
    agencyId: props.form.agencyId || null,
    papers: props.form.papers
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  })
  return (
    <Adding<Spot>
      title={props.form.id === '' ? words().add : words().changing(props.form.nameZh)}
      isWhole={() => props.form.nameZh.trim() !== ''}
      said={said()}
      send={() => (props.form.id === '' ? post<Spot>('/spots', body()) : put<Spot>(`/spots/${props.form.id}`, body()))}
      onAdded={(spot) => {
        setSaid(words().saved(named(spot)))
        props.set({ ...BLANK })
        props.onSaved()
      }}
    >
      {({ error }) => (
        <>
          <div class="two">
            <Field
              label={words().nameZh}
              hint={words().nameZhHint}
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
          <div class="two">
            <Select
              label={words().kind}
              onChange={(event) => props.set({ kind: event.currentTarget.value as Spot['kind'] })}
            >
              <For each={['window', 'item'] as const}>
                {(kind) => (
                  <option value={kind} selected={kind === props.form.kind}>
                    {words().kinds[kind]}
                  </option>
                )}
              </For>
            </Select>
            <Select
              label={words().site}
              error={error('siteId')}
              onChange={(event) => props.set({ siteId: event.currentTarget.value })}
            >
              <option value="">{words().noSite}</option>
              <For each={sites.state.value ?? []}>
                {({ site }) => (
                  <option value={site.id} selected={site.id === props.form.siteId}>
                    {named(site)}
                  </option>
                )}
              </For>
            </Select>
          </div>
          <Select
            label={words().agency}
            error={error('agencyId')}
            onChange={(event) => props.set({ agencyId: event.currentTarget.value })}
          >
            <option value="">{words().noAgency}</option>
            <For each={directory.state.value?.agencies ?? []}>
              {(agency) => (
                <option value={agency.id} selected={agency.id === props.form.agencyId}>
                  {named(agency)}
                </option>
              )}
            </For>
          </Select>
          <Area
            label={words().papers}
            hint={words().papersHint}
            error={error('papers')}
            value={props.form.papers}
            onInput={(event) => props.set({ papers: event.currentTarget.value })}
          />
          <Show when={props.form.id !== ''}>
            <Button onClick={() => props.set({ ...BLANK })}>{words().cancel}</Button>
          </Show>
        </>
      )}
    </Adding>
  )
}
