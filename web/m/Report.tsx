import { Show } from 'solid-js'
import { clockTime } from '../lib/time.ts'
import { CoverStep } from './CoverStep.tsx'
import { Frame } from './Frame.tsx'
import { useReportPage } from './page.ts'
import { Receipt } from './Receipt.tsx'
import { createReport } from './report.ts'
import { SayStep } from './SayStep.tsx'
import { ServiceStep } from './ServiceStep.tsx'
import { SiteStep } from './SiteStep.tsx'

/** Reporting: where, what, is it this one, a sentence. One step under the other, the done ones folded to a line. */
export function Report(_: { token: string }) {
  const page = useReportPage()
  const report = createReport(page.api, new URLSearchParams(location.search).get('s') ?? '')
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
              <SiteStep report={report} />
              <ServiceStep report={report} />
              <CoverStep report={report} />
              <SayStep report={report} />
            </main>
          </Frame>
        </form>
      }
    >
      {(receipt) => (
        <Frame aside={clock()}>
          <Receipt receipt={receipt().answer} isEarlierTry={receipt().isEarlierTry} onAnother={report.startAnother} />
        </Frame>
      )}
    </Show>
  )
}
