import { createEffect } from 'solid-js'

/** Keeps the document's title and language as the page says them. */
export function createDocumentWords(title: () => string, tag: () => string): void {
  createEffect(() => {
    document.title = title()
    document.documentElement.lang = tag()
  })
}
