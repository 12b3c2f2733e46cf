import { render } from 'solid-js/web'
import { App } from './App.tsx'
import { chosenLanguage, loadReportWords, loadTrackingWords } from './language.ts'
import './m.css'

/** The secret of a private link stands behind `#`, which no browser sends and no log keeps. */
const tokenIn = (hash: string): string => new URLSearchParams(hash.slice(1)).get('k') ?? ''

async function start(root: HTMLElement): Promise<void> {
  const language = chosenLanguage(location.search, navigator.languages ?? [navigator.language])
  const token = tokenIn(location.hash)
  const loadWords = token === '' ? loadReportWords : loadTrackingWords
  const [words, screen] = await Promise.all([
    loadWords(language),
    token === '' ? import('./Report.tsx').then((m) => m.Report) : import('./Tracking.tsx').then((m) => m.Tracking),
  ])
  root.textContent = ''
  render(
    () => (
      <App
        fetch={(...given) => fetch(...given)}
        uptime={() => performance.now()}
        language={language}
        words={words}
        loadWords={loadWords}
        screen={screen}
        token={token}
      />
    ),
    root,
  )
}

// Another link pasted over this one is another page.
addEventListener('hashchange', () => location.reload())

const root = document.getElementById('app')
if (root) {
  start(root).catch(() => {
    root.textContent = ''
    document.getElementById('unread')?.removeAttribute('hidden')
  })
}
