import { type JSX, Show } from 'solid-js'
import type { IssueKind } from '../../server/domain/issue.ts'
import { named, w } from '../lib/i18n.ts'
import { Fixing } from './Fixing.tsx'
import type { Intake, PaneName } from './state.ts'
import { words } from './words.ts'

/** The four panes: who, where, what, since. Each says what was understood and from where; Alt+1…4 corrects it. */
export const Panes = (props: { intake: Intake; onDone: () => void }) => (
  <>
    <Pane n={1} name="who" intake={props.intake} source={<WhoSource intake={props.intake} />} onDone={props.onDone}>
      <Who intake={props.intake} />
    </Pane>
    <Pane n={2} name="where" intake={props.intake} source={how(props.intake, 'where')} onDone={props.onDone}>
      <Where intake={props.intake} />
    </Pane>
    <Pane n={3} name="what" intake={props.intake} source={how(props.intake, 'what')} onDone={props.onDone}>
      <What intake={props.intake} />
    </Pane>
    <Pane n={4} name="since" intake={props.intake} source={<SinceSource intake={props.intake} />} onDone={props.onDone}>
      <Since intake={props.intake} />
    </Pane>
  </>
)

const how = (intake: Intake, pane: 'where' | 'what'): string =>
  words().how[intake.preview.value?.[pane].how ?? 'none'] ?? ''

const Pane = (props: {
  n: number
  name: PaneName
  intake: Intake
  source: JSX.Element
  onDone: () => void
  children: JSX.Element
}) => {
  const isOpen = () => props.intake.pane() === props.name
  const close = (event: KeyboardEvent): void => {
    if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
    if (event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    props.onDone()
  }
  return (
    <section class={`dpane ${isOpen() ? 'open' : ''}`} aria-label={words()[props.name].label}>
      <h3>
        <b>{words()[props.name].label}</b>
        <span class="heard">{props.source}</span>
        <button
          type="button"
          class="fix"
          aria-expanded={isOpen()}
          aria-label={words().change(words()[props.name].label)}
          onClick={() => (isOpen() ? props.onDone() : props.intake.setPane(props.name))}
        >
          <kbd>{props.n}</kbd>
        </button>
      </h3>
      <Show when={isOpen()} fallback={props.children}>
        <div class="fixing" on:keydown={close}>
          <Fixing intake={props.intake} name={props.name} />
        </div>
      </Show>
    </section>
  )
}

const WhoSource = (props: { intake: Intake }) => {
  const who = () => props.intake.preview.value?.who
  return <>{who()?.telephone ? words().who.earlier(who()?.earlierCount ?? 0) : ''}</>
}

const Who = (props: { intake: Intake }) => {
  const telephone = () => props.intake.form.telephone.trim() || props.intake.preview.value?.who.telephone || ''
  return (
    <>
      <p class="v">{props.intake.form.name.trim() || words().who.nobody}</p>
      <p class="dim">{telephone() || words().who.none}</p>
    </>
  )
}

const Where = (props: { intake: Intake }) => {
  const where = () => props.intake.preview.value?.where
  const site = () => where()?.site
  return (
    <>
      <p class="v">
        <Show when={site()} fallback={props.intake.place() || words().where.nowhere}>
          {(found) => (
            <>
              {named(found())} {props.intake.place()}
            </>
          )}
        </Show>
      </p>
      <p class="dim">
        <Show when={props.intake.needs().includes('place')}>
          <span class="st st-attn">{words().need.place}</span>
        </Show>
        <Show when={site()}>
          <Show when={where()?.supplyLine} fallback={words().where.noLine}>
            {(line) => <>{words().where.line(named(line()), where()?.sameLine.map(named) ?? [])}</>}
          </Show>
        </Show>
      </p>
    </>
  )
}

const What = (props: { intake: Intake }) => {
  const preview = () => props.intake.preview.value
  return (
    <>
      <p class="v">
        <Show when={preview()?.what.service} fallback={words().what.nothing}>
          {(service) => <>{named(service())}</>}
        </Show>
      </p>
      <p class="dim">
        <Show when={props.intake.needs().includes('service')}>
          <span class="st st-attn">{words().need.service}</span>
        </Show>
        <Show when={preview()?.promise}>
          {(promise) => (
            <>
              {words().what.kind(
                w().common.kinds[preview()?.what.kind as IssueKind] ?? '',
                words().limit(promise().rule, promise().amount),
              )}
            </>
          )}
        </Show>
      </p>
    </>
  )
}

const SinceSource = (props: { intake: Intake }) => (
  <Show
    when={props.intake.preview.value?.since.meterAt}
    fallback={props.intake.preview.value?.since.at || props.intake.form.beganAt ? words().since.said : ''}
  >
    <span class="st st-evid">{words().since.meter}</span>
  </Show>
)

/** Two clocks agree when they are at most this far apart, ms. */
const AGREES_MS = 10 * 60_000

const Since = (props: { intake: Intake }) => {
  const since = () => props.intake.preview.value?.since
  const saidAt = () => props.intake.form.beganAt ?? since()?.at ?? null
  const said = () => {
    const at = saidAt()
    if (at === null) return null
    const time = w().time.instant(at, props.intake.preview.value?.at ?? at)
    return since()?.isRough && props.intake.form.beganAt === undefined ? words().since.rough(time) : time
  }
  const neighbours = () => {
    const heard = props.intake.preview.value?.neighbours
    if (heard) return words().since[heard]
    return props.intake.preview.value?.what.isSupplyOutage ? words().since.noNeighbours : ''
  }
  return (
    <Show
      when={since()?.meterAt}
      fallback={
        <>
          <p class="v">{said() ?? words().since.unknown}</p>
          <p class="dim">{neighbours()}</p>
        </>
      }
    >
      {(meterAt) => (
        <>
          <p class="v">{w().time.instant(meterAt(), props.intake.preview.value?.at ?? meterAt())}</p>
          <p class="dim">
            <Show when={said()} fallback={neighbours()}>
              {(time) => (
                <>
                  {Math.abs((saidAt() ?? 0) - meterAt()) <= AGREES_MS
                    ? words().since.agrees(time())
                    : words().since.differs(time())}
                </>
              )}
            </Show>
          </p>
        </>
      )}
    </Show>
  )
}
