import { createSignal, Index, Show } from 'solid-js'
import { browserShelf } from './draft-shelf.ts'
import { createDrafts, type Drafts } from './drafts.ts'
import { Privacy, Questions, ReportPhotos } from './Extra.tsx'
import { FaultSummary } from './FaultSummary.tsx'
import { Field } from './Field.tsx'
import { KeptList } from './Kept.tsx'
import { Notices } from './Notices.tsx'
import { useReportPage } from './page.ts'
import type { Report } from './report.ts'
import type { DraftField } from './report-draft.ts'
import { Trouble } from './Trouble.tsx'
import { meterWords } from './words-cover.ts'
import type { SayingWords } from './words-saying-zh.ts'

// The receipt is shown by what sent the report, so it is there when it is needed.
export { Receipt } from './Receipt.tsx'

const FIELDS = ['text', 'place', 'telephone'] as const satisfies readonly DraftField[]

const [drafts, setDrafts] = createSignal<Drafts | null>(null)

/** What the phone keeps for the merchant, over the steps. */
export function Kept(props: { words: () => SayingWords }) {
  const page = useReportPage()
  const own = createDrafts(page.api, browserShelf())
  setDrafts(own)
  return <KeptList words={props.words} drafts={own} />
}

/** The last step: what there is to know, a sentence, the stall, a telephone if they like; then send. */
export function SayStep(props: { words: () => SayingWords; report: Report }) {
  const page = useReportPage()
  const [missing, setMissing] = createSignal<string[]>([])
  const [cannotKeep, setCannotKeep] = createSignal(false)
  const unanswered = () =>
    props.report.choice().kind === 'new'
      ? (props.report.service()?.questions ?? [])
          .filter(({ id, isRequired }) => isRequired && (props.report.beside().answers[id] ?? []).length === 0)
          .map(({ id }) => id)
      : []
  const keep = async () => {
    const tried = props.report.pending()
    const shelf = drafts()
    if (!tried || !shelf) return
    // Only what surely lies on the phone may leave the form.
    if (await shelf.keep(tried, page.now() ?? 0)) props.report.letGo()
    else setCannotKeep(true)
  }
  const canKeep = () => props.report.failure()?.kind === 'unreachable' && drafts() !== null && !cannotKeep()
  const isJoining = () => props.report.choice().kind === 'join'
  const number = () => (props.report.covers().length > 0 ? 4 : 3)
  const labelOf = (field: DraftField) =>
    ({ text: props.words().textLabel, place: props.words().placeLabel, telephone: props.words().telephoneLabel })[field]
  const hintOf = (field: DraftField) => {
    const text = isJoining() ? props.words().textHintJoin : props.words().textHintNew
    return { text, place: props.words().placeHint, telephone: props.words().telephoneHint }[field]
  }
  const meter = () => {
    const here = props.report.site()
    if (!here || !props.report.service()?.isSupplyOutage || props.report.covers().length > 0) return ''
    return meterWords(page.w(), here.supply, page.now() ?? here.at)
  }
  const sendWords = () => {
    if (props.report.isSending()) return page.w().sending
    if (props.report.failure()) return props.words().sendAgain
    return isJoining() ? props.words().sendJoin : props.words().send
  }
  return (
    <>
      <Show when={props.report.site()}>
        {(site) => <Notices words={props.words} report={props.report} site={site()} />}
      </Show>
      <Show when={props.report.choice().kind !== 'open'}>
        <section class="step is-current same">
          <i aria-hidden="true">{number()}</i>
          <h2 id={number() === 3 ? 'step-3' : 'step-say'} tabindex="-1">
            {isJoining() ? props.words().sayMore : props.words().saySentence}
          </h2>
          <div class="wide">
            <Show when={props.report.faults().length > 1}>
              <FaultSummary words={props.words} faults={props.report.faults()} label={labelOf} />
            </Show>
            <Show when={meter()}>
              <p class="st st-evid">{meter()}</p>
            </Show>
            <Index each={FIELDS}>
              {(field) => (
                <Field
                  words={props.words}
                  field={field()}
                  label={labelOf(field())}
                  hint={hintOf(field())}
                  value={props.report.typed()[field()]}
                  fault={props.report.faults().find((fault) => fault.field === field())}
                  note={field() === 'telephone' ? props.words().whoSees : ''}
                  onType={(value) => props.report.type(field(), value)}
                />
              )}
            </Index>
            <Questions words={props.words} report={props.report} missing={missing()} />
            <ReportPhotos words={props.words} report={props.report} />
            <Privacy words={props.words} report={props.report} />
          </div>
        </section>
        <div class="go-on">
          <Show when={props.report.failure()} keyed fallback={<p>{page.w().afterSend}</p>}>
            {(failure) => <Trouble failure={failure} isSending={true} />}
          </Show>
          <Show when={canKeep()}>
            <button type="button" class="big" on:click={() => void keep()}>
              {props.words().keepIt}
            </button>
            <p>{props.words().keepWhy}</p>
          </Show>
          <button
            type="submit"
            class="big yes"
            aria-disabled={props.report.isSending()}
            on:click={(event) => {
              setMissing(unanswered())
              if (missing().length === 0) return
              event.preventDefault()
              document.getElementById(`question-${missing()[0]}`)?.focus()
            }}
          >
            {sendWords()}
          </button>
        </div>
      </Show>
    </>
  )
}
