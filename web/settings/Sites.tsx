import { createSignal, For } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { SiteKind } from '../../server/wire/common.ts'
import type { Site, SiteDay } from '../../server/wire/sites.ts'
import { post } from '../lib/api.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Field, Select } from '../ui/Field.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { Table } from '../ui/Table.tsx'
import { Adding } from './Adding.tsx'
import { SiteNames } from './SiteNames.tsx'

const BLANK = { nameZh: '', nameEn: '', kind: 'market' as SiteKind, address: '', merchantCount: '', supplyLine: '' }

export const Sites = () => {
  const words = () => w().settings.sites
  const shown = useSnapshot<SiteDay[]>(
    () => '/sites',
    ({ kind }) => kind === 'site',
  )
  return (
    <Shot of={shown}>
      {(days) => (
        <>
          <Say phrase={words().sentence(days().length)} tone={days().length > 0 ? 'calm' : 'attn'} />
          <Table
            caption={w().settings.parts.sites}
            rows={days().map(({ site }) => site)}
            columns={[
              {
                head: words().column.name,
                cell: (site) => (
                  <a class="go" href={`/sites/${site.id}`}>
                    {named(site)}
                  </a>
                ),
              },
              { head: words().column.kind, cell: (site) => w().common.siteKinds[site.kind] },
              { head: words().column.address, cell: (site) => site.address, class: 'dim' },
              { head: words().column.line, cell: (site) => (site.supplyLine ? named(site.supplyLine) : '') },
              { head: words().column.merchants, cell: (site) => site.merchantCount ?? '', isNumber: true },
            ]}
          />
          <AddSite onAdded={shown.reload} />
          <SiteNames />
        </>
      )}
    </Shot>
  )
}

const AddSite = (props: { onAdded: () => void }) => {
  const words = () => w().settings.sites
  const [form, setForm] = createStore({ ...BLANK })
  const [said, setSaid] = createSignal<string>()
  const body = () => ({
    ...form,
    merchantCount: form.merchantCount === '' ? null : Number(form.merchantCount),
    supplyLine: form.supplyLine.trim() === '' ? null : form.supplyLine.trim(),
  })
  return (
    <Adding<Site>
      title={words().add}
      isWhole={() => form.nameZh.trim() !== '' && form.nameEn.trim() !== ''}
      said={said()}
      send={() => post<Site>('/sites', body())}
      onAdded={() => {
        setSaid(words().added(form.nameZh))
        setForm({ ...BLANK })
        props.onAdded()
      }}
    >
      {({ error }) => (
        <>
          <div class="two">
            <Field
              label={words().nameZh}
              maxlength="40"
              error={error('nameZh', form.nameZh.trim() === '')}
              value={form.nameZh}
              onInput={(event) => setForm('nameZh', event.currentTarget.value)}
            />
            <Field
              label={words().nameEn}
              lang="en"
              maxlength="80"
              error={error('nameEn', form.nameEn.trim() === '')}
              value={form.nameEn}
              onInput={(event) => setForm('nameEn', event.currentTarget.value)}
            />
          </div>
          <div class="two">
            <Select label={words().kind} onChange={(event) => setForm('kind', event.currentTarget.value as SiteKind)}>
              <For each={Object.keys(w().common.siteKinds) as SiteKind[]}>
                {(kind) => (
                  <option value={kind} selected={kind === form.kind}>
                    {w().common.siteKinds[kind]}
                  </option>
                )}
              </For>
            </Select>
            <Field
              label={words().merchants}
              hint={w().settings.optional}
              inputmode="numeric"
              pattern="[0-9]*"
              maxlength="6"
              error={error('merchantCount')}
              value={form.merchantCount}
              onInput={(event) => setForm('merchantCount', event.currentTarget.value.replace(/\D/g, ''))}
            />
          </div>
          <Field
            label={words().address}
            hint={w().settings.optional}
            maxlength="120"
            error={error('address')}
            value={form.address}
            onInput={(event) => setForm('address', event.currentTarget.value)}
          />
          <Field
            label={words().line}
            hint={words().lineHint}
            maxlength="60"
            error={error('supplyLine')}
            value={form.supplyLine}
            onInput={(event) => setForm('supplyLine', event.currentTarget.value)}
          />
        </>
      )}
    </Adding>
  )
}
