import { Index, Show } from 'solid-js'
import { useDoing } from './doing.ts'
import { useTrackingPage } from './page.ts'
import { roughInstantWords } from './words-time.ts'
import { movedWords, toldWords } from './words-told.ts'

const SHOWN = 3
/** Less than a minute moves nothing that anybody reads. */
const MOVED_MS = 60_000

/** What was told to the merchant, why the date moved, why it was refused, and who else helps. */
export function Told() {
  const page = useTrackingPage()
  const { w, t } = useDoing()
  const now = () => page.now() ?? t().at
  const when = (at: number) => roughInstantWords(page.w(), at, now())
  const line = (message: ReturnType<typeof t>['messages'][number]) => (
    <li>
      <time>{when(message.at)}</time>
      <span>{toldWords(page.w(), w(), page.language(), message, now())}</span>
    </li>
  )
  const moved = () =>
    t().pauses.filter((pause) => pause.endedAt === null || pause.dueAfterAt - pause.dueBeforeAt >= MOVED_MS)
  return (
    <section class="told">
      <Show when={t().refusal}>
        {(refusal) => (
          <div class="case">
            <h3>{w().refusalTitle}</h3>
            <p>{w().refusalWhere(refusal().whereInstead)}</p>
            <p>{w().refusalBasis(refusal().legalBasis)}</p>
          </div>
        )}
      </Show>
      <Show when={moved().length > 0}>
        <h2>{w().movedTitle}</h2>
        <ul>
          <Index each={moved()}>
            {(pause) => (
              <li>
                <time>{when(pause().fromAt)}</time>
                <span>
                  {movedWords(page.w(), w(), pause(), now())}
                  <Show when={pause().reason}>
                    <span class="dim"> {pause().reason}</span>
                  </Show>
                </span>
              </li>
            )}
          </Index>
        </ul>
      </Show>
      <Show when={t().messages.length > 0}>
        <h2>{w().toldTitle}</h2>
        <ul>
          <Index each={t().messages.slice(0, SHOWN)}>{(message) => line(message())}</Index>
        </ul>
        <Show when={t().messages.length > SHOWN}>
          <details class="more">
            <summary>{w().toldMore(t().messages.length - SHOWN)}</summary>
            <ul>
              <Index each={t().messages.slice(SHOWN)}>{(message) => line(message())}</Index>
            </ul>
          </details>
        </Show>
      </Show>
      <Show when={t().referrals.length > 0}>
        <h2>{w().referralTitle}</h2>
        <ul>
          <Index each={t().referrals}>
            {(referral) => (
              <li>
                <time>{when(referral().sentAt)}</time>
                <span>
                  <b>{page.name(referral().party)}</b> {w().referralStatus[referral().status]}
                  <Show when={referral().outcome}>
                    <q>{referral().outcome}</q>
                  </Show>
                </span>
              </li>
            )}
          </Index>
        </ul>
      </Show>
      <Show when={t().promise.zh}>
        <h2>{w().promiseTitle}</h2>
        <p>{page.name({ id: '', nameZh: t().promise.zh, nameEn: t().promise.en })}</p>
      </Show>
    </section>
  )
}
