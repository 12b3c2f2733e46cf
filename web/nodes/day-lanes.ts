import type { Gap, NodeDetail } from '../../server/wire/nodes.ts'

/** A stretch in percent of the axis; `ms` is its real length. A label is given only where there is room for it. */
export type Stretch = { start: number; end: number; ms: number; isLabelled: boolean }
export type GapPoint = { at: number; outcome: Gap['outcome']; records: number; isLabelled: boolean }

const LABEL_PERCENT = 12

/** Connections, drops and holes of a node between `from` and `now` (epoch ms), on an axis of 0…100. */
export function dayLanes(
  node: Pick<NodeDetail, 'connections' | 'gaps' | 'lastSeenAt' | 'status'>,
  from: number,
  now: number,
) {
  const share = (at: number) => Math.round(((Math.min(now, Math.max(from, at)) - from) / (now - from)) * 1_000) / 10
  const lives = [...node.connections]
    .sort((a, b) => a.bornAt - b.bornAt)
    .map(({ bornAt, diedAt }) => ({
      from: bornAt,
      to: diedAt ?? (node.status === 'online' ? now : (node.lastSeenAt ?? now)),
    }))
    .filter(({ to }) => to > from)
  const drops = lives.flatMap(({ to }, index) => {
    const next = lives[index + 1]?.from ?? (node.status === 'online' ? to : now)
    return next > to ? [{ from: to, to: next }] : []
  })
  return {
    on: lives.map((life) => ({ start: share(life.from), end: share(life.to) })),
    off: spaced(
      drops.map((drop) => ({
        start: share(drop.from),
        end: share(drop.to),
        ms: drop.to - drop.from,
        isLabelled: true,
      })),
      ({ start }) => start,
    ),
    gaps: spaced(
      node.gaps
        .filter(({ seenAt }) => seenAt >= from)
        .map(({ seenAt, outcome, records }): GapPoint => ({ at: share(seenAt), outcome, records, isLabelled: true }))
        .sort((a, b) => a.at - b.at),
      ({ at }) => at,
    ),
  }
}

function spaced<T extends { isLabelled: boolean }>(points: readonly T[], at: (point: T) => number): T[] {
  let free = -LABEL_PERCENT
  return points.map((point) => {
    const isLabelled = at(point) - free >= LABEL_PERCENT
    if (isLabelled) free = at(point)
    return { ...point, isLabelled }
  })
}
