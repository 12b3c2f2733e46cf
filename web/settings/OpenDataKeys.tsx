import './open-data.css'
import { createSignal, Show } from 'solid-js'
import type { NewOpenDataKey, OpenDataKey } from '../../server/wire/open311.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { post } from '../lib/api.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Table } from '../ui/Table.tsx'
import { When } from '../ui/When.tsx'
import { Adding } from './Adding.tsx'
import { openDataWords as words } from './open-data-words.ts'

/** Keys of programs: made, shown once, revoked. */
export const OpenDataKeys = (props: { keys: readonly OpenDataKey[]; onChanged: () => void }) => {
  const [name, setName] = createSignal('')
  const [made, setMade] = createSignal<NewOpenDataKey>()
  const [asking, setAsking] = createSignal<string>()
  const [problem, setProblem] = createSignal<Refusal>()
  async function revoke(id: string): Promise<void> {
    if (asking() !== id) return void setAsking(id)
    setAsking(undefined)
    const answer = await post<null>(`/open-data/keys/${id}/revocation`, {})
    setProblem(answer.ok ? undefined : answer.problem)
    props.onChanged()
  }
  return (
    <>
      <h2 class="open-data">{words().keys}</h2>
      <p class="dim">{words().keysWhy}</p>
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
      <Show when={props.keys.length > 0} fallback={<p class="dim">{words().noKeys}</p>}>
        <Table
          caption={words().keys}
          rows={props.keys}
          columns={[
            { head: words().column.name, cell: (key) => key.name },
            { head: words().column.made, cell: (key) => <When at={key.createdAt} />, class: 'number' },
            {
              head: words().column.used,
              cell: (key) => (key.lastUsedAt === null ? words().never : <When at={key.lastUsedAt} />),
              class: 'number',
            },
            {
              head: words().column.state,
              cell: (key) => (
                <Show when={key.revokedAt === null} fallback={words().revoked}>
                  {words().inUse}{' '}
                  <button type="button" class="open-data-act" onClick={() => void revoke(key.id)}>
                    {asking() === key.id ? words().revokeSure : words().revoke}
                  </button>
                </Show>
              ),
            },
          ]}
        />
      </Show>
      <div role="status">
        <Show when={made()}>
          {(key) => (
            <>
              <Say phrase={words().keyMade(key().name)} tone="calm" />
              <p>
                <code>{key().key}</code>
              </p>
              <div class="acts">
                <Button onClick={() => setMade(undefined)}>{words().keyDone}</Button>
              </div>
            </>
          )}
        </Show>
      </div>
      <Adding<NewOpenDataKey>
        title={words().addKey}
        isWhole={() => name().trim() !== ''}
        said={undefined}
        send={() => post<NewOpenDataKey>('/open-data/keys', { name: name() })}
        onAdded={(key) => {
          setMade(key)
          setName('')
          props.onChanged()
        }}
      >
        {({ error }) => (
          <Field
            label={words().keyName}
            hint={words().keyNameHint}
            maxlength="60"
            value={name()}
            error={error('name', name().trim() === '')}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Adding>
    </>
  )
}
