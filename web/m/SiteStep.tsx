import { createMemo, createSignal, Index, Show } from 'solid-js'
import { useReportPage } from './page.ts'
import type { Report } from './report.ts'
import { Skeleton } from './Skeleton.tsx'
import { Unread } from './Trouble.tsx'

const SEARCH_FROM = 6

/** Step 1: the site, from the link or picked from the list. */
export function SiteStep(props: { report: Report }) {
  const page = useReportPage()
  const choose = (id: string) => {
    const url = new URL(location.href)
    if (id === '') url.searchParams.delete('s')
    else url.searchParams.set('s', id)
    history.replaceState(null, '', url)
    props.report.chooseSite(id)
  }
  return (
    <Show when={props.report.site()} fallback={<Choosing report={props.report} onChoose={choose} />}>
      {(here) => (
        <section class="step is-done">
          <i aria-hidden="true">1</i>
          <div class="done">
            <b>{page.name(here().site)}</b>
            <button type="button" class="plain-button" on:click={() => choose('')}>
              {page.w().notHere}
            </button>
          </div>
        </section>
      )}
    </Show>
  )
}

function Choosing(props: { report: Report; onChoose: (id: string) => void }) {
  const hasList = () => !props.report.isReading() && props.report.sites() !== null
  const unread = (
    <Show when={props.report.readFailure()} fallback={<Skeleton />}>
      {(failure) => (
        <section class="step">
          <div class="wide">
            <Unread failure={failure()} onAgain={props.report.readAgain} />
          </div>
        </section>
      )}
    </Show>
  )
  return (
    <Show when={hasList() && !props.report.readFailure()} fallback={unread}>
      <SiteList report={props.report} onChoose={props.onChoose} />
    </Show>
  )
}

function SiteList(props: { report: Report; onChoose: (id: string) => void }) {
  const page = useReportPage()
  const [query, setQuery] = createSignal('')
  const sites = () => props.report.sites()?.sites ?? []
  const found = createMemo(() => {
    const words = query().trim().toLowerCase()
    return sites().filter((site) => `${site.nameZh} ${site.nameEn} ${site.address}`.toLowerCase().includes(words))
  })
  return (
    <section class="step is-current">
      <i aria-hidden="true">1</i>
      <h2>{page.w().whereTitle}</h2>
      <div class="wide">
        <Show when={props.report.isSiteUnknown()}>
          <p class="st st-attn">{page.w().siteUnknown}</p>
        </Show>
        <Show when={sites().length >= SEARCH_FROM}>
          <input
            type="search"
            class="box"
            aria-label={page.w().findSite}
            placeholder={page.w().findSite}
            value={query()}
            on:input={(event) => setQuery(event.currentTarget.value)}
            on:keydown={(event) => {
              if (event.key === 'Enter') event.preventDefault()
            }}
          />
        </Show>
        <ul class="places">
          <Index
            each={found()}
            fallback={<li class="dim">{sites().length === 0 ? page.w().noSites : page.w().noSiteFound(query())}</li>}
          >
            {(site) => (
              <li>
                <button type="button" on:click={() => props.onChoose(site().id)}>
                  <b>{page.name(site())}</b>
                  <span class="dim">{site().address}</span>
                </button>
              </li>
            )}
          </Index>
        </ul>
      </div>
    </section>
  )
}
