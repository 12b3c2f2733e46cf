import { type Component, ErrorBoundary, onCleanup, onMount } from 'solid-js'
import { createDocumentWords } from '../lib/document-words.ts'
import { Frame } from './Frame.tsx'
import { createPage, type PageOutside, PageProvider } from './page.ts'

const TICK_MS = 1_000

/** What a screen is given: the secret of the private link, empty where a report is made. */
export type Screen = Component<{ token: string }>

/** The merchant's page around one screen: its words, its clock, and what is shown should the screen break. */
export function App(props: PageOutside & { screen: Screen; token: string }) {
  const page = createPage(props)
  onMount(() => {
    const timer = setInterval(page.tick, TICK_MS)
    onCleanup(() => clearInterval(timer))
  })
  createDocumentWords(
    () => `${page.w().title} · ${page.w().product}`,
    () => page.w().tag,
  )
  return (
    <PageProvider value={page}>
      <ErrorBoundary
        fallback={(_, again) => (
          <Frame aside={null}>
            <main class="ask" role="alert">
              <h1>{page.w().noRead}</h1>
              <button type="button" class="plain-button" on:click={again}>
                {page.w().tryAgain}
              </button>
            </main>
          </Frame>
        )}
      >
        <props.screen token={props.token} />
      </ErrorBoundary>
    </PageProvider>
  )
}
