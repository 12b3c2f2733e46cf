import { createSignal, Index, Match, Show, Switch } from 'solid-js'
import type { PartyView } from '../../server/wire/party.ts'
import { Frame } from './Frame.tsx'
import type { Failure } from './merchant-api.ts'
import { PartyReply } from './PartyReply.tsx'
import { usePartyPage } from './page.ts'
import { Skeleton } from './Skeleton.tsx'
import { Trouble, Unread } from './Trouble.tsx'
import { Chips, Words } from './Why.tsx'
import { deadlineWords } from './words-time.ts'

/** A step as the form hands it over; true when it was kept. */
export type TakeStep = (step: string, words: object) => Promise<boolean>

/** One issue for an outside party: what it is, by when, and the one step that is theirs now. */
export function Party(props: { token: string }) {
  const page = usePartyPage()
  const token = () => props.token
  const [view, setView] = createSignal<PartyView | null>(null)
  const [failure, setFailure] = createSignal<Failure | null>(null)
  const [isStale, setIsStale] = createSignal(false)
  const [isSending, setIsSending] = createSignal(false)
  async function ask(path: string, body: object): Promise<boolean> {
    setFailure(null)
    const outcome = await page.api.ask<PartyView>(`/party${path}`, { token: token(), ...body })
    if (outcome.ok) setView(outcome.value)
    else setFailure(outcome.failure)
    return outcome.ok
  }
  const take: TakeStep = async (step, words) => {
    if (isSending()) return false
    setIsSending(true)
    const isKept = await ask(`/${step}`, { version: view()?.version, ...words })
    const why = failure()
    const isOld = why?.kind === 'refused' && (why.status === 412 || why.status === 409)
    setIsStale(isOld)
    if (isOld) await ask('', {})
    setIsSending(false)
    return isKept
  }
  void ask('', {})
  const isEnded = () => {
    const why = failure()
    return why?.kind === 'refused' && why.status === 404
  }
  return (
    <Frame aside={null}>
      <Show
        when={!isEnded() && view()}
        fallback={
          <main class="ask">
            <Show when={failure()} fallback={<Skeleton />}>
              {(why) => (
                <Show when={isEnded()} fallback={<Unread failure={why()} onAgain={() => void ask('', {})} />}>
                  <h1>{page.w().badLink}</h1>
                  <p>{page.w().badLinkWhy}</p>
                </Show>
              )}
            </Show>
          </main>
        }
      >
        {(shown) => (
          <main>
            <What view={shown()} token={props.token} />
            <p class="said" role="status">
              {isStale() ? page.w().stale : ''}
            </p>
            <Show when={failure()} keyed>
              {(why) => <Trouble failure={why} isSending={true} />}
            </Show>
            <Switch fallback={<p class="told">{shown().replyText ? page.w().thanks : page.w().nothing}</p>}>
              <Match when={shown().steps.includes('signature')}>
                <Signature take={take} isSending={isSending()} />
              </Match>
              <Match when={shown().steps.includes('contact')}>
                <Contact take={take} isSending={isSending()} />
              </Match>
              <Match when={shown().steps.includes('reply')}>
                <PartyReply take={take} isSending={isSending()} />
              </Match>
            </Switch>
          </main>
        )}
      </Show>
    </Frame>
  )
}

function What(props: { view: PartyView; token: string }) {
  const page = usePartyPage()
  const now = () => page.now() ?? props.view.at
  const due = () => {
    const at = props.view.dueAt
    if (at === null) return page.w().noDue
    return at < now()
      ? page.w().late(deadlineWords(page.w(), at, now()))
      : page.w().due(deadlineWords(page.w(), at, now()))
  }
  return (
    <>
      <section class="ask">
        <h1>{page.w().title}</h1>
        <p>{page.w().lead(page.name(props.view.agency))}</p>
        <p class="dim">{page.w().ends(deadlineWords(page.w(), props.view.endsAt, now()))}</p>
      </section>
      <dl class="four">
        <div>
          <dt>{page.w().rowWhat}</dt>
          <dd>
            <b>{page.name(props.view.service)}</b>
            <span>{props.view.text}</span>
          </dd>
        </div>
        <div>
          <dt>{page.w().rowWhere}</dt>
          <dd>
            <b>{props.view.site ? page.name(props.view.site) : ''}</b>
            <span>{props.view.number}</span>
          </dd>
        </div>
        <div>
          <dt>{page.w().rowBy}</dt>
          <dd>
            <b class={props.view.dueAt !== null && props.view.dueAt < now() ? 'st st-late' : ''}>{due()}</b>
          </dd>
        </div>
        <div>
          <dt>{page.w().rowWho}</dt>
          <dd>
            <Index each={props.view.reports}>{(report) => <Reporter report={report()} token={props.token} />}</Index>
          </dd>
        </div>
      </dl>
    </>
  )
}

function Reporter(props: { report: PartyView['reports'][number]; token: string }) {
  const page = usePartyPage()
  const [contact, setContact] = createSignal<{ name: string | null; telephone: string | null } | null>(null)
  const [isClosed, setIsClosed] = createSignal(false)
  async function show(): Promise<void> {
    const body = { token: props.token, reportId: props.report.id }
    const outcome = await page.api.ask<{ name: string | null; telephone: string | null }>('/party/telephone', body)
    if (outcome.ok) setContact(outcome.value)
    else setIsClosed(true)
  }
  return (
    <p>
      <b>{props.report.place || props.report.number}</b>
      <span>{props.report.text}</span>
      <Show
        when={contact()}
        fallback={
          <Show when={props.report.hasTelephone && !isClosed()} fallback={<span> {page.w().telephoneClosed}</span>}>
            <button type="button" class="plain-button" on:click={() => void show()}>
              {page.w().telephone}
            </button>
            <span>{page.w().telephoneWhy}</span>
          </Show>
        }
      >
        {(known) => (
          <a class="link" href={`tel:${known().telephone ?? ''}`}>
            {known().name ?? ''} {known().telephone ?? page.w().noTelephone}
          </a>
        )}
      </Show>
    </p>
  )
}

function Signature(props: { take: TakeStep; isSending: boolean }) {
  const page = usePartyPage()
  const [person, setPerson] = createSignal('')
  const [fault, setFault] = createSignal('')
  return (
    <form
      class="say-it"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        setFault(person().trim() === '' ? page.w().needed : '')
        if (fault() === '') void props.take('signature', { personInCharge: person().trim() })
      }}
    >
      <Words
        id="person"
        label={page.w().person}
        hint={page.w().personHint}
        value={person()}
        fault={fault()}
        onType={setPerson}
      />
      <button type="submit" class="big yes" aria-disabled={props.isSending}>
        {props.isSending ? page.w().sending : page.w().signature}
      </button>
    </form>
  )
}

function Contact(props: { take: TakeStep; isSending: boolean }) {
  const page = usePartyPage()
  const [reached, setReached] = createSignal<string | null>(null)
  const [note, setNote] = createSignal('')
  const [fault, setFault] = createSignal('')
  const options = () => [
    { code: 'yes', text: page.w().wasReached },
    { code: 'no', text: page.w().notReached },
  ]
  return (
    <form
      class="say-it"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        setFault(note().trim() === '' || reached() === null ? page.w().needed : '')
        if (fault() === '') void props.take('contact', { note: note().trim(), wasReached: reached() === 'yes' })
      }}
    >
      <p class="lead">{page.w().contact}</p>
      <Chips label={page.w().contact} options={options()} picked={reached()} onPick={setReached} />
      <Words id="note" label={page.w().note} hint="" value={note()} fault={fault()} onType={setNote} />
      <button type="submit" class="big yes" aria-disabled={props.isSending}>
        {props.isSending ? page.w().sending : page.w().contact}
      </button>
    </form>
  )
}
