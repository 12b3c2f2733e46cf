import { type JSX, Show, splitProps } from 'solid-js'
import { areKeysOn } from '../lib/keys.ts'

type Props = JSX.ButtonHTMLAttributes<HTMLButtonElement> & { isMain?: boolean; key?: string }

export const Button = (props: Props) => {
  const [own, rest] = splitProps(props, ['isMain', 'key', 'children', 'class'])
  return (
    <button type="button" {...rest} class={`btn ${own.isMain ? 'main' : ''} ${own.class ?? ''}`}>
      {own.children}
      <Key name={own.key} />
    </button>
  )
}

/** A key cap, while single keys are on. */
export const Key = (props: { name?: string }) => (
  <Show when={props.name && areKeysOn()}>
    <span aria-hidden="true">
      <kbd>{props.name}</kbd>
    </span>
  </Show>
)
