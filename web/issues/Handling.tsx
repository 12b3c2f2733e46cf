import { For, Show } from 'solid-js'
import type { IssueDetail } from '../../server/wire/issues.ts'
import { now } from '../lib/clock.ts'
import { language, named, w } from '../lib/i18n.ts'
import { useDirectory } from './directory.ts'
import { words } from './words.ts'

/** Who has it in hand, whether the merchant was called in time, and the day that was promised. */
export const Handling = (props: { issue: IssueDetail }) => {
  const said = () => words().page.handling
  const directory = useDirectory()
  const instant = (at: number) => w().time.instant(at, now())
  const telephone = () => directory.state.value?.agencies.find(({ id }) => id === props.issue.agency?.id)?.telephone
  const contact = () => {
    const madeAt = props.issue.contactedAt
    const contactDueAt = props.issue.contactDueAt
    if (madeAt !== null) return said().contacted(instant(madeAt))
    if (contactDueAt === null) return null
    return contactDueAt < now() ? said().contactLate(instant(contactDueAt)) : said().notContacted(instant(contactDueAt))
  }
  const isContactLate = () =>
    props.issue.contactedAt === null && props.issue.contactDueAt !== null && props.issue.contactDueAt < now()
  return (
    <Show when={props.issue.agency}>
      {(agency) => (
        <section>
          <h2>{said().title}</h2>
          <dl class="i-pairs">
            <dt>{w().issues.column.agency}</dt>
            <dd>{named(agency())}</dd>
            <dt>{said().person}</dt>
            <dd>{props.issue.personInCharge ?? <span class="dim">{said().noPerson}</span>}</dd>
            <Show when={contact()}>
              {(text) => (
                <>
                  <dt>{said().contactDue}</dt>
                  <dd class={isContactLate() ? 'st st-late' : ''}>{text()}</dd>
                </>
              )}
            </Show>
            <Show when={props.issue.plannedAt}>
              {(at) => (
                <>
                  <dt>{said().planned}</dt>
                  <dd>{w().time.day(at())}</dd>
                </>
              )}
            </Show>
            <Show when={telephone()}>
              {(number) => (
                <>
                  <dt>{said().telephone}</dt>
                  <dd class="number">{number()}</dd>
                </>
              )}
            </Show>
          </dl>
        </section>
      )}
    </Show>
  )
}

/** What was promised at receipt and what the merchant answered then; later changes of the service do not touch it. */
export const Frozen = (props: { issue: IssueDetail }) => {
  const said = () => words().page.frozen
  const promise = () => (language() === 'zh-CN' ? props.issue.frozen.promiseZh : props.issue.frozen.promiseEn)
  return (
    <Show when={promise() !== '' || props.issue.frozen.answers.length > 0}>
      <section>
        <h2>{said().title}</h2>
        <Show when={promise() !== ''}>
          <p class="plain">{promise()}</p>
          <p class="dim">{said().promiseNote}</p>
        </Show>
        <Show when={props.issue.frozen.answers.length > 0}>
          <dl class="i-pairs">
            <For each={props.issue.frozen.answers}>
              {(one) => (
                <>
                  <dt>{language() === 'zh-CN' ? one.labelZh : one.labelEn}</dt>
                  <dd>{one.answer}</dd>
                </>
              )}
            </For>
          </dl>
        </Show>
      </section>
    </Show>
  )
}
