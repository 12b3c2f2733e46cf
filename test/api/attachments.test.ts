import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AttachmentView } from '../../server/wire/attachments.ts'
import type { IssueDetail, IssueList } from '../../server/wire/issues.ts'
import type { Problem } from '../../server/wire/problem.ts'
import { colleague, type Visitor } from '../support/api.ts'
import { type Market, openMarket, report } from '../support/market.ts'
import { jpeg, PLACE, png } from '../support/pictures.ts'

let market: Market
let issueId: string
beforeEach(async () => {
  market = await openMarket()
  await report(market)
  issueId = (await market.sun.ok<IssueList>('GET', '/issues')).rows[0]!.id
})
afterEach(() => market.close())

const send = (person: Visitor, bytes: Uint8Array, type = 'image/jpeg', name = '漏水.jpg') =>
  person.request('POST', `/api/v1/issues/${issueId}/attachment?name=${encodeURIComponent(name)}`, {
    headers: { 'content-type': type },
    body: new Uint8Array(bytes),
  })
const typeOf = async (answer: Response) => {
  const { type } = (await answer.json()) as Problem
  return `${answer.status} ${type.replace('urn:mingchuang:problem:', '')}`
}
const added = async (person: Visitor, bytes: Uint8Array = jpeg({ words: PLACE })) =>
  (await (await send(person, bytes)).json()) as AttachmentView
const read = (person: Visitor, id: string) => person.request('GET', `/api/v1/issues/${issueId}/attachments/${id}`)

describe('a photo on an issue', () => {
  it('is kept without its place, listed on the issue, and sent as a picture that runs nothing', async () => {
    const photo = await added(market.wang)
    expect(photo).toMatchObject({ name: '漏水.jpg', type: 'image/jpeg', by: '同事', reportId: null, hiddenAt: null })
    const detail = await market.wang.ok<IssueDetail>('GET', `/issues/${issueId}`)
    expect(detail.attachments).toEqual([photo])
    expect(detail.events.at(-1)).toMatchObject({ kind: 'attachment', body: { attachmentId: photo.id } })
    const answer = await read(market.zhao, photo.id)
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect([answer.status, bytes.length, bytes.includes(PLACE), bytes.includes('PIXELS')]).toEqual([
      200,
      photo.size,
      false,
      true,
    ])
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent('漏水.jpg')}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
  })

  it('is refused when it is none, is another kind than said, or is too large', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
    expect(await typeOf(await send(market.wang, svg, 'image/svg+xml'))).toBe('415 not-a-picture')
    expect(await typeOf(await send(market.wang, svg, 'image/png'))).toBe('415 not-a-picture')
    expect(await typeOf(await send(market.wang, png({ words: '' }), 'image/jpeg'))).toBe('415 not-a-picture')
    expect(await typeOf(await send(market.wang, jpeg({ words: '' }).subarray(0, 30)))).toBe('415 not-a-picture')
    expect(await typeOf(await send(market.wang, new Uint8Array(0)))).toBe('415 not-a-picture')
    const large = Buffer.concat([jpeg({ words: '' }), Buffer.alloc(5 * 1024 * 1024)])
    expect(await typeOf(await send(market.wang, large))).toBe('413 file-too-large')
    expect(await market.wang.ok('GET', `/issues/${issueId}/attachments`)).toEqual([])
  })

  it('as a paper is saved, not shown', async () => {
    const answer = await send(market.wang, Buffer.from('%PDF-1.7 一份通知'), 'application/pdf', '通知.pdf')
    const { id } = (await answer.json()) as AttachmentView
    expect((await read(market.wang, id)).headers.get('content-disposition')).toMatch(/^attachment; /)
  })

  it('hidden by a moderator is gone for others, with the reason in the history, and can come back', async () => {
    const photo = await added(market.zhao)
    const path = `/issues/${issueId}/attachments/${photo.id}/moderation`
    expect(await market.zhao.refusal('POST', path, { isHidden: true, reason: '有人脸' })).toBe('403 403 forbidden')
    expect(await market.wang.refusal('POST', path, { isHidden: true, reason: '' })).toBe('422 422 invalid')
    const hidden = await market.wang.ok<AttachmentView>('POST', path, { isHidden: true, reason: '有人脸' })
    expect(hidden.hiddenAt).toBe(market.server.clock.at)
    expect([(await read(market.zhao, photo.id)).status, (await read(market.wang, photo.id)).status]).toEqual([404, 200])
    const { events } = await market.wang.ok<IssueDetail>('GET', `/issues/${issueId}`)
    expect(events.at(-1)).toMatchObject({ kind: 'attachment_hidden', body: { reason: '有人脸' } })
    await market.wang.ok('POST', path, { isHidden: false, reason: '看错了' })
    expect((await read(market.zhao, photo.id)).status).toBe(200)
  })

  it('of another agency’s issue is nobody else’s', async () => {
    const photo = await added(market.wang)
    const water = await colleague(market.server, market.sun, 'officer', market.waterBureau)
    expect((await read(water, photo.id)).status).toBe(404)
    expect((await send(water, jpeg({ words: '' }))).status).toBe(404)
    expect((await read(market.server.visitor(), photo.id)).status).toBe(401)
    expect((await send(market.server.visitor(), jpeg({ words: '' }))).status).toBe(401)
  })
})
