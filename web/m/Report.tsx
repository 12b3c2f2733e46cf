import { Show } from 'solid-js'
import { createLater } from '../lib/later.ts'
import { clockTime } from '../lib/time.ts'
import { CoverStep } from './CoverStep.tsx'
import { Frame } from './Frame.tsx'
import { loadSaying } from './language.ts'
import { useReportPage } from './page.ts'
import { createReport } from './report.ts'
import { ServiceStep } from './ServiceStep.tsx'
import { SiteStep } from './SiteStep.tsx'

/** Reporting: where, what, is it this one, a sentence. One step under the other, the done ones folded to a line. */
export function Report(_: { token: string }) {
  const page = useReportPage()
  const report = createReport(page.api, new URLSearchParams(location.search).get('s') ?? '')
  const saying = createLater(page.language, loadSaying)
  const clock = () => (
    <Show when={page.now()}>{(at) => <time datetime={new Date(at()).toISOString()}>{clockTime(at())}</time>}</Show>
  )
  return (
    <Show
      when={report.receipt()}
      fallback={
        <form
          class="sheet"
          novalidate
          onSubmit={(event) => {
            event.preventDefault()
            void report.send()
          }}
        >
          <Frame aside={clock()}>
            <main>
              <section class="ask">
                <h1>{page.w().title}</h1>
                <p>{page.w().reportLead}</p>
              </section>
              <Show when={saying()}>
                {(part) => {
                  const { Kept } = part()
                  return <Kept words={() => part().words} />
                }}
              </Show>
              <SiteStep report={report} />
              <ServiceStep report={report} />
              <CoverStep report={report} />
              <Show when={saying()}>
                {(part) => {
                  const { SayStep } = part()
                  return <SayStep words={() => part().words} report={report} />
                }}
              </Show>
            </main>
          </Frame>
        </form>
      }
    >
      {(receipt) => (
        <Frame aside={clock()}>
          <Show when={saying()}>
            {(part) => {
              const { Receipt } = part()
              return (
                <Receipt
                  words={() => part().words}
                  receipt={receipt().answer}
                  isEarlierTry={receipt().isEarlierTry}
                  unsentPhotos={report.unsentPhotos()}
                  onAnother={report.startAnother}
                />
              )
            }}
          </Show>
        </Frame>
      )}
    </Show>
  )
}
