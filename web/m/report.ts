import { createMemo, createSignal } from 'solid-js'
import type { Cover, MerchantSite, MerchantSites, ReportAnswer } from '../../server/wire/merchant.ts'
import type { Failure, MerchantApi } from './merchant-api.ts'
import {
  type Beside,
  bodyOf,
  type DraftField,
  draftFaults,
  type Fault,
  NOTHING_BESIDE,
  refusedFields,
} from './report-draft.ts'
import { createReportSender } from './send-report.ts'
import { problemName } from './words-trouble.ts'

/** What the merchant says about the open issues shown: not said yet, none of them, or one. */
export type Choice = { kind: 'open' } | { kind: 'new' } | { kind: 'join'; issueId: string }
export type Report = ReturnType<typeof createReport>

const OPEN: Choice = { kind: 'open' }
const NOTHING_TYPED = { text: '', place: '', telephone: '' }

/** Whether a refusal means that the page shows what is no longer so. */
const isAboutState = (why: Failure): boolean =>
  why.kind === 'refused' && [404, 409, 422].includes(why.status) && problemName(why) !== 'in-progress'

/** The state of one report from the site to the receipt; what is typed stays until the receipt is there. */
export function createReport(api: MerchantApi, linkedSiteId: string) {
  const [sites, setSites] = createSignal<MerchantSites | null>(null)
  const [site, setSite] = createSignal<MerchantSite | null>(null)
  const [isReading, setIsReading] = createSignal(false)
  const [readFailure, setReadFailure] = createSignal<Failure | null>(null)
  const [isSiteUnknown, setIsSiteUnknown] = createSignal(false)
  const [serviceId, setServiceId] = createSignal('')
  const [choice, setChoice] = createSignal<Choice>(OPEN)
  const [typed, setTyped] = createSignal<Record<DraftField, string>>(NOTHING_TYPED)
  const [faults, setFaults] = createSignal<Fault[]>([])
  const [failure, setFailure] = createSignal<Failure | null>(null)
  const [isCoverGone, setIsCoverGone] = createSignal(false)
  const [isSending, setIsSending] = createSignal(false)
  const [beside, setBeside] = createSignal(NOTHING_BESIDE)
  const [photos, setPhotos] = createSignal<{ photo: Blob; name: string }[]>([])
  const [unsentPhotos, setUnsentPhotos] = createSignal(0)
  const [receipt, setReceipt] = createSignal<{ answer: ReportAnswer; isEarlierTry: boolean } | null>(null)
  const sendOnce = createReportSender(api)
  let retry = () => {}

  const service = createMemo(() => site()?.services.find((one) => one.id === serviceId()))
  /** What belongs elsewhere is not asked about here. */
  const isElsewhere = () => service()?.stopNotice != null
  const covers = createMemo(() =>
    isElsewhere() ? [] : (site()?.covers.filter((cover) => cover.serviceId === serviceId()) ?? []),
  )
  /** A choice stands only while what was chosen is on the page; without open issues it is always a new report. */
  const settled = createMemo((): Choice => {
    const chosen = choice()
    if (serviceId() === '' || isElsewhere()) return OPEN
    if (covers().length === 0) return { kind: 'new' }
    if (chosen.kind === 'join' && !covers().some((cover) => cover.issueId === chosen.issueId)) return OPEN
    return chosen
  })
  const joined = createMemo((): Cover | undefined => {
    const chosen = settled()
    return chosen.kind === 'join' ? covers().find((cover) => cover.issueId === chosen.issueId) : undefined
  })

  async function read(what: () => Promise<Failure | null>): Promise<void> {
    retry = () => void read(what)
    setIsReading(true)
    setReadFailure(null)
    setReadFailure(await what())
    setIsReading(false)
  }
  const readSites = () =>
    read(async () => {
      const outcome = await api.sites()
      if (!outcome.ok) return outcome.failure
      setSites(outcome.value)
      return null
    })
  const readSite = (id: string) =>
    read(async () => {
      const outcome = await api.site(id)
      if (outcome.ok) setSite(outcome.value)
      const isUnknown = !outcome.ok && outcome.failure.kind === 'refused' && outcome.failure.status === 404
      setIsSiteUnknown(isUnknown)
      if (isUnknown) queueMicrotask(() => void readSites())
      return outcome.ok || isUnknown ? null : outcome.failure
    })

  async function send(): Promise<void> {
    const chosen = settled()
    const here = site()
    if (isSending() || chosen.kind === 'open' || !here) return
    const joinIssueId = chosen.kind === 'join' ? chosen.issueId : null
    const draft = { ...typed(), ...beside(), siteId: here.site.id, serviceId: serviceId(), joinIssueId }
    setFaults(draftFaults(draft))
    setFailure(null)
    if (faults().length > 0) return showFault()
    setIsSending(true)
    setIsCoverGone(false)
    const sent = await sendOnce(bodyOf(draft))
    setIsSending(false)
    if (sent.ok) {
      setReceipt({ answer: sent.value, isEarlierTry: sent.isEarlierTry })
      await sendPhotos(sent.value.token)
    } else await refused(sent.failure, joinIssueId, here.site.id)
  }

  /** Photos follow the report: it is safe by then, and what a slow line drops can be sent from its page. */
  async function sendPhotos(token: string): Promise<void> {
    for (const [n, { photo, name }] of photos().entries()) {
      setUnsentPhotos(photos().length - n)
      if (!(await api.upload(token, photo, name)).ok) return
    }
    setUnsentPhotos(0)
  }

  async function refused(why: Failure, joinIssueId: string | null, siteId: string): Promise<void> {
    const fields = why.kind === 'refused' ? refusedFields(why.fields) : []
    const isGone = joinIssueId !== null && isAboutState(why)
    if (fields.length > 0) {
      setFaults(fields)
      showFault()
    } else if (!isGone) setFailure(why)
    else {
      setIsCoverGone(true)
      setChoice(OPEN)
      await readSite(siteId)
    }
  }

  const showFault = () => document.getElementById(`field-${faults()[0]?.field}`)?.focus()

  function chooseSite(id: string): void {
    setSite(null)
    setServiceId('')
    setChoice(OPEN)
    setBeside(NOTHING_BESIDE)
    if (id === '') void readSites()
    else void readSite(id)
  }

  function restart(): void {
    setReceipt(null)
    setFailure(null)
    setTyped(NOTHING_TYPED)
    setPhotos([])
    setUnsentPhotos(0)
    chooseSite(site()?.site.id ?? '')
  }

  chooseSite(linkedSiteId)
  return {
    sites,
    site,
    isReading,
    readFailure,
    isSiteUnknown,
    serviceId,
    service,
    covers,
    choice: settled,
    joined,
    typed,
    faults,
    failure,
    isCoverGone,
    isSending,
    receipt,
    beside,
    photos,
    setPhotos,
    unsentPhotos,
    isElsewhere,
    say: (change: Partial<Beside>) => setBeside((old) => ({ ...old, ...change })),
    /** What could not be sent, with its key, for the phone to keep; null when nothing is open. */
    pending: () => {
      const tried = sendOnce.pending()
      return tried && { ...tried, photos: photos(), place: site()?.site ?? null }
    },
    /** The phone keeps it now: the form begins anew. */
    letGo: () => {
      sendOnce.forget()
      restart()
    },
    readAgain: () => retry(),
    chooseSite,
    chooseService: (id: string) => {
      setServiceId(id)
      setBeside((old) => ({ ...old, answers: {} }))
      setChoice(OPEN)
      setIsCoverGone(false)
    },
    choose: setChoice,
    type: (field: DraftField, value: string) => {
      setTyped((old) => ({ ...old, [field]: value }))
      setFaults((old) => old.filter((fault) => fault.field !== field))
    },
    send,
    startAnother: restart,
  }
}
