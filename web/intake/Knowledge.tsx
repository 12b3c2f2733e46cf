import { For, Show } from 'solid-js'
import type { Intake } from './state.ts'
import { words } from './words.ts'

/** What may be answered from, in the words that are read out. */
export const Knowledge = (props: { intake: Intake }) => {
  const entries = () => props.intake.preview.value?.entries ?? []
  return (
    <section>
      <Show
        when={entries().length > 0}
        fallback={
          <>
            <h2>{words().knowledge.title}</h2>
            <p class="dim">{words().knowledge.none}</p>
          </>
        }
      >
        <For each={entries()}>
          {(entry, index) => (
            <>
              <h2 class={index() > 0 ? 'next' : ''}>
                {index() === 0 ? words().knowledge.title : entry.title}
                <span class="dim">{entry.id}</span>
              </h2>
              <p class="plain">{entry.plainWords}</p>
              <Show when={entry.isExpired}>
                <p class="st st-late">{words().knowledge.expired}</p>
              </Show>
              <Show when={!entry.isExpired && entry.isReviewDue && entry.reviewOn}>
                {(on) => <p class="st st-attn">{words().knowledge.reviewDue(on())}</p>}
              </Show>
              <p class="entry-do">
                <Show when={!entry.isExpired}>
                  <button type="button" class="link" onClick={() => props.intake.beginAnswer(entry.id)}>
                    {words().knowledge.use}
                  </button>
                </Show>
                <a class="go" href={`/knowledge/${entry.id}`} target="_blank" rel="noopener">
                  {words().knowledge.open}
                </a>
              </p>
            </>
          )}
        </For>
      </Show>
    </section>
  )
}
