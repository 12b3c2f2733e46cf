import { Index, Show } from 'solid-js'
import { FaultSummary } from './FaultSummary.tsx'
import { Field } from './Field.tsx'
import { useReportPage } from './page.ts'
import type { Report } from './report.ts'
import type { DraftField } from './report-draft.ts'
import { Trouble } from './Trouble.tsx'
import { meterWords } from './words-cover.ts'

const FIELDS = ['text', 'place', 'telephone'] as const satisfies readonly DraftField[]

/** The last step: a sentence, the stall, a telephone if they like; then send. */
export function SayStep(props: { report: Report }) {
  const page = useReportPage()
  const isJoining = () => props.report.choice().kind === 'join'
  const number = () => (props.report.covers().length > 0 ? 4 : 3)
  const labelOf = (field: DraftField) =>
    ({ text: page.w().textLabel, place: page.w().placeLabel, telephone: page.w().telephoneLabel })[field]
  const hintOf = (field: DraftField) => {
    const text = isJoining() ? page.w().textHintJoin : page.w().textHintNew
    return { text, place: page.w().placeHint, telephone: page.w().telephoneHint }[field]
  }
  const meter = () => {
    const here = props.report.site()
    if (!here || !props.report.service()?.isSupplyOutage || props.report.covers().length > 0) return ''
    return meterWords(page.w(), here.supply, page.now() ?? here.at)
  }
  const sendWords = () => {
    if (props.report.isSending()) return page.w().sending
    if (props.report.failure()) return page.w().sendAgain
    return isJoining() ? page.w().sendJoin : page.w().send
  }
  return (
    <Show when={props.report.choice().kind !== 'open'}>
      <section class="step is-current same">
        <i aria-hidden="true">{number()}</i>
        <h2 id={number() === 3 ? 'step-3' : 'step-say'} tabindex="-1">
          {isJoining() ? page.w().sayMore : page.w().saySentence}
        </h2>
        <div class="wide">
          <Show when={props.report.faults().length > 1}>
            <FaultSummary faults={props.report.faults()} label={labelOf} />
          </Show>
          <Show when={meter()}>
            <p class="st st-evid">{meter()}</p>
          </Show>
          <Index each={FIELDS}>
            {(field) => (
              <Field
                field={field()}
                label={labelOf(field())}
                hint={hintOf(field())}
                value={props.report.typed()[field()]}
                fault={props.report.faults().find((fault) => fault.field === field())}
                note={field() === 'telephone' ? page.w().whoSees : ''}
                onType={(value) => props.report.type(field(), value)}
              />
            )}
          </Index>
        </div>
      </section>
      <div class="go-on">
        <Show when={props.report.failure()} keyed fallback={<p>{page.w().afterSend}</p>}>
          {(failure) => <Trouble failure={failure} isSending={true} />}
        </Show>
        <button type="submit" class="big yes" aria-disabled={props.report.isSending()}>
          {sendWords()}
        </button>
      </div>
    </Show>
  )
}
