import { createSignal, Show } from 'solid-js'
import type { NewNode } from '../../server/wire/nodes.ts'
import { w } from '../lib/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Say } from '../ui/Say.tsx'

/** A node's key, shown this once: the file to save and how the node is started with it. */
export const KeyOnce = (props: { given: NewNode; onClose: () => void }) => {
  const words = () => w().settings.nodes.key
  const [isSaved, setIsSaved] = createSignal(false)
  const file = () => `${props.given.id}.json`
  const text = () => `${JSON.stringify(props.given.configuration, null, 2)}\n`

  function save(): void {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([text()], { type: 'application/json' }))
    link.download = file()
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
    setIsSaved(true)
  }
  return (
    <Dialog label={words().configuration} onClose={props.onClose} class="wide">
      <Say phrase={words().sentence(props.given.id)} tone="attn" as="h1" />
      <p class="cause">{words().why}</p>
      <dl class="once">
        <dt>{words().value}</dt>
        <dd>
          <code>{props.given.key}</code>
        </dd>
        <dt>{words().configuration}</dt>
        <dd>
          <pre tabindex="0">{text()}</pre>
        </dd>
        <dt>{words().run}</dt>
        <dd>
          <code>npm run edge -- --config {file()}</code>
        </dd>
      </dl>
      <div class="acts">
        <Button isMain onClick={save}>
          {words().save}
        </Button>
        <Show when={isSaved()}>
          <span class="st st-calm" role="status">
            {words().saved}
          </span>
        </Show>
        <Button onClick={() => props.onClose()}>{words().close}</Button>
      </div>
    </Dialog>
  )
}
