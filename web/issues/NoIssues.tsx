import { Show } from 'solid-js'
import { isAdministrator, opensIssues } from '../lib/desk.ts'
import { w } from '../lib/i18n.ts'
import { Empty } from '../ui/Shot.tsx'

/** No rows: by the filter, or because nothing has happened yet. */
export const NoIssues = (props: { isNarrowed: boolean }) => {
  const words = () => w().issues
  return (
    <div class="none-yet">
      <Show
        when={!props.isNarrowed}
        fallback={
          <Empty title={words().emptyFiltered}>
            <a class="go" href="/issues">
              {words().clear}
            </a>
          </Empty>
        }
      >
        <Empty title={words().empty}>
          <div class="src">
            <b>{words().from.telephone}</b>
            <span>{words().from.telephoneHow}</span>
            <Show when={opensIssues()} fallback={<span />}>
              <a class="go" href="/issues/new">
                {words().from.telephoneGo}
              </a>
            </Show>
            <b>{words().from.phone}</b>
            <span>{words().from.phoneHow}</span>
            <a class="go" href="/sites">
              {words().from.phoneGo}
            </a>
            <b>{words().from.meter}</b>
            <span>{words().from.meterHow}</span>
            <a class="go" href={isAdministrator() ? '/settings/nodes' : '/nodes'}>
              {words().from.meterGo}
            </a>
          </div>
        </Empty>
      </Show>
    </div>
  )
}
