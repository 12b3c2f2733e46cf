import { SITES } from './district.ts'
import { OUTAGE } from './story.ts'

type Happening = Record<string, unknown> & { kind: string; atMs: number }

/** What one simulated box carries besides its meter, and what happens to it on the demonstration day. */
export interface DemoNode {
  id: string
  siteId: string
  displayName: string
  poweredBy: 'mains' | 'ups'
  hasUps: boolean
  queues: readonly {
    id: string
    displayName: string
    windows: number
    arrivalsPerHour: number
    serviceMinutes: number
  }[]
  scenario: readonly Happening[]
}

const MINUTE = 60_000

const nameOf = (siteId: string): string => SITES.find((s) => s.id === siteId)?.nameZh ?? siteId

function node(siteId: string, overrides: Partial<DemoNode> = {}): DemoNode {
  return {
    id: `${siteId}-1`,
    siteId,
    displayName: `${nameOf(siteId)}1号`,
    poweredBy: 'ups',
    hasUps: true,
    queues: [],
    scenario: [],
    ...overrides,
  }
}

/** Ten boxes. Two sites have none: nobody vouches for their supply, and the screens say so. */
export const NODES: readonly DemoNode[] = [
  node('nanan', { scenario: [{ kind: 'outage', atMs: OUTAGE.beginsMs, durationMs: OUTAGE.lastsMs }] }),
  node('liuying', { scenario: [{ kind: 'dip', atMs: 9 * MINUTE, durationMs: 4_000, percent: 72 }] }),
  node('yantuoli', {
    scenario: [
      { kind: 'dip', atMs: 35_000, durationMs: 3_000, percent: 78, phases: ['l2'] },
      { kind: 'dip', atMs: 70_000, durationMs: 3_000, percent: 74, phases: ['l2'] },
    ],
  }),
  node('shuanghuaili'),
  node('heyan', {
    poweredBy: 'mains',
    hasUps: false,
    scenario: [{ kind: 'network_loss', atMs: 45_000, durationMs: 6 * MINUTE }],
  }),
  node('laomatou'),
  node('jinzhong'),
  node('hengda'),
  node('jinhui', { scenario: [{ kind: 'phase_loss', atMs: 15 * MINUTE, durationMs: 2 * MINUTE, phases: ['l3'] }] }),
  node('zhengwu', {
    queues: [
      { id: 'fire-safety', displayName: '消防验收', windows: 2, arrivalsPerHour: 95, serviceMinutes: 1.2 },
      { id: 'company-registration', displayName: '企业开办', windows: 4, arrivalsPerHour: 150, serviceMinutes: 1.5 },
      { id: 'social-security', displayName: '社保经办', windows: 3, arrivalsPerHour: 160, serviceMinutes: 1 },
    ],
  }),
]

export const METER = {
  id: 'main-meter',
  displayName: '总进线电表',
  declaredVolts: 220,
  phases: ['l1', 'l2', 'l3'],
} as const
/** The longest a box stays without a word; history has one reading in that time. */
export const silenceOf = ({ siteId }: DemoNode): number => (siteId === 'heyan' ? 30_000 : MINUTE)

/** Minutes from UTC to a place where it is ten in the morning: loads and queues are those of business hours whenever the demonstration is shown. */
const businessOffset = (at: number): number => 10 * 60 - (Math.floor(at / MINUTE) % (24 * 60))

/** The configuration file of one box, as the node page would give it, with the simulated devices filled in. */
export function configurationOf(
  demo: DemoNode,
  place: { server: string; keyFile: string; dataDir: string; scenarioStartAt: number; seed: number },
): Record<string, unknown> {
  const rule = { maximumSilenceMs: silenceOf(demo) }
  const meter = {
    ...METER,
    driver: 'sim',
    kind: 'meter',
    poweredBy: demo.poweredBy,
    metrics: { 'l1.volts': rule, 'l2.volts': rule, 'l3.volts': rule },
  }
  const ups = { id: 'ups', displayName: 'UPS', driver: 'sim', kind: 'ups', poweredBy: 'ups' }
  const queues = demo.queues.map(({ id, displayName, windows, arrivalsPerHour, serviceMinutes }) => ({
    id,
    displayName,
    driver: 'sim',
    kind: 'queue',
    queue: { windows, arrivalsPerHour, serviceMinutes },
  }))
  return {
    nodeId: demo.id,
    displayName: demo.displayName,
    server: place.server,
    keyFile: place.keyFile,
    dataDir: place.dataDir,
    poweredBy: demo.poweredBy,
    reconnect: { minMs: 500, maxMs: 3_000 },
    simulation: {
      seed: place.seed,
      scenarioStartAt: place.scenarioStartAt,
      utcOffsetMinutes: businessOffset(place.scenarioStartAt),
      scenario: demo.scenario,
    },
    devices: [meter, ...(demo.hasUps ? [ups] : []), ...queues],
  }
}
