import './site.css'
import './site-narrow.css'
import { useParams } from '@solidjs/router'
import type { SiteDetail } from '../../server/wire/sites.ts'
import { session } from '../lib/desk.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { Button } from '../ui/Button.tsx'
import { QrCode } from '../ui/QrCode.tsx'
import { Shot } from '../ui/Shot.tsx'

/** A sheet to hang in the market: one code, one sentence, the address for those who type. */
export default function Poster() {
  const params = useParams<{ id: string }>()
  const shown = useSnapshot<SiteDetail>(
    () => `/sites/${params.id}`,
    () => false,
  )
  const words = () => w().sites.poster
  useTitle(() => words().title)
  return (
    <main id="main" tabindex="-1">
      <Shot of={shown}>
        {(site) => (
          <div class="poster">
            <p class="acts screen-only">
              <Button isMain onClick={() => window.print()}>
                {words().print}
              </Button>
              <a class="go" href={`/sites/${site().site.id}`}>
                {named(site().site)}
              </a>
            </p>
            <article class="sheet">
              <h1>{words().heading}</h1>
              <p class="place">{named(site().site)}</p>
              <QrCode qr={site().qr} label={words().picture(named(site().site))} />
              <p>{words().steps}</p>
              <p class="dim">
                {words().orOpen} {new URL(site().reportPath, location.origin).href}
              </p>
              <p class="foot">
                <svg aria-hidden="true">
                  <use href="#logo" />
                </svg>
                {w().common.brand} {session() ? named(session()?.district as { nameZh: string; nameEn: string }) : ''}
              </p>
            </article>
          </div>
        )}
      </Shot>
    </main>
  )
}
