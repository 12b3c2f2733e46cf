import '../sites/site.css'
import '../sites/site-narrow.css'
import { useParams } from '@solidjs/router'
import { Index, Show } from 'solid-js'
import type { SpotPoster as Poster } from '../../server/wire/spots.ts'
import { session } from '../lib/desk.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { dateOn } from '../lib/time.ts'
import { useTitle } from '../lib/title.ts'
import { Button } from '../ui/Button.tsx'
import { QrCode } from '../ui/QrCode.tsx'
import { Shot } from '../ui/Shot.tsx'

/** A sheet to hang at a window: one code, one sentence, and for an item the papers it takes. */
export default function SpotPoster() {
  const params = useParams<{ id: string }>()
  const words = () => w().spots.spots
  const shown = useSnapshot<Poster>(
    () => `/spots/${params.id}/poster`,
    () => false,
  )
  useTitle(() => words().title)
  return (
    <main id="main" tabindex="-1">
      <Shot of={shown}>
        {(poster) => (
          <div class="poster">
            <p class="acts screen-only">
              <Button isMain onClick={() => window.print()}>
                {words().print}
              </Button>
              <a class="go" href="/settings/spots">
                {words().back}
              </a>
            </p>
            <article class="sheet">
              <h1>{words().heading}</h1>
              <p class="place">{named(poster().spot)}</p>
              <QrCode qr={poster().qr} label={words().picture(named(poster().spot))} />
              <p>{words().steps}</p>
              <Show when={poster().spot.papers.length > 0}>
                <p class="dim">
                  {words().papers}：
                  <Index each={poster().spot.papers}>{(paper, n) => <>{(n > 0 ? '、' : '') + paper()}</>}</Index>
                </p>
              </Show>
              <p class="dim">
                {words().orOpen} {new URL(poster().path, location.origin).href}
              </p>
              <p class="foot">
                <svg aria-hidden="true">
                  <use href="#logo" />
                </svg>
                {w().common.brand} {session() ? named(session()?.district as { nameZh: string; nameEn: string }) : ''}{' '}
                {words().printed(dateOn(poster().printedAt))}
              </p>
            </article>
          </div>
        )}
      </Shot>
    </main>
  )
}
