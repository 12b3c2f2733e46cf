import './open-data.css'
import { createSignal, For, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { OpenData } from '../../server/wire/open311.ts'
import { put } from '../lib/api.ts'
import { named } from '../lib/i18n.ts'
import { Field, Select } from '../ui/Field.tsx'
import { Table } from '../ui/Table.tsx'
import { Adding } from './Adding.tsx'
import { openDataWords as words } from './open-data-words.ts'

const inRange = (text: string, most: number): boolean =>
  /^-?\d{1,3}(\.\d+)?$/.test(text.trim()) && Math.abs(Number(text)) <= most
const shown = (degrees: number | null): string => (degrees === null ? '' : String(degrees))

/** Where the sites are: without it others' maps leave them out. */
export const OpenDataSites = (props: { sites: OpenData['sites']; onSaved: () => void }) => {
  const [form, setForm] = createStore({ id: '', latitude: '', longitude: '' })
  const [said, setSaid] = createSignal<string>()
  const isEmpty = () => form.latitude.trim() === '' && form.longitude.trim() === ''
  const isFit = () => isEmpty() || (inRange(form.latitude, 90) && inRange(form.longitude, 180))
  const site = () => props.sites.find(({ id }) => id === form.id)
  const choose = (id: string) => {
    const found = props.sites.find((one) => one.id === id)
    setForm({ id, latitude: shown(found?.latitude ?? null), longitude: shown(found?.longitude ?? null) })
    setSaid(undefined)
  }
  return (
    <Show when={props.sites.length > 0}>
      <h2 class="open-data">{words().sites}</h2>
      <p class="dim">{words().sitesWhy}</p>
      <Table
        caption={words().sites}
        rows={props.sites}
        columns={[
          { head: words().site, cell: (one) => named(one) },
          { head: words().latitude, cell: (one) => shown(one.latitude), isNumber: true },
          { head: words().longitude, cell: (one) => shown(one.longitude), isNumber: true },
        ]}
      />
      <Adding<null>
        title={words().savePlace}
        isWhole={() => form.id !== '' && isFit()}
        said={said()}
        send={() =>
          put<null>(`/open-data/sites/${form.id}`, {
            latitude: isEmpty() ? null : Number(form.latitude),
            longitude: isEmpty() ? null : Number(form.longitude),
          })
        }
        onAdded={() => {
          setSaid(words().sitesSaved(named(site()!)))
          props.onSaved()
        }}
      >
        {({ error }) => (
          <>
            <Select
              label={words().site}
              error={error('id', form.id === '')}
              onChange={(event) => choose(event.currentTarget.value)}
            >
              <option value="" />
              <For each={props.sites}>{(one) => <option value={one.id}>{named(one)}</option>}</For>
            </Select>
            <div class="two">
              <Field
                label={words().latitude}
                inputmode="decimal"
                value={form.latitude}
                error={isFit() ? error('latitude') : words().badNumber}
                onInput={(event) => setForm('latitude', event.currentTarget.value)}
              />
              <Field
                label={words().longitude}
                inputmode="decimal"
                value={form.longitude}
                error={error('longitude')}
                onInput={(event) => setForm('longitude', event.currentTarget.value)}
              />
            </div>
          </>
        )}
      </Adding>
    </Show>
  )
}
