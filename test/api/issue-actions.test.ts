import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RequestList } from '../../server/wire/issue-steps.ts'
import { ISSUE_ACTIONS, type IssueAction, type IssueDetail } from '../../server/wire/issues.ts'
import { dispatchedIn, dissatisfiedIn, handledIn, type Loop, openLoop, shanghai } from '../support/issue-steps.ts'
import { step } from '../support/market.ts'

let loop: Loop
beforeEach(async () => {
  loop = await openLoop()
})
afterEach(() => loop.close())

const later = { untilAt: shanghai('2026-10-26 09:00'), reason: '等灯具', legalBasis: '采购办法', isReporterTold: true }
const wish = () => ({ reason: '不用了', askedChannel: 'telephone', askedAt: loop.server.clock.at })
let said = 0
const reply = () => ({
  text: `第${'一二三四五六七八九十'.repeat(9)[said++]}处路灯已换好，请查看`,
  resolved: 'yes',
  reasonCode: 'lamp',
})

/** Ways to each state; each makes an issue of its own. */
const WAYS: Readonly<Record<string, () => Promise<string>>> = {
  received: async () => (await loop.reported()).issue.id,
  dispatched: async () => (await dispatchedIn(loop)).id,
  async signed() {
    const { id } = await dispatchedIn(loop)
    await step(loop.qian, id, 'signature', { personInCharge: '钱立' })
    return id
  },
  handling: async () => (await handledIn(loop)).id,
  async waiting_reporter() {
    const { id } = await handledIn(loop)
    await step(loop.qian, id, 'question', { text: '哪一盏？', channel: 'telephone' })
    return id
  },
  async suspended() {
    const { id } = await handledIn(loop)
    await step(loop.qian, id, 'suspension', later)
    const { rows } = await loop.zhou.ok<RequestList>('GET', '/requests')
    await loop.zhou.ok('POST', `/requests/${rows[0]!.id}/decision`, { isApproved: true })
    return id
  },
  async returned() {
    const { id } = await handledIn(loop)
    const words = { reasonCode: 'unclear', reason: '不清楚', proposedAgencyId: loop.powerCompany, legalBasis: '清单' }
    await step(loop.qian, id, 'return', words)
    return id
  },
  async replied() {
    const { id } = await handledIn(loop)
    await step(loop.qian, id, 'reply', reply())
    return id
  },
  async follow_up() {
    const { id } = await handledIn(loop)
    await step(loop.qian, id, 'reply', reply())
    await step(loop.wang, id, 'follow-up', { channel: 'telephone' })
    return id
  },
  async dissatisfied() {
    const made = await dissatisfiedIn(loop)
    await loop.query('DELETE FROM reply_prints')
    return made.id
  },
  async confirmed() {
    const { id } = await handledIn(loop)
    await step(loop.qian, id, 'reply', reply())
    await step(loop.wang, id, 'confirmation', { answer: 'yes', channel: 'telephone' })
    return id
  },
  async withdrawn() {
    const { id } = await dispatchedIn(loop)
    await step(loop.wang, id, 'withdrawal', wish())
    return id
  },
}

/** What each action says when it is taken for good reasons; absent: other features' own tests take it. */
const WORDS: Partial<Record<IssueAction, (issue: IssueDetail) => Promise<unknown> | unknown>> = {
  dispatch: (issue) => ({
    agencyId: issue.agency?.id === loop.waterBureau ? loop.powerCompany : loop.waterBureau,
    reason: '该它办',
  }),
  answer: () => ({ text: `${reply().text}归街道`, proposedTitle: '路灯归谁' }),
  refusal: () => ({ reasonCode: 'court', legalBasis: '诉讼法', whereInstead: '法院' }),
  withdrawal: wish,
  explanation: () => ({ text: `${reply().text}，傍晚自动亮` }),
  service: () => ({ serviceId: 'approval', reason: '是审批' }),
  part: () => ({ agencyId: loop.powerCompany, text: '线路由供电查' }),
  'follow-up': () => ({ channel: 'telephone' }),
  confirmation: () => ({ answer: 'yes', channel: 'telephone' }),
  merge: async () => ({ masterId: (await loop.reported({ place: '9-99' })).issue.id, reason: '同一盏' }),
  secrecy: ({ isSecret }) => ({ isSecret: !isSecret, reason: '本人要求' }),
  signature: () => ({ personInCharge: '钱立' }),
  contact: () => ({ note: '电话', wasReached: true }),
  reply,
  return: () => ({
    reasonCode: 'unclear',
    reason: '不清楚',
    proposedAgencyId: loop.powerCompany,
    legalBasis: '清单',
  }),
  question: () => ({ text: '哪一盏？', channel: 'telephone' }),
  'question-end': () => ({ answer: '第三盏' }),
  extension: () => later,
  suspension: () => later,
  resumption: () => ({ note: '灯具到了' }),
  correction: () => ({ text: '是两盏' }),
  closing: () => ({ reason: '超出职责', legalBasis: '条例', isReporterTold: true }),
  exclusion: ({ reports }) => ({ reportId: reports[0]?.id ?? 'nobody', reason: '与诉求无关' }),
  reopening: () => ({ reason: '又灭了' }),
  contradiction: () => ({ reason: '电表不对' }),
  note: () => ({ text: '记一笔' }),
  notice: () => ({ text: '请抓紧' }),
  supervision: ({ supervisionLevel }) => ({ level: supervisionLevel === 0 ? 0 : 1, reason: '已到场' }),
}

describe('what is offered', () => {
  it.each(Object.keys(WAYS))('is what works, and nothing else does: %s', async (state) => {
    const people = { operator: loop.wang, officer: loop.qian, supervisor: loop.zhou, administrator: loop.sun }
    const tried = new Set<IssueAction>()
    let id = await WAYS[state]!()
    for (const [role, who] of Object.entries(people)) {
      const read = () => who.ok<IssueDetail>('GET', `/issues/${id}`)
      // Before anything is dispatched there is nothing for an officer to see.
      if (role === 'officer' && state === 'received') {
        expect(await who.refusal('GET', `/issues/${id}`)).toBe('404 404 not-found')
        continue
      }
      let issue = await read()
      const { actions } = issue
      for (const action of ISSUE_ACTIONS) {
        const words = WORDS[action]
        const isOffered = actions.includes(action)
        if (!words || (isOffered && tried.has(action))) continue
        expect(issue.state).toBe(state)
        const answer = await who.api('POST', `/issues/${id}/${action}`, await words(issue), {
          'if-match': `"${issue.version}"`,
        })
        const name = `${role} ${action} on ${state}: ${answer.status} ${answer.ok ? '' : await answer.text()}`
        expect(answer.ok, name).toBe(isOffered)
        if (!isOffered) continue
        tried.add(action)
        id = await WAYS[state]!()
        issue = await read()
      }
    }
    expect(tried.size).toBeGreaterThan(2)
  })
})
