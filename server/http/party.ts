import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { tokenBody } from '../wire/merchant.ts'
import {
  partyContactBody,
  partyLinkAnswer,
  partyReplyBody,
  partySchema,
  partySignatureBody,
  partyTelephoneAnswer,
  partyTelephoneBody,
} from '../wire/party.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'
import { hashOf, newToken } from './link-token.ts'
import { originOf, qrOf } from './qr.ts'

/** Outside parties: the desk hands a link over, its holder signs, contacts and replies. */
export function mountParty(app: AppRouter, deps: Deps): void {
  const { partyLinks } = deps.store
  const open = { method: 'post', tag: 'party', may: 'anyone', limit: 'token' } as const
  const woken = <T>(outcome: Outcome<T>): Outcome<T> => {
    if (outcome.ok) deps.live.wake()
    return outcome
  }
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/issues/{id}/party-link',
      id: 'makePartyLink',
      summary: '给外部单位的链接 A link for an outside party',
      tag: 'issues',
      may: 'issues.dispatch',
      params: z.strictObject({ id: z.string().min(1).max(64) }),
      answer: partyLinkAnswer,
      status: 201,
    },
    async ({ c, user, params, at }) => {
      const token = newToken()
      const made = woken(await partyLinks.make({ issueId: params.id, viewer: user, tokenHash: hashOf(token) }, at))
      if (!made.ok) return made
      const path = `/m/#party=${token}`
      return done({ token, path, endsAt: made.value.endsAt, qr: qrOf(originOf(c, deps) + path) })
    },
  )
  endpoint(
    app,
    deps,
    {
      ...open,
      path: '/party',
      id: 'readParty',
      summary: '外部单位看一件 One issue',
      body: tokenBody,
      answer: partySchema,
    },
    async ({ body, at }) => {
      const view = await partyLinks.view(hashOf(body.token), at)
      return view ? done(view) : refused('link_unknown')
    },
  )
  endpoint(
    app,
    deps,
    {
      ...open,
      path: '/party/signature',
      id: 'partySignature',
      summary: '外部单位签收 Sign for it',
      body: partySignatureBody,
      answer: partySchema,
    },
    async ({ body: { token, version, ...words }, at }) =>
      woken(await partyLinks.step(hashOf(token), version, at, (moves, asked) => moves.sign(asked, words))),
  )
  endpoint(
    app,
    deps,
    {
      ...open,
      path: '/party/contact',
      id: 'partyContact',
      summary: '外部单位联系商户 First contact',
      body: partyContactBody,
      answer: partySchema,
    },
    async ({ body: { token, version, ...words }, at }) =>
      woken(await partyLinks.step(hashOf(token), version, at, (moves, asked) => moves.contact(asked, words))),
  )
  endpoint(
    app,
    deps,
    {
      ...open,
      path: '/party/reply',
      id: 'partyReply',
      summary: '外部单位答复 Reply',
      body: partyReplyBody,
      answer: partySchema,
    },
    async ({ body: { token, version, ...words }, at }) =>
      woken(await partyLinks.step(hashOf(token), version, at, (moves, asked) => moves.reply(asked, words))),
  )
  endpoint(
    app,
    deps,
    {
      ...open,
      path: '/party/telephone',
      id: 'partyTelephone',
      summary: '外部单位看电话 A telephone',
      body: partyTelephoneBody,
      answer: partyTelephoneAnswer,
    },
    async ({ body, at }) => woken(await partyLinks.telephone(hashOf(body.token), body.reportId, at)),
  )
}
