import { w } from '../lib/i18n.ts'

export const NotFound = () => (
  <main id="main" class="pad" tabindex="-1">
    <h1 class="say">{w().common.notFound.page}</h1>
    <p class="acts">
      <a class="go" href="/">
        {w().common.notFound.back}
      </a>
    </p>
  </main>
)
