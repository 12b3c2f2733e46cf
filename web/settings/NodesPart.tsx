import { createSignal, For, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { NewNode, NodeRow } from '../../server/wire/nodes.ts'
import type { Directory } from '../../server/wire/people.ts'
import { post } from '../lib/api.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { KeyOnce } from '../nodes/KeyOnce.tsx'
import { nodeMark } from '../nodes/node-mark.ts'
import { Field, Select } from '../ui/Field.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { State } from '../ui/State.tsx'
import { Table } from '../ui/Table.tsx'
import { Adding } from './Adding.tsx'

const BLANK = { id: '', displayName: '', siteId: '' }

export const NodesPart = () => {
  const words = () => w().settings.nodes
  const shown = useSnapshot<NodeRow[]>(
    () => '/nodes',
    ({ kind }) => kind === 'node',
  )
  return (
    <Shot of={shown}>
      {(nodes) => (
        <>
          <Say phrase={words().sentence(nodes().length)} tone={nodes().length > 0 ? 'calm' : 'attn'} />
          <Table
            caption={w().settings.parts.nodes}
            rows={nodes()}
            columns={[
              {
                head: w().nodes.listColumn.name,
                cell: (node) => (
                  <a class="go" href={`/nodes/${node.id}`}>
                    {node.displayName}
                  </a>
                ),
              },
              { head: w().nodes.listColumn.id, cell: (node) => node.id, class: 'dim' },
              { head: w().nodes.listColumn.site, cell: (node) => (node.site ? named(node.site) : w().nodes.noSite) },
              { head: w().nodes.listColumn.state, cell: (node) => <State mark={nodeMark(node, now(), w())} /> },
            ]}
          />
          <AddNode onAdded={shown.reload} />
        </>
      )}
    </Shot>
  )
}

const AddNode = (props: { onAdded: () => void }) => {
  const words = () => w().settings.nodes
  const [form, setForm] = createStore({ ...BLANK })
  const [key, setKey] = createSignal<NewNode>()
  const directory = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'site',
  )
  return (
    <>
      <Adding<NewNode>
        title={words().add}
        isWhole={() => form.id.trim() !== '' && form.displayName.trim() !== ''}
        said={undefined}
        send={() => post<NewNode>('/nodes', { ...form, siteId: form.siteId === '' ? null : form.siteId })}
        onAdded={(given) => {
          setKey(given)
          setForm({ ...BLANK })
          props.onAdded()
        }}
      >
        {({ error }) => (
          <>
            <div class="two">
              <Field
                label={words().id}
                hint={words().idHint}
                maxlength="32"
                autocapitalize="off"
                spellcheck={false}
                error={error('id', form.id.trim() === '')}
                value={form.id}
                onInput={(event) => setForm('id', event.currentTarget.value)}
              />
              <Field
                label={words().name}
                maxlength="60"
                error={error('displayName', form.displayName.trim() === '')}
                value={form.displayName}
                onInput={(event) => setForm('displayName', event.currentTarget.value)}
              />
            </div>
            <Select label={words().site} onChange={(event) => setForm('siteId', event.currentTarget.value)}>
              <option value="">{words().noSite}</option>
              <For each={directory.state.value?.sites}>
                {(site) => (
                  <option value={site.id} selected={site.id === form.siteId}>
                    {named(site)}
                  </option>
                )}
              </For>
            </Select>
          </>
        )}
      </Adding>
      <Show when={key()}>{(given) => <KeyOnce given={given()} onClose={() => setKey(undefined)} />}</Show>
    </>
  )
}
