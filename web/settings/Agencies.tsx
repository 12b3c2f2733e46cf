import { createSignal } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { Directory } from '../../server/wire/people.ts'
import { post } from '../lib/api.ts'
import { w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Field } from '../ui/Field.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { Table } from '../ui/Table.tsx'
import { Adding } from './Adding.tsx'

const BLANK = { nameZh: '', nameEn: '', isOutsideParty: false, telephone: '' }

export const Agencies = () => {
  const words = () => w().settings.agencies
  const shown = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory',
  )
  const [form, setForm] = createStore({ ...BLANK })
  const [said, setSaid] = createSignal<string>()
  return (
    <Shot of={shown}>
      {(directory) => (
        <>
          <Say
            phrase={words().sentence(directory().agencies.length)}
            tone={directory().agencies.length > 0 ? 'calm' : 'attn'}
          />
          <Table
            caption={w().settings.parts.agencies}
            rows={directory().agencies}
            columns={[
              { head: words().column.name, cell: (agency) => <b>{agency.nameZh}</b> },
              { head: words().column.english, cell: (agency) => <span lang="en">{agency.nameEn}</span> },
              {
                head: words().column.kind,
                cell: (agency) => (agency.isOutsideParty ? words().outside : words().inside),
              },
              { head: words().column.telephone, cell: (agency) => agency.telephone ?? '', class: 'dim' },
            ]}
          />
          <Adding<unknown>
            title={words().add}
            isWhole={() => form.nameZh.trim() !== '' && form.nameEn.trim() !== ''}
            said={said()}
            send={() =>
              post('/agencies', { ...form, telephone: form.telephone.trim() === '' ? null : form.telephone.trim() })
            }
            onAdded={() => {
              setSaid(words().added(form.nameZh))
              setForm({ ...BLANK })
              shown.reload()
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
                <Field
                  label={words().telephone}
                  hint={w().settings.optional}
                  type="tel"
                  maxlength="20"
                  error={error('telephone')}
                  value={form.telephone}
                  onInput={(event) => setForm('telephone', event.currentTarget.value)}
                />
                <label class="check">
                  <input
                    type="checkbox"
                    checked={form.isOutsideParty}
                    onChange={(event) => setForm('isOutsideParty', event.currentTarget.checked)}
                  />
                  {words().isOutside}
                </label>
              </>
            )}
          </Adding>
        </>
      )}
    </Shot>
  )
}
