import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { foldPhase, type PhaseSample } from '../../server/domain/power.ts'

const file = resolve(import.meta.dirname, '../../../shared/data/voltage.csv')
const isThere = existsSync(file)

/** One-minute voltages of a household's mains, 229 to 249 V, in which nothing happened (UCI power consumption data). */
function recording(): PhaseSample[] {
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => {
    const [at, volts] = line.split(',') as [string, string]
    return { at: Date.parse(at), volts: Number(volts) }
  })
}

const minutely = { deviceId: 1, phase: 'l1' as const, resolutionMs: 60_000, maximumSilenceMs: 60_000 }

describe.skipIf(!isThere)(
  `a real mains recording${isThere ? '' : ' (skipped: ../shared/data/voltage.csv is absent)'}`,
  () => {
    it.each([230, 240])('raises no event at %d V declared', (declaredVolts) => {
      const samples = recording()
      expect(samples.length).toBeGreaterThan(5_000)
      expect(foldPhase(samples, { ...minutely, declaredVolts }).events).toEqual([])
    })

    it('raises no event over a hole of 20 hours, and vouches for nothing inside it', () => {
      const samples = recording()
      const kept = samples.filter((_, index) => index < 1_000 || index >= 2_200)
      const { events, state } = foldPhase(kept, { ...minutely, declaredVolts: 230 })
      expect(events).toEqual([])
      expect(state.vouchedSinceAt).toBe(samples[2_200]!.at)
    })
  },
)
