import { createEffect } from 'solid-js'
import { session } from './desk.ts'
import { named, w } from './i18n.ts'

/** The title of the browser's tab: page, product, district. */
export function useTitle(page: () => string): void {
  createEffect(() => {
    const district = session()?.district
    document.title = w().common.title(page(), district ? named(district) : '')
  })
}
