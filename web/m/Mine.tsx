import { createSignal, Index, Show } from 'solid-js'
import type { IssueState } from '../../server/domain/issue.ts'
import type { Mine as MineValue } from '../../server/wire/merchant-steps.ts'
import { Frame } from './Frame.tsx'
import type { Failure } from './merchant-api.ts'
import { useMinePage } from './page.ts'
import { Skeleton } from './Skeleton.tsx'
import { Trouble, Unread } from './Trouble.tsx'
import { deadlineWords, roughInstantWords } from './words-time.ts'

/** Everything reported from one telephone, behind a link that ends by itself. */
export function Mine(props: { token: string }) {
  const page = useMinePage()
  const [mine, setMine] = createSignal<MineValue | null>(null)
  const [failure, setFailure] = createSignal<Failure | null>(null)
  const [isRevoked, setIsRevoked] = createSignal(false)
  const token = () => props.token
  async function read(): Promise<void> {
    setFailure(null)
    const outcome = await page.api.ask<MineValue>('mine', { token: token() })
    if (outcome.ok) setMine(outcome.value)
    else setFailure(outcome.failure)
  }
  async function open(reportId: string): Promise<void> {
    setFailure(null)
    const outcome = await page.api.ask<{ trackingPath: string }>('mine/open', { token: token(), reportId })
    if (outcome.ok) location.assign(outcome.value.trackingPath)
    else setFailure(outcome.failure)
  }
  async function revoke(): Promise<void> {
    const response = await page.api.ask<null>('mine/revocation', { token: token() })
    // The answer has no body: what cannot be read was done.
    setIsRevoked(response.ok || response.failure.kind === 'unreachable')
  }
  void read()
  const isEnded = () => {
    const why = failure()
    return why?.kind === 'refused' && why.status === 404
  }
  return (
    <Frame aside={null}>
      <Show
        when={mine() && !isEnded()}
        fallback={
          <main class="ask">
            <Show when={failure()} fallback={<Skeleton />}>
              {(why) => (
                <Show when={isEnded()} fallback={<Unread failure={why()} onAgain={() => void read()} />}>
                  <h1>{page.w().badLink}</h1>
                  <p>{page.w().badLinkWhy}</p>
                </Show>
              )}
            </Show>
          </main>
        }
      >
        <main>
          <section class="ask">
            <h1>{page.w().title}</h1>
            <p>{mine()!.reports.length === 0 ? page.w().none : page.w().lead(mine()!.reports.length)}</p>
            <p class="dim">{page.w().ends(deadlineWords(page.w(), mine()!.endsAt, page.now() ?? mine()!.at))}</p>
          </section>
          <Show when={failure()} keyed>
            {(why) => <Trouble failure={why} isSending={true} />}
          </Show>
          <ul class="places mine">
            <Index each={mine()!.reports}>
              {(one) => (
                <li>
                  <button type="button" on:click={() => void open(one().id)}>
                    <b>
                      {page.language() === 'zh' || !one().site
                        ? one().title
                        : `${page.name(one().service)}, ${page.name(one().site!)}`}
                    </b>
                    <span class="dim">
                      {roughInstantWords(page.w(), one().createdAt, page.now() ?? mine()!.at)} ·{' '}
                      {page.w().states[one().state as IssueState]} · {one().number}
                    </span>
                  </button>
                </li>
              )}
            </Index>
          </ul>
          <p class="mine">
            <button
              type="button"
              class="plain-button"
              aria-disabled={isRevoked()}
              on:click={() => void (isRevoked() ? null : revoke())}
            >
              {isRevoked() ? page.w().revoked : page.w().revoke}
            </button>
          </p>
        </main>
      </Show>
    </Frame>
  )
}
