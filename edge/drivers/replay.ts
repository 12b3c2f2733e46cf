import { readFileSync } from 'node:fs'
import type { MetricDeclaration, PowerSource, Unit } from '../../server/wire/node-protocol.ts'
import type { DeviceConfig } from '../config.ts'
import type { Sample, Watch } from '../domain/report.ts'
import type { DrivenDevice, Driver } from './driver.ts'
import type { RecordedLine, Recording } from './recording.ts'
import { readRecording } from './recording.ts'

export type ReplayDevice = Extract<DeviceConfig, { driver: 'replay' }>

/** Readings closer than this in play are handed over together. */
const READ_EVERY_MS = 200
/** Lines handed over per read, so that a recording that is far behind does not stop the node. */
const LINES_PER_READ = 500

/** A recording as a device that begins to play at `startedAt`, epoch ms. `problems` are its unreadable lines. Throws when the file cannot be used at all. */
export function replayDevice(
  device: ReplayDevice,
  setting: { poweredBy: PowerSource; startedAt: number },
): { device: DrivenDevice; problems: Recording['problems'] } {
  const { lines, problems } = readRecording(readFileSync(device.file, 'utf8'), device)
  if (lines.length === 0) throw new Error(`${device.file} has no usable line`)
  const pace = paceOf(lines, device.speed)
  const metrics = Object.values(device.columns).map((column) => declare(device, column, pace))
  return {
    problems,
    device: {
      declaration: {
        id: device.id,
        driver: 'replay',
        poweredBy: setting.poweredBy,
        ...(device.declaredVolts !== undefined && { declaredVolts: device.declaredVolts }),
        ...(device.phases && { phases: device.phases }),
        metrics,
      },
      watches: watchesOf(device),
      readEveryMs: READ_EVERY_MS,
      driver: replayDriver(device, lines, pace.typicalMs * device.speed, setting.startedAt),
    },
  }
}

interface Pace {
  /** Median and longest distance of two lines in play, ms. */
  typicalMs: number
  longestMs: number
}

function paceOf(lines: readonly RecordedLine[], speed: number): Pace {
  const distances = lines.slice(1).map((line, index) => line.at - lines[index]!.at)
  const positive = distances.filter((distance) => distance > 0).sort((a, b) => a - b)
  const typical = positive[Math.floor(positive.length / 2)] ?? 1_000
  return { typicalMs: Math.max(1, typical / speed), longestMs: Math.max(1, (positive.at(-1) ?? typical) / speed) }
}

function declare(device: ReplayDevice, column: ReplayDevice['columns'][string], pace: Pace): MetricDeclaration {
  const deadbands: Partial<Record<Unit, number>> = { V: 0.005 * (device.declaredVolts ?? 220) }
  return {
    name: column.metric,
    type: column.type,
    unit: column.unit,
    periodMs: Math.max(1, Math.round(pace.typicalMs)),
    deadband: deadbands[column.unit] ?? 0,
    // A recording cannot speak in its own pauses, so its longest pause is no silence.
    maximumSilenceMs: Math.ceil(Math.max(60_000, 2 * pace.typicalMs, 1.5 * pace.longestMs)),
  }
}

function watchesOf(device: ReplayDevice): Record<string, Watch> {
  const { declaredVolts } = device
  if (declaredVolts === undefined) return {}
  const volts = Object.values(device.columns).filter((column) => column.unit === 'V')
  return Object.fromEntries(volts.map((column) => [column.metric, { kind: 'voltage', declaredVolts } satisfies Watch]))
}

function replayDriver(
  device: ReplayDevice,
  lines: readonly RecordedLine[],
  intervalMs: number,
  startedAt: number,
): Driver {
  const first = lines[0]!.at
  const roundMs = lines.at(-1)!.at - first + intervalMs
  const isLoop = device.loop && device.restamp
  let position = 0

  function next(at: number): { line: RecordedLine; playsAt: number } | null {
    if (!isLoop && position >= lines.length) return null
    const line = lines[position % lines.length]!
    const rounds = Math.floor(position / lines.length)
    const playsAt = startedAt + (rounds * roundMs + line.at - first) / device.speed
    return playsAt <= at ? { line, playsAt: Math.round(playsAt) } : null
  }

  return {
    async read(at) {
      const samples: Sample[] = []
      for (let count = 0; count < LINES_PER_READ; count++) {
        const due = next(at)
        if (due === null) break
        position++
        const eventAt = device.restamp ? due.playsAt : due.line.at
        for (const [name, value] of due.line.values) samples.push({ name, at: eventAt, value })
      }
      return samples
    },
  }
}
