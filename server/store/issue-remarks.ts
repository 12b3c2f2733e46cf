import { plainText } from '../domain/plain-text.ts'
import { done, refused } from '../wire/refusal.ts'
import { type Asked, act, onBehalf } from './issue-act.ts'
import { planEvent } from './issue-plan.ts'
import { messagesToAll } from './issue-told.ts'
import type { StorePorts } from './ports.ts'

const CORRECTABLE = ['answered', 'replied', 'follow_up', 'confirmed', 'closed', 'dissatisfied']

/** A correction added to a reply: the reply stays, the merchants are told. */
export const correctReply = (ports: StorePorts, asked: Asked, words: { text: string }) =>
  act(ports, asked, 'correction', async ({ issue }, plan, by) => {
    if (issue.repliedAt === null || !CORRECTABLE.includes(issue.state))
      return refused('not_allowed_now', { allowed: [] })
    const text = plainText(words.text)
    return done({
      plan: planEvent(plan, 'correction', by, asked.at, { text, ...onBehalf(asked) }),
      also: await messagesToAll(ports.db, issue.id, 'correction', asked.at, { text }),
    })
  })

/** A note for those who work on the issue; merchants do not see it. */
export const noteOn = (ports: StorePorts, asked: Asked, words: { text: string }) =>
  act(ports, asked, 'note', async (_, plan, by) =>
    done({ plan: planEvent(plan, 'note', by, asked.at, { text: plainText(words.text) }) }),
  )

/** Closes contact data to the agency and the issue to the public, or opens them again. */
export const setSecrecy = (ports: StorePorts, asked: Asked, words: { isSecret: boolean; reason: string }) =>
  act(ports, asked, 'secrecy', async ({ issue }, plan, by) => {
    const { isSecret } = words
    if (issue.isSecret === isSecret)
      return refused('invalid', {
        errors: [{ pointer: '/isSecret', code: 'unfit', detail: '已经是这样 · It is so already' }],
      })
    const reason = plainText(words.reason)
    return done({ plan: planEvent(plan, 'secrecy', by, asked.at, { isSecret, reason }, { isSecret }) })
  })

/** Another supervision level by a supervisor, with a reason; timers only ever raise it. */
export const setSupervision = (ports: StorePorts, asked: Asked, words: { level: number; reason: string }) =>
  act(ports, asked, 'supervision', async ({ issue }, plan, by) => {
    const { level } = words
    if (level === issue.supervisionLevel)
      return refused('invalid', {
        errors: [{ pointer: '/level', code: 'unfit', detail: '已经是这一级 · It has this level already' }],
      })
    const body = { change: 'set', from: issue.supervisionLevel, level, reason: plainText(words.reason) }
    return done({ plan: planEvent(plan, 'supervision', by, asked.at, body, { supervisionLevel: level }) })
  })
