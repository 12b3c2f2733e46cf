// Walks one issue through its clocks on a database of its own and says every due: `TZ=… node issue-dues.mjs <url>`.
import { openReader } from '../../../dist/db/client.js'
import { queriesOver } from '../../../dist/db/drizzle.js'
import { createStore } from '../../../dist/server/store/store.js'
import { openInProcessWriter } from '../../../dist/server/writer/in-process.js'

const location = { url: process.argv[2] }
const wall = (text) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
let now = wall('2026-02-13 16:00')
const writer = await openInProcessWriter(location, { now: () => now })
const run = (sql, ...args) => writer.write([{ sql, args }])
await run("INSERT INTO agencies (id, name_zh, name_en) VALUES ('water', '水务局', 'Water bureau')")
await run(
  `INSERT INTO services (id, name_zh, name_en, kind, clock_class) VALUES ('other', '别的', 'Something else', 'help', 'help')`,
)
await run(
  `INSERT INTO users (id, login, name, role, agency_id, password_hash, created_at)
   VALUES ('wang', 'wang', '王', 'operator', NULL, 'x', 0), ('qian', 'qian', '钱', 'officer', 'water', 'x', 0),
          ('zhou', 'zhou', '周', 'supervisor', NULL, 'x', 0)`,
)
const { issues } = createStore({ db: queriesOver(await openReader(location)), writer })
const people = {
  wang: { id: 'wang', role: 'operator', agencyId: null },
  qian: { id: 'qian', role: 'officer', agencyId: 'water' },
  zhou: { id: 'zhou', role: 'supervisor', agencyId: null },
}
const said = []
const keep = (outcome) => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome))
  const { number, expectedAt, dueAt, contactDueAt, pausedUntilAt, isProvisional, clocks } = outcome.value
  const dues = clocks.map(({ clock, dueAt: due, rawDueAt, stoppedAt }) => [clock, due, rawDueAt, stoppedAt])
  said.push({ number, expectedAt, dueAt, contactDueAt, pausedUntilAt, isProvisional, dues })
  return outcome.value
}

let issue = keep(
  await issues.takeDown(
    {
      channel: 'telephone',
      serviceId: 'other',
      siteId: null,
      place: '3-12',
      text: '灯不亮',
      telephone: null,
      name: null,
    },
    people.wang,
    now,
  ),
)
const step = async (at, who, action, words) => {
  now = wall(at)
  issue = keep(await issues[action]({ id: issue.id, version: issue.version, viewer: people[who], at: now }, words))
}
await step('2026-02-14 17:00', 'wang', 'dispatch', { agencyId: 'water', reason: '路灯' })
await step('2026-02-14 23:30', 'qian', 'sign', { personInCharge: '钱立' })
await step('2026-02-24 00:10', 'qian', 'contact', { note: '电话', wasReached: true })
await step('2026-02-24 23:50', 'qian', 'ask', { text: '哪盏？', reportId: null, channel: 'telephone', days: 5 })
await step('2026-02-26 00:05', 'qian', 'endAsking', { answer: '第三盏', isDropped: false })
await step('2026-02-27 08:00', 'qian', 'requestExtension', {
  untilAt: wall('2026-03-09 09:30'),
  reason: '等灯具',
  legalBasis: '采购办法',
})
const { rows } = await issues.requests(people.zhou, { status: 'open', limit: 10 })
now = wall('2026-02-27 23:59')
issue = keep(await issues.decide({ id: rows[0].id, viewer: people.zhou, isApproved: true, reason: '', at: now }))
await step('2026-03-06 23:30', 'qian', 'reply', {
  text: '北门的灯已经换好了',
  resolved: 'yes',
  reasonCode: 'lamp',
  plannedAt: null,
  explanation: '',
  sameTextReason: '',
})
await step('2026-12-31 23:00', 'wang', 'confirm', { answer: 'no', channel: 'telephone', text: '又灭了' })
process.send({ offset: new Date(now).getTimezoneOffset(), said })
await writer.close()
process.disconnect()
