import { type JSX, Show } from 'solid-js'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { GARBLED, UNREACHABLE } from '../lib/api.ts'
import { w } from '../lib/i18n.ts'
import type { Words } from '../words/words.ts'
import { Button } from './Button.tsx'

type Said = { title: string; todo: string }

/** What happened and what to do. The server's own words, which come in the language asked for; ours where it could not answer. */
export function said(problem: Refusal, words: Words): Said {
  const p = words.common.problem
  if (problem.type === UNREACHABLE) return { title: p.unreachable, todo: p.unreachableDo }
  if (problem.type === GARBLED || problem.title === '') return { title: p.broken, todo: p.brokenDo }
  const allowed = problem.allowed ? p.refusedDo(allowedWords(problem, words)) : ''
  return { title: `${problem.title}${words.common.stop}`, todo: `${problem.detail}${allowed}` }
}

function allowedWords(problem: Refusal, words: Words): string {
  const names: Record<string, string> = { ...words.common.states, ...words.issue.actions.names }
  return words.common.list((problem.allowed ?? []).map((name) => names[name] ?? name))
}

/** A designed refusal: what happened, what to do, and a number to read out. */
export const Problem = (props: { problem: Refusal; onRetry?: () => void; note?: JSX.Element }) => {
  const words = () => said(props.problem, w())
  return (
    <div class="problem" role="alert">
      <p class="say is-calm">
        <span class="st st-attn">{words().title}</span>
      </p>
      <p>{words().todo}</p>
      {props.note}
      <div class="acts">
        <Show when={props.onRetry}>{(retry) => <Button onClick={() => retry()()}>{w().common.retry}</Button>}</Show>
        <Show when={props.problem.instance !== ''}>
          <span class="dim number">{w().common.problem.number(props.problem.instance)}</span>
        </Show>
      </div>
    </div>
  )
}
