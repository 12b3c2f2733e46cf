import type { JSX } from 'solid-js'
import { usePage } from './page.ts'

/** Bar with the mark and one word on time, then the screen, then help and the language, always in the same place. */
export function Frame(props: { aside: JSX.Element; children: JSX.Element }) {
  const page = usePage()
  return (
    <>
      <header class="bar">
        <b>
          <Mark />
          {page.w().product}
        </b>
        {props.aside}
      </header>
      {props.children}
      <footer class="foot">
        <p>{page.w().help}</p>
        <button
          type="button"
          class="plain-button"
          lang={page.language() === 'zh' ? 'en' : 'zh-CN'}
          on:click={() => page.switchLanguage()}
        >
          {page.w().switchTo}
        </button>
      </footer>
    </>
  )
}

function Mark() {
  return (
    <svg viewBox="0 0 22 22" aria-hidden="true">
      <path d="M1 1h20v20H1zM1 14h20M8 1v20" class="mark-frame" />
      <rect x="8.75" y="1.75" width="11.5" height="11.5" class="mark-pane" />
    </svg>
  )
}
