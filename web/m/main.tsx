import { render } from 'solid-js/web'
import { App, type Screen } from './App.tsx'
import {
  chosenLanguage,
  type Language,
  loadMineWords,
  loadPartyWords,
  loadReportWords,
  loadSpotWords,
  loadTrackingWords,
} from './language.ts'
import type { ScreenWords } from './page.ts'
import './m.css'

interface Chosen {
  token: string
  loadWords: (language: Language) => Promise<ScreenWords>
  screen: () => Promise<Screen>
}

/**
 * Which screen an address opens. The secret of a private link stands behind `#`, which no browser sends and no log keeps:
 * `k` one report, `mine` all of one telephone, `party` one issue for an outside agency. A code at a window carries `?w=`.
 */
function chosen(hash: string, search: string): Chosen {
  const secrets = new URLSearchParams(hash.slice(1))
  const [one, mine, party] = ['k', 'mine', 'party'].map((name) => secrets.get(name) ?? '') as [string, string, string]
  if (one !== '')
    return { token: one, loadWords: loadTrackingWords, screen: async () => (await import('./Tracking.tsx')).Tracking }
  if (mine !== '')
    return {
      token: mine,
      loadWords: loadMineWords,
      screen: async () => (await import('./Mine.tsx')).Mine,
    }
  if (party !== '')
    return { token: party, loadWords: loadPartyWords, screen: async () => (await import('./Party.tsx')).Party }
  if (new URLSearchParams(search).has('w'))
    return { token: '', loadWords: loadSpotWords, screen: async () => (await import('./Spot.tsx')).Spot }
  return { token: '', loadWords: loadReportWords, screen: async () => (await import('./Report.tsx')).Report }
}

async function start(root: HTMLElement): Promise<void> {
  const language = chosenLanguage(location.search, navigator.languages ?? [navigator.language])
  const { token, loadWords, screen: loadScreen } = chosen(location.hash, location.search)
  const [words, screen] = await Promise.all([loadWords(language), loadScreen()])
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
