const PLACEHOLDER = /\{([^{}\n]{1,30})\}/g

/** Names of the placeholders of a text, `{到期日}`, in order and once each; what stands in one may not be sent as it is. */
export const placeholdersIn = (text: string): string[] => [
  ...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name.trim())),
]

/** Whether nothing is left to fill in: only such a text may be sent. */
export const isFilledIn = (text: string): boolean => placeholdersIn(text).length === 0

/** The text with the placeholders whose names are known filled in; the others stay. */
export const filledIn = (text: string, values: Readonly<Record<string, string | null | undefined>>): string =>
  text.replace(PLACEHOLDER, (whole, name: string) => values[name.trim()] || whole)
