import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { officialCalendar } from '../../server/store/calendar.ts'
import { builtProgram } from '../support/server-process.ts'

const run = promisify(execFile)

const MAKE_UP_DAYS = [
  ...['2023-01-28', '2023-01-29', '2023-04-23', '2023-05-06', '2023-06-25', '2023-10-07', '2023-10-08'],
  ...['2024-02-04', '2024-02-18', '2024-04-07', '2024-04-28', '2024-05-11', '2024-09-14', '2024-09-29', '2024-10-12'],
  ...['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  ...['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
]

test('the calendar has the make-up days of the official notices 2023 to 2026 and nothing later', () => {
  const calendar = officialCalendar()
  expect([...calendar.makeUpDays].filter((on) => on >= '2023').sort()).toEqual(MAKE_UP_DAYS)
  expect([...calendar.holidays].filter((on) => on > '2026-12-31')).toEqual([])
  expect(calendar.holidays.has('2026-02-17')).toBe(true)
})

test('the calendar does not depend on the zone of the process', async () => {
  const program = `import { officialCalendar } from ${JSON.stringify(builtProgram('server', 'store', 'calendar.js'))}
    const { holidays, makeUpDays } = officialCalendar()
    console.log(new Date(2026, 0, 1).getTimezoneOffset(), [...holidays, ...makeUpDays].sort().join(' '))`
  const inZone = async (TZ: string) => {
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { env: { TZ } })
    const [offset, ...days] = stdout.trim().split(' ')
    return { offset: Number(offset), days }
  }
  const [here, there] = await Promise.all([inZone('Asia/Shanghai'), inZone('America/New_York')])
  expect([here.offset, there.offset]).toEqual([-480, 300])
  expect(there.days).toEqual(here.days)
  expect(here.days).toContain('2026-10-10')
})
