import { Index, Show } from 'solid-js'
import type { MerchantSite } from '../../server/wire/merchant.ts'
import { useReportPage } from './page.ts'
import type { Report } from './report.ts'
import type { SayingWords } from './words-saying-zh.ts'
import { deadlineWords, instantWords } from './words-time.ts'

/** What is known before the form: danger, what belongs elsewhere, announced outages, a closed desk, the promise. */
export function Notices(props: { words: () => SayingWords; report: Report; site: MerchantSite }) {
  const page = useReportPage()
  const w = () => props.words()
  const now = () => page.now() ?? props.site.at
  const service = () => props.report.service()
  const both = (zh: string, en: string) => page.name({ id: '', nameZh: zh, nameEn: en })
  const when = (at: number) => instantWords(page.w(), at, now())
  const outages = () => (service()?.isSupplyOutage ? props.site.outages : [])
  const opens = () => when(props.site.desk.opensAt ?? now())
  return (
    <Show when={service()}>
      {(chosen) => (
        <div class="before">
          <Show when={chosen().riskZh}>
            <p class="st st-attn" role="alert">
              <b>{w().danger}</b> {both(chosen().riskZh, chosen().riskEn)}
            </p>
          </Show>
          <Show when={chosen().stopNotice}>
            {(notice) => (
              <div class="case" role="status">
                <h3 id="step-3" tabindex="-1">
                  {w().elsewhere}
                </h3>
                <p>{both(notice().textZh, notice().textEn)}</p>
                <p>
                  <b>{w().elsewhereWhere(both(notice().whereZh, notice().whereEn))}</b>
                </p>
              </div>
            )}
          </Show>
          <Index each={outages()}>
            {(outage) => (
              <p class="st st-evid">
                {outage().fromAt <= now()
                  ? w().outageNow(when(outage().untilAt), outage().reason)
                  : w().outageSoon(when(outage().fromAt), when(outage().untilAt), outage().reason)}
              </p>
            )}
          </Index>
          <Show when={!chosen().stopNotice && props.report.choice().kind === 'new'}>
            <p class="dim">{w().promise(deadlineWords(page.w(), chosen().expectedAt, now()))}</p>
            <Show when={chosen().promiseZh}>
              <p class="dim">{both(chosen().promiseZh, chosen().promiseEn)}</p>
            </Show>
            <Show when={!props.site.desk.isOpen}>
              <p class="dim">{props.site.desk.isDayOff ? w().deskDayOff(opens()) : w().deskClosed(opens())}</p>
            </Show>
          </Show>
        </div>
      )}
    </Show>
  )
}
