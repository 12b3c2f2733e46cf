import { benchBoot, FIRST_SEQUENCE, METRICS } from './load-names.ts'

/** A record of three voltages whose numbers are of fixed width, so that they can be written over in place. */
export function recordText(n: number): string {
  const at = 1_764_000_000_000
  return JSON.stringify({
    v: 1,
    boot: benchBoot(n),
    sequence: FIRST_SEQUENCE,
    sentAt: at,
    backfill: false,
    clock: { isSynced: true, monotonicMs: 924_690, at, start: 'c07d11e2' },
    values: METRICS.map((name, phase) => [`main-meter/${name}`, at, 220.01 + phase]),
  })
}

/** The birth of a client: everything below its first sequence is gone, so that nothing is missing. */
export function birthText(n: number): string {
  const at = Date.now()
  return JSON.stringify({
    v: 1,
    boot: benchBoot(n),
    connection: `c${n}`,
    sentAt: at,
    software: 'bench',
    poweredBy: 'ups',
    start: { id: 'c07d11e2', uptimeMs: 924_690, reason: 'powerOn' },
    clock: { isSynced: true, monotonicMs: 924_690, at, start: 'c07d11e2' },
    next: FIRST_SEQUENCE,
    holds: [],
    outbox: { percent: 1, megabytes: 64, hoursLeft: 300 },
    devices: [
      {
        id: 'main-meter',
        driver: 'bench',
        poweredBy: 'ups',
        declaredVolts: 220,
        phases: ['l1', 'l2', 'l3'],
        metrics: METRICS.map((name) => ({
          name,
          type: 'number',
          unit: 'V',
          periodMs: 1_000,
          deadband: 0,
          maximumSilenceMs: 60_000,
        })),
      },
    ],
  })
}
