import './start.css'
import type { JSX } from 'solid-js'
import { chooseLanguage, language, w } from '../lib/i18n.ts'

/** A page before the desk: the mark, a sentence, one thing to do. */
export const Door = (props: { isLit: boolean; aside: string; children: JSX.Element }) => (
  <main class="door" id="main">
    <p class="brand">
      <svg aria-hidden="true">
        <use href={props.isLit ? '#logo' : '#dark'} />
      </svg>
      {w().common.brand}
      <span>{props.aside}</span>
    </p>
    {props.children}
    <p class="languages">
      <button
        type="button"
        class="link"
        aria-pressed={language() === 'zh-CN'}
        lang="zh-CN"
        onClick={() => chooseLanguage('zh-CN')}
      >
        中文
      </button>
      <button
        type="button"
        class="link"
        aria-pressed={language() === 'en'}
        lang="en"
        onClick={() => chooseLanguage('en')}
      >
        English
      </button>
    </p>
  </main>
)
