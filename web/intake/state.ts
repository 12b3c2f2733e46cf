import { useNavigate, useSearchParams } from '@solidjs/router'
import { createMemo, createSignal } from 'solid-js'
import { createStore, unwrap } from 'solid-js/store'
import type { IntakePreview, PreviewBody } from '../../server/wire/intake.ts'
import type { Finish } from '../../server/wire/intake-finish.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { Directory } from '../../server/wire/people.ts'
import type { Problem } from '../../server/wire/problem.ts'
import { useAnswered, useSettled } from '../lib/answered.ts'
import { post, postOnce } from '../lib/api.ts'
import { here } from '../lib/clock.ts'
import { session } from '../lib/desk.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { plain } from '../words/phrase.ts'
import { draftsOf, dropDraft, keepDraft } from './drafts.ts'
import { blankForm, type Form, isWritten } from './form.ts'
import { storyOf } from './story.ts'
import { dispatchFinish, type Ways, waysOf } from './ways.ts'
import { words } from './words.ts'

export type PaneName = 'who' | 'where' | 'what' | 'since'
/** What the right column shows: the three ways, the answer being written, or another agency being chosen. */
export type Mode = 'ways' | 'answer' | 'elsewhere'
/** Places that can lack something, by name. */
export type Need = 'service' | 'place' | 'text' | 'title' | 'reason' | 'agency'

/** Everything one new issue holds on screen, and what can be done with it. */
export function createIntake() {
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const userId = session()?.user.id ?? ''
  const opened = draftsOf(userId, here()).find(({ form }) => form.id === search.draft)
  const [form, setForm] = createStore<Form>(
    opened?.form ?? blankForm(here(), typeof search.site === 'string' ? search.site : undefined),
  )
  const [savedHere, setSavedHere] = createSignal<number | null>(opened?.savedHere ?? null)
  const [pane, setPane] = createSignal<PaneName | null>(null)
  const [mode, setMode] = createSignal<Mode>('ways')
  const [chosen, setChosen] = createSignal<number | null>(null)
  const [answer, setAnswer] = createStore({ text: '', entryId: null as string | null, title: '' })
  const [other, setOther] = createStore({ agencyId: '', reason: '' })
  const [problem, setProblem] = createSignal<Problem>()
  const [needs, setNeeds] = createSignal<readonly Need[]>([])
  const [isBusy, setIsBusy] = createSignal(false)
  let isDone = false

  const directory = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory' || kind === 'site',
  )
  const question = (): PreviewBody => ({
    channel: form.channel,
    text: form.text,
    ...(form.siteId === undefined ? {} : { siteId: form.siteId }),
    ...(form.serviceId === undefined ? {} : { serviceId: form.serviceId }),
    telephone: form.telephone.trim() === '' ? null : form.telephone.trim(),
  })
  const preview = useAnswered<PreviewBody, IntakePreview>(question, (body) => post('/intake/preview', body), {
    delayMs: 220,
    isTouched: ({ kind }) => kind === 'issue' || kind === 'power' || kind === 'directory' || kind === 'site',
  })
  const ways = createMemo<Ways | undefined>(() => preview.value && waysOf(preview.value, chosen()))

  useSettled(
    () => JSON.stringify(form),
    () => {
      if (isDone || !isWritten(form)) return
      keepDraft(userId, structuredClone(unwrap(form)), here())
      setSavedHere(here())
    },
    500,
  )

  const place = () => form.place ?? preview.value?.where.place ?? ''
  const service = createMemo(() => {
    const id = form.serviceId ?? preview.value?.what.service?.id
    return directory.state.value?.services.find((one) => one.id === id)
  })
  const agencyOf = (id: string | null) => directory.state.value?.agencies.find((one) => one.id === id) ?? null

  function lacking(found: IntakePreview, finish: Finish): Need[] {
    return [
      ...(form.text.trim() === '' ? (['text'] as const) : []),
      ...(finish.kind === 'join' || found.what.service ? [] : (['service'] as const)),
      ...(found.where.site || (form.place ?? found.where.place).trim() !== '' ? [] : (['place'] as const)),
      ...(finish.kind === 'answer' && finish.entryId === null && finish.proposedTitle === ''
        ? (['title'] as const)
        : []),
    ]
  }

  /** What the server makes of the words as they stand: what is shown may be a few letters behind. */
  async function newest(): Promise<IntakePreview | undefined> {
    if (!preview.isAsking && preview.value) return preview.value
    const answer = await post<IntakePreview>('/intake/preview', question())
    if (answer.ok) return answer.value
    setProblem(answer.problem)
  }

  /** `finishOf` says how it ends, from the ways as they are at that moment. */
  async function end(finishOf: (ways: Ways) => Finish): Promise<void> {
    if (isBusy()) return
    setIsBusy(true)
    setProblem(undefined)
    const found = await newest()
    if (found) await send(found, finishOf(waysOf(found, chosen())))
    setIsBusy(false)
  }
  async function send(found: IntakePreview, finish: Finish): Promise<void> {
    const missing = lacking(found, finish)
    setNeeds(missing)
    if (missing.includes('service')) setPane('what')
    else if (missing.includes('place')) setPane('where')
    if (missing.length > 0) return
    const sent = await postOnce<IssueDetail>('/issues', bodyOf(found, finish), form.id)
    if (!sent.ok) return void setProblem(sent.problem)
    isDone = true
    dropDraft(userId, form.id, here())
    navigate(`/issues/${sent.value.id}`)
  }
  function bodyOf(found: IntakePreview, finish: Finish) {
    const joined =
      finish.kind === 'join' ? ways()?.joinable.find(({ row }) => row.id === finish.issueId)?.row : undefined
    const blank = (text: string | null | undefined) => (text?.trim() ? text.trim() : null)
    return {
      channel: form.channel,
      serviceId: form.serviceId ?? found.what.service?.id ?? joined?.service.id ?? '',
      siteId: form.siteId !== undefined ? form.siteId : (found.where.site?.id ?? null),
      place: (form.place ?? found.where.place).trim(),
      text: form.text,
      telephone: blank(form.telephone) ?? found.who.telephone,
      name: blank(form.name),
      beganAt: form.beganAt ?? found.since.at,
      isSecret: form.isSecret,
      isTest: form.isTest,
      answers: Object.entries(form.answers)
        .filter(([id, value]) => value.length > 0 && service()?.guide.questions.some((one) => one.id === id))
        .map(([id, value]) => ({ id, value })),
      finish,
    }
  }

  const join = (): void => {
    const issueId = ways()?.join?.row.id
    if (issueId) void end(() => ({ kind: 'join', issueId }))
  }
  const dispatch = (): void => void end(dispatchFinish)
  function beginAnswer(entryId?: string): void {
    const found = preview.value
    const now = ways()
    if (!found || !now) return
    const entry = entryId ? found.entries.find(({ id }) => id === entryId) : now.entry
    const said = () => plain(words().read(storyOf(found, now, { agencyOf })))
    const text = entry?.plainWords ?? (now.planned ? said() : '')
    setAnswer({ text, entryId: entry?.id ?? null, title: !entry && now.planned ? words().answering.plannedTitle : '' })
    setNeeds([])
    setMode('answer')
  }
  const sendAnswer = (): void => {
    if (answer.text.trim() === '') return void setNeeds(['text'])
    const { text, entryId, title } = answer
    void end(() => ({ kind: 'answer', text, entryId, proposedTitle: title.trim(), resolved: 'none' }))
  }
  const sendElsewhere = (): void => {
    const missing: Need[] = [
      ...(other.agencyId === '' ? (['agency'] as const) : []),
      ...(other.reason.trim() === '' ? (['reason'] as const) : []),
    ]
    setNeeds(missing)
    const { agencyId, reason } = other
    if (missing.length === 0) void end(() => ({ kind: 'dispatch', agencyId, reason }))
  }
  function best(): void {
    const [first] = ways()?.order ?? []
    if (mode() === 'answer') sendAnswer()
    else if (mode() === 'elsewhere') sendElsewhere()
    else if (first === 'join') join()
    else if (first === 'answer') beginAnswer()
    else dispatch()
  }
  /** Moves the choice among the issues one may join; above the first stands none. */
  function choose(by: 1 | -1): void {
    const now = ways()
    if (!now) return
    const from = now.join ? now.joinable.indexOf(now.join) : -1
    setChosen(Math.max(-1, Math.min(now.joinable.length - 1, from + by)))
  }
  function leave(): void {
    navigate('/issues')
  }
  return {
    form,
    setForm,
    preview,
    ways,
    directory: () => directory.state.value,
    service,
    agencyOf,
    place,
    pane,
    setPane,
    mode,
    setMode,
    answer,
    setAnswer,
    other,
    setOther,
    problem,
    needs,
    isBusy,
    savedHere,
    join,
    dispatch,
    beginAnswer,
    sendAnswer,
    sendElsewhere,
    best,
    choose,
    leave,
    otherDrafts: () => draftsOf(userId, here()).filter((draft) => draft.form.id !== form.id),
    drop: (id: string) => dropDraft(userId, id, here()),
  }
}
export type Intake = ReturnType<typeof createIntake>
