import { expect } from 'vitest'
import type { NewOpenDataKey, Open311Request } from '../../server/wire/open311.ts'
import { openLoop } from './issue-steps.ts'

export const FORM = 'application/x-www-form-urlencoded; charset=utf-8'

/** The market where anybody may read, and one program may post. */
export async function openData() {
  const loop = await openLoop()
  await loop.sun.ok('PUT', '/open-data', { isOn: true, contact: '', keyService: '' })
  const { key, id } = await loop.sun.ok<NewOpenDataKey>('POST', '/open-data/keys', { name: '市12345平台' })
  let programs = 0
  // Programs come from elsewhere, without cookies and with an origin of their own.
  const ask = (method: string, path: string, init: RequestInit = {}): Promise<Response> =>
    loop.server
      .visitor(`192.0.2.${++programs % 250}`)
      .request(method, `/open311${path}`, { ...init, headers: { origin: 'https://city.example', ...init.headers } })
  const get = (path: string): Promise<Response> => ask('GET', path)
  return {
    ...loop,
    key,
    keyId: id,
    get,
    ask,
    post: (path: string, form: string | Record<string, string>, headers: Record<string, string> = {}) =>
      ask('POST', path, {
        body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
        headers: { 'content-type': FORM, ...headers },
      }),
    /** Status and first error. */
    async refused(answer: Promise<Response>): Promise<string> {
      const response = await answer
      const text = await response.text()
      if (response.headers.get('content-type') === 'text/xml; charset=utf-8') {
        const [, code, words] = /<errors><error><code>(\d+)<\/code><description>([^<]*)</.exec(text) ?? []
        return `${response.status} ${code} ${words}`
      }
      const [{ code, description }] = JSON.parse(text) as [{ code: number; description: string }]
      return `${response.status} ${code} ${description}`
    },
    async json<T>(path: string): Promise<T> {
      const response = await get(path)
      const text = await response.text()
      expect([path, response.status, response.status === 200 ? '' : text]).toEqual([path, 200, ''])
      expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
      return JSON.parse(text) as T
    },
    async xml(path: string): Promise<string> {
      const response = await get(path)
      expect([path, response.status]).toEqual([path, 200])
      expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8')
      return response.text()
    },
    /** A posted request that must be taken: its id. */
    async posted(more: Record<string, string> = {}, root = '/v2'): Promise<string> {
      const form = {
        api_key: key,
        service_code: 'other',
        address_string: '市场街5号',
        description: '路灯不亮',
        ...more,
      }
      const answer = await ask('POST', `${root}/requests.json`, {
        body: new URLSearchParams(form).toString(),
        headers: { 'content-type': FORM },
      })
      const text = await answer.text()
      expect([answer.status, answer.status === 200 ? '' : text]).toEqual([200, ''])
      return (JSON.parse(text) as [{ service_request_id: string }])[0].service_request_id
    },
    async one(id: string, more = ''): Promise<Open311Request> {
      const response = await get(`/v2/requests/${id}.json${more}`)
      const [found] = (await response.json()) as [Open311Request]
      return found
    },
    async idOf(number: string): Promise<string> {
      const [row] = await loop.query('SELECT id FROM issues WHERE number = ?', [number])
      return String(row!.id)
    },
  }
}
export type OpenData = Awaited<ReturnType<typeof openData>>

/** An XML text as nested elements; throws where it is not well-formed. Only what Open311 uses: no attributes. */
export function parsedXml(text: string): XmlElement {
  const head = '<?xml version="1.0" encoding="utf-8"?>\n'
  if (!text.startsWith(head)) throw new Error('no XML declaration')
  const root: XmlElement = { name: '', text: '', children: [] }
  const open = [root]
  const pieces = text.slice(head.length).matchAll(/<(\/?)([a-z_]+)(\/?)>|([^<]+)/g)
  let length = 0
  for (const [whole, isEnd, name, isEmpty, words] of pieces) {
    length += whole.length
    const top = open.at(-1)!
    if (words !== undefined) top.text += unescaped(words)
    else if (isEnd) {
      if (top.name !== name) throw new Error(`</${name}> ends <${top.name}>`)
      open.pop()
    } else {
      const element = { name: name!, text: '', children: [] }
      top.children.push(element)
      if (!isEmpty) open.push(element)
    }
  }
  if (open.length !== 1 || length !== text.length - head.length) throw new Error('not well-formed')
  return root.children[0]!
}
export interface XmlElement {
  name: string
  text: string
  children: XmlElement[]
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }

function unescaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are forbidden
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)) throw new Error('a forbidden character')
  return text.replace(/&(?:(\w+);)?/g, (whole, name: string | undefined) => {
    const char = ENTITIES[name ?? '']
    if (char === undefined) throw new Error(`a bare ${whole}`)
    return char
  })
}

/** Texts of an element's children by name. */
export const fieldsOf = (element: XmlElement): Record<string, string> =>
  Object.fromEntries(element.children.map(({ name, text }) => [name, text]))
