import { Show } from 'solid-js'
import { w } from '../lib/i18n.ts'
import { clockTime } from '../lib/time.ts'
import { Pieces } from '../ui/Say.tsx'
import type { Phrase } from '../words/phrase.ts'
import type { Intake } from './state.ts'
import type { IntakeStory } from './words.ts'
import { words } from './words.ts'

/** The words to read out, and the promise they hold as a bar. */
export const ReadTo = (props: { intake: Intake; story: IntakeStory | undefined; phrase: Phrase }) => (
  <section>
    <h2>{words().readTo}</h2>
    <p class="read">
      <Pieces phrase={props.phrase} />
    </p>
    <Show when={props.story}>{(story) => <Promised intake={props.intake} story={story()} />}</Show>
  </section>
)

const percent = (share: number): string => `${Math.min(100, Math.max(0, share * 100)).toFixed(1)}%`

const Promised = (props: { intake: Intake; story: IntakeStory }) => {
  const promise = () => props.intake.preview.value?.promise
  const span = () => {
    const story = props.story
    const { join, expectedAt, now, best, planned, stop } = story
    if (stop || planned) return null
    if (join) return join.expectedAt === null ? null : { from: join.receivedAt, to: join.expectedAt }
    return best === 'dispatch' && expectedAt !== null ? { from: now, to: expectedAt } : null
  }
  const limit = () => {
    const now = promise()
    return now ? words().limit(now.rule, now.amount) : ''
  }
  return (
    <Show when={span()}>
      {(bar) => {
        const share = () => (props.story.now - bar().from) / Math.max(1, bar().to - bar().from)
        const at = (time: number) => w().time.instant(time, props.story.now)
        return (
          <svg
            class="promise"
            width="100%"
            height="62"
            role="img"
            aria-label={w().common.list([
              words().bar.picture(at(bar().from), at(bar().to)),
              words().bar.used(w().time.running(props.story.now - bar().from)),
            ])}
          >
            <rect class="whole" y="24" width="100%" height="10" />
            <rect class="used" y="24" width={percent(share())} height="10" />
            <line class="mark" x1={percent(share())} x2={percent(share())} y1="18" y2="40" />
            <Show when={share() > 0.02}>
              <text
                x={percent(share())}
                y="13"
                text-anchor={share() < 0.2 ? 'start' : share() > 0.6 ? 'end' : 'middle'}
              >
                {words().bar.used(w().time.running(props.story.now - bar().from))}
              </text>
            </Show>
            <text x="0" y="56">
              {clockTime(bar().from)}
            </text>
            <text x="100%" y="56" text-anchor="end">
              {w().common.list(
                [words().bar.promised(w().time.due(bar().to, props.story.now)), limit()].filter(Boolean),
              )}
            </text>
          </svg>
        )
      }}
    </Show>
  )
}
