import { For } from 'solid-js'
import { w } from '../lib/i18n.ts'
import { areKeysOn, switchKeys } from '../lib/keys.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

const KEYS = [
  ['/', 'search'],
  ['n', 'newIssue'],
  ['j', 'down'],
  ['k', 'up'],
  ['Enter', 'open'],
  ['a', 'answer'],
  ['d', 'dispatch'],
  ['r', 'reply'],
  ['m', 'merge'],
  ['x', 'pick'],
  ['?', 'help'],
  ['Esc', 'close'],
] as const

export const Help = (props: { onClose: () => void }) => (
  <Dialog label={w().common.keys.title} onClose={props.onClose}>
    <h2 class="say">{w().common.keys.title}</h2>
    <dl class="keylist">
      <For each={KEYS}>
        {([key, name]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{w().common.keys[name]}</dd>
          </>
        )}
      </For>
    </dl>
    <div class="acts">
      <Button isMain onClick={() => props.onClose()}>
        {w().common.close}
      </Button>
      <Button onClick={() => switchKeys(!areKeysOn())}>
        {areKeysOn() ? w().common.keys.turnOff : w().common.keys.turnOn}
      </Button>
      <span class="dim">{areKeysOn() ? w().common.keys.areOn : w().common.keys.areOff}</span>
    </div>
  </Dialog>
)
