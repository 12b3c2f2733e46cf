import '../issues/list.css'
import './knowledge.css'
import { createSignal, For, Show } from 'solid-js'
import { TEMPLATE_PURPOSES } from '../../server/domain/knowledge.ts'
import type { Template, TemplateList } from '../../server/wire/templates.ts'
import { PickOne } from '../issues/Pick.tsx'
import { named } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { Button } from '../ui/Button.tsx'
import { Say } from '../ui/Say.tsx'
import { Empty, Shot } from '../ui/Shot.tsx'
import { SearchBox } from './SearchBox.tsx'
import { Tabs } from './Tabs.tsx'
import { TemplateForm } from './TemplateForm.tsx'
import { words } from './words.ts'

/** Wordings of replies, questions and explanations, by what they are for. */
export default function Templates() {
  const said = () => words().templates
  const [q, setQ] = createSignal('')
  const [purpose, setPurpose] = createSignal('')
  const [isAll, setIsAll] = createSignal(false)
  /** The one being changed, or `new`. */
  const [open, setOpen] = createSignal<string>()
  const path = () => {
    const search = new URLSearchParams({ q: q() })
    if (purpose() !== '') search.set('purpose', purpose())
    if (isAll()) search.set('all', '1')
    return `/templates?${search}`
  }
  const shown = useSnapshot<TemplateList>(path, ({ kind }) => kind === 'knowledge' && open() === undefined, {
    isKept: true,
  })
  useTitle(() => words().tabs.templates)
  const done = () => {
    setOpen(undefined)
    shown.reload()
  }
  const purposes = () => [
    { value: '', label: said().anyPurpose },
    ...TEMPLATE_PURPOSES.map((one) => ({ value: one, label: said().purposes[one] })),
  ]
  const isNarrowed = () => q() !== '' || purpose() !== ''
  return (
    <main id="main" class="knowledge" tabindex="-1">
      <Tabs here="templates" />
      <Shot of={shown}>
        {(list) => (
          <div class="pad">
            <Say as="h1" tone="calm" phrase={said().sentence(list().templates.length, offOf(list()))} />
            <div class="k-bar">
              <PickOne label={said().purpose} value={purpose()} options={purposes()} onPick={setPurpose} />
              <SearchBox label={said().find} value={q()} onSearch={setQ} />
              <Show when={list().mayManage}>
                <label class="check">
                  <input
                    type="checkbox"
                    checked={isAll()}
                    onChange={(event) => setIsAll(event.currentTarget.checked)}
                  />
                  {said().all}
                </label>
                <Button onClick={() => setOpen('new')}>{said().add}</Button>
              </Show>
            </div>
            <Show when={open() === 'new'}>
              <TemplateForm template={null} onDone={done} onCancel={() => setOpen(undefined)} />
            </Show>
            <Show
              when={list().templates.length > 0}
              fallback={<Empty title={isNarrowed() ? said().noneFound : said().none} />}
            >
              <ul class="k-notes">
                <For each={list().templates}>
                  {(template) => (
                    <li>
                      <Show
                        when={open() === template.id}
                        fallback={
                          <Wording
                            template={template}
                            onEdit={list().mayManage ? () => setOpen(template.id) : undefined}
                          />
                        }
                      >
                        <TemplateForm template={template} onDone={done} onCancel={() => setOpen(undefined)} />
                      </Show>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </div>
        )}
      </Shot>
    </main>
  )
}

const offOf = ({ templates }: TemplateList): number => templates.filter(({ isActive }) => !isActive).length

const Wording = (props: { template: Template; onEdit: (() => void) | undefined }) => {
  const said = () => words().templates
  const what = () => {
    const of = props.template
    return [
      said().purposes[of.purpose],
      ...(of.outcome ? [said().outcomes[of.outcome]] : []),
      of.service ? named(of.service) : said().anyService,
    ].join(' · ')
  }
  return (
    <>
      <p class="k-state">
        <b>{props.template.title}</b>
        <span class="dim">{what()}</span>
        <Show when={!props.template.isActive}>
          <span class="st st-hold">{said().off}</span>
        </Show>
      </p>
      <p class="k-text">{props.template.text}</p>
      <Show when={props.template.smsText !== ''}>
        <p class="k-text dim">
          {said().smsText}：{props.template.smsText}
        </p>
      </Show>
      <p class="acts">
        <Show when={props.template.placeholders.length > 0}>
          <span class="dim">{said().placeholders(props.template.placeholders)}</span>
        </Show>
        <Show when={props.onEdit}>
          {(edit) => (
            <button type="button" class="link" onClick={() => edit()()}>
              {said().edit}
            </button>
          )}
        </Show>
      </p>
    </>
  )
}
