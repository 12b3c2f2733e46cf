import { For } from 'solid-js'
import { w } from '../lib/i18n.ts'
import { When } from '../ui/When.tsx'

type Version = { version: number; reason: string; createdBy: string | null; createdAt: number | null }

/** Who changed a document, when and why; the first version came with the installation. */
export const Versions = (props: { versions: readonly Version[] }) => (
  <details class="versions">
    <summary>{w().rules.calendar.versions}</summary>
    <ol reversed>
      <For each={props.versions}>
        {({ version, reason, createdBy, createdAt }) => (
          <li>
            <b>{w().rules.calendar.version(version)}</b>{' '}
            {createdAt === null ? w().rules.calendar.builtIn : <When at={createdAt} />} {createdBy} {reason}
          </li>
        )}
      </For>
    </ol>
  </details>
)
