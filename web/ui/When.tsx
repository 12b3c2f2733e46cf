import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import { clockSeconds, dayStart } from '../lib/time.ts'

/** An instant of the district, today's without its date; the relative one stands beside it on hover and for readers. */
export const When = (props: { at: number; hasSeconds?: boolean }) => (
  <time datetime={new Date(props.at).toISOString()} title={w().time.ago(now() - props.at)}>
    {props.hasSeconds && dayStart(props.at) === dayStart(now())
      ? clockSeconds(props.at)
      : w().time.instant(props.at, now())}
  </time>
)
