import { createSignal, For, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { Directory, Role, User } from '../../server/wire/people.ts'
import { post } from '../lib/api.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Field, Select } from '../ui/Field.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { Table } from '../ui/Table.tsx'
import { Adding } from './Adding.tsx'
import { Demand } from './Demand.tsx'
import { EditPerson } from './EditPerson.tsx'
import { words as own } from './words.ts'

const BLANK = { name: '', login: '', password: '', role: 'operator' as Role, agencyId: '' }

export const People = () => {
  const words = () => w().settings.people
  const [edited, setEdited] = createSignal<string>()
  const [said, setSaid] = createSignal('')
  const shown = useSnapshot<User[]>(
    () => '/users',
    ({ kind }) => kind === 'setup' || kind === 'directory',
  )
  return (
    <Shot of={shown}>
      {(users) => (
        <>
          <Say phrase={words().sentence(users().length)} tone={users().length > 1 ? 'calm' : 'attn'} />
          <Table
            caption={w().settings.parts.people}
            rows={users()}
            columns={[
              { head: words().column.name, cell: (user) => <b>{user.name}</b> },
              { head: words().column.login, cell: (user) => user.login },
              { head: words().column.role, cell: (user) => w().common.roles[user.role] },
              { head: words().column.agency, cell: (user) => (user.agency ? named(user.agency) : '') },
              {
                head: own().column.rights,
                cell: (user) => w().common.list(user.rights.map((right) => own().rightShort[right])),
              },
              {
                head: own().column.factor,
                cell: (user) => (user.hasSecondFactor ? own().factorOn : own().factorOff),
                class: 'dim',
              },
              {
                head: words().column.state,
                cell: (user) => (user.isDisabled ? words().disabled : words().active),
                class: 'dim',
              },
              {
                head: '',
                cell: (user) => (
                  <button
                    type="button"
                    class="link"
                    aria-label={own().edit.title(user.name)}
                    onClick={() => setEdited(user.id)}
                  >
                    {own().edit.open}
                  </button>
                ),
              },
            ]}
          />
          <Show when={said()}>
            <p class="st st-calm" role="status">
              {said()}
            </p>
          </Show>
          <Show when={users().find(({ id }) => id === edited())} keyed>
            {(user) => (
              <EditPerson
                user={user}
                onClose={() => setEdited(undefined)}
                onDone={(text) => {
                  setEdited(undefined)
                  setSaid(text)
                  shown.reload()
                }}
              />
            )}
          </Show>
          <AddPerson onAdded={shown.reload} />
          <Demand />
        </>
      )}
    </Shot>
  )
}

const AddPerson = (props: { onAdded: () => void }) => {
  const words = () => w().settings.people
  const [form, setForm] = createStore({ ...BLANK })
  const [said, setSaid] = createSignal<string>()
  const directory = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory',
  )
  const isOfficer = () => form.role === 'officer'
  const isWhole = () =>
    form.name.trim() !== '' &&
    form.login.trim() !== '' &&
    form.password !== '' &&
    (!isOfficer() || form.agencyId !== '')
  return (
    <Adding<User>
      title={words().add}
      isWhole={isWhole}
      said={said()}
      send={() => post<User>('/users', { ...form, agencyId: isOfficer() ? form.agencyId : null })}
      onAdded={(user) => {
        setForm({ ...BLANK })
        setSaid(words().added(user.name))
        props.onAdded()
      }}
    >
      {({ error }) => (
        <>
          <div class="two">
            <Field
              label={words().name}
              maxlength="40"
              error={error('name', form.name.trim() === '')}
              value={form.name}
              onInput={(event) => setForm('name', event.currentTarget.value)}
            />
            <Field
              label={words().login}
              hint={words().loginHint}
              maxlength="40"
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              error={error('login', form.login.trim() === '')}
              value={form.login}
              onInput={(event) => setForm('login', event.currentTarget.value)}
            />
          </div>
          <div class="two">
            <Field
              label={words().password}
              hint={words().passwordHint}
              type="password"
              maxlength="128"
              autocomplete="new-password"
              error={error('password', form.password === '')}
              value={form.password}
              onInput={(event) => setForm('password', event.currentTarget.value)}
            />
            <Select
              label={words().role}
              hint={words().roleHints[form.role]}
              onChange={(event) => setForm('role', event.currentTarget.value as Role)}
            >
              <For each={Object.keys(w().common.roles) as Role[]}>
                {(role) => (
                  <option value={role} selected={role === form.role}>
                    {w().common.roles[role]}
                  </option>
                )}
              </For>
            </Select>
          </div>
          <Show when={isOfficer()}>
            <Select
              label={words().agency}
              error={error('agencyId', form.agencyId === '')}
              onChange={(event) => setForm('agencyId', event.currentTarget.value)}
            >
              <option value="">{w().issue.dialog.pickAgency}</option>
              <For each={directory.state.value?.agencies}>
                {(agency) => <option value={agency.id}>{named(agency)}</option>}
              </For>
            </Select>
          </Show>
        </>
      )}
    </Adding>
  )
}
