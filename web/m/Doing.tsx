import { Match, Show, Switch } from 'solid-js'
import type { Tracking } from '../../server/wire/merchant.ts'
import { AnswerBar } from './AnswerBar.tsx'
import { createSending, DoingProvider } from './doing.ts'
import { GradeBar } from './GradeBar.tsx'
import { More } from './More.tsx'
import { useTrackingPage } from './page.ts'
import { QuestionBar } from './QuestionBar.tsx'
import { ReopenBar } from './ReopenBar.tsx'
import { Story } from './Story.tsx'
import { Told } from './Told.tsx'
import type { Following } from './tracking.ts'
import type { DoingWords } from './words-doing-zh.ts'

/** What was told, what can be done besides, and the one thing that is asked now, in reach of a thumb. */
export function Doing(props: { words: () => DoingWords; tracking: Tracking; following: Following }) {
  const page = useTrackingPage()
  const sending = createSending()
  return (
    <DoingProvider value={{ w: () => props.words(), t: () => props.tracking, following: props.following }}>
      <Told />
      <Story tracking={props.tracking} now={page.now() ?? props.tracking.at} />
      <More />
      <p class="said" role="status">
        <Show when={sending.outcome()}>
          {(said) => (said() === 'saved' ? props.words().saved : props.words().alreadyAnswered)}
        </Show>
      </p>
      <Switch>
        <Match when={props.tracking.question}>
          {(question) => <QuestionBar question={question()} sending={sending} />}
        </Match>
        <Match when={props.tracking.canAnswer}>
          <AnswerBar sending={sending} />
        </Match>
        <Match when={props.tracking.canGrade}>
          <GradeBar sending={sending} />
        </Match>
        <Match when={props.tracking.reopening}>{(how) => <ReopenBar how={how()} sending={sending} />}</Match>
      </Switch>
    </DoingProvider>
  )
}
export type Sending = ReturnType<typeof createSending>
