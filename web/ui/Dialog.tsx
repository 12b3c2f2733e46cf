import { type JSX, onCleanup, onMount } from 'solid-js'

/** A native dialog, open while it is mounted; Escape closes it and the focus goes back where it was. */
export const Dialog = (props: { label: string; onClose: () => void; children: JSX.Element; class?: string }) => {
  let dialog!: HTMLDialogElement
  const before = document.activeElement
  onMount(() => {
    if (typeof dialog.showModal === 'function') dialog.showModal()
    else dialog.setAttribute('open', '')
  })
  onCleanup(() => {
    if (before instanceof HTMLElement && before.isConnected) before.focus()
  })
  return (
    <dialog
      ref={dialog}
      class={`dlg ${props.class ?? ''}`}
      aria-label={props.label}
      on:close={() => props.onClose()}
      on:cancel={() => props.onClose()}
    >
      {props.children}
    </dialog>
  )
}
