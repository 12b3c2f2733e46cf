/** A value of an Open311 answer, before it becomes XML or JSON; lists name their items in `ITEMS`. */
export type Open311Value =
  | string
  | number
  | boolean
  | null
  | readonly Open311Value[]
  | { readonly [name: string]: Open311Value }

/** Formats of an answer; the extension of the path names one (GeoReport v2, "Formats"). */
export const OPEN311_FORMATS = ['xml', 'json'] as const
export type Open311Format = (typeof OPEN311_FORMATS)[number]

/** `Content-Type` of each format, exactly. */
export const OPEN311_TYPES: Readonly<Record<Open311Format, string>> = {
  xml: 'text/xml; charset=utf-8',
  json: 'application/json; charset=utf-8',
}

/** The declaration every XML answer begins with. */
export const XML_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'

/** What an item of a list is called in XML. */
const ITEMS: Readonly<Record<string, string>> = {
  endpoints: 'endpoint',
  formats: 'format',
  services: 'service',
  attributes: 'attribute',
  values: 'value',
  service_requests: 'request',
  service_request_updates: 'request_update',
  errors: 'error',
  notes: 'note',
  photos: 'photo',
}

// What XML 1.0 (2.2) cannot hold, and halves of a character.
const UNFIT = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** Text both formats can hold: line ends as `\n`, without the characters XML 1.0 forbids. */
export const fitText = (text: string): string => text.replace(/\r\n?/g, '\n').replace(UNFIT, '')

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as the content of an element. `>` is escaped too, so that `]]>` never stands there. */
export const xmlText = (text: string): string => fitText(text).replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char)

/** An element with its content; null is an empty element. Names are ours and need no escaping. */
export function xmlElement(name: string, value: Open311Value): string {
  return `<${name}>${contentOf(name, value)}</${name}>`
}

function contentOf(name: string, value: Open311Value): string {
  if (value === null) return ''
  if (typeof value === 'string') return xmlText(value)
  if (typeof value !== 'object') return String(value)
  if (isList(value)) return value.map((item) => xmlElement(ITEMS[name] ?? 'item', item)).join('')
  return Object.entries(value)
    .map(([key, part]) => xmlElement(key, part))
    .join('')
}

const isList = (value: object): value is readonly Open311Value[] => Array.isArray(value)

/** JSON of a value, with the same texts as its XML. */
export const open311Json = (value: Open311Value): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? fitText(part) : part))

/** A whole answer under the root element `root`, which JSON drops (the Spark convention). */
export const open311Body = (format: Open311Format, root: string, value: Open311Value): string =>
  format === 'xml' ? XML_HEAD + xmlElement(root, value) : open311Json(value)

/** One item of a streamed list; see `streamEnds`. */
export const streamItem = (format: Open311Format, root: string, value: Open311Value, isFirst: boolean): string =>
  format === 'xml' ? xmlElement(ITEMS[root] ?? 'item', value) : `${isFirst ? '' : ','}${open311Json(value)}`

/** What stands before and after the items of a streamed list, so that the whole equals `open311Body` of the list. */
export const streamEnds = (format: Open311Format, root: string): readonly [before: string, after: string] =>
  format === 'xml' ? [`${XML_HEAD}<${root}>`, `</${root}>`] : ['[', ']']
