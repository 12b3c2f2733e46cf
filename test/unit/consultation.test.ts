import { describe, expect, it } from 'vitest'
import { draw, monthBefore } from '../../server/domain/call-backs.ts'
import { type ClusterIssue, clusterKey, clustersOf } from '../../server/domain/consultation.ts'
import { onTheWall, shanghai } from '../support/official-calendar.ts'

let made = 0
const issue = (values: Partial<ClusterIssue> = {}): ClusterIssue => ({
  id: `i${++made}`,
  serviceId: 'power',
  siteId: 'nanan',
  agencyId: 'grid',
  isListed: false,
  isRepeat: false,
  reworkCount: 0,
  ...values,
})
const found = (issues: readonly ClusterIssue[]) =>
  clustersOf(issues).map((cluster) => [clusterKey(cluster), cluster.reasons, cluster.issueIds])

describe('clusters', () => {
  it('are three of one service at one site, and not two', () => {
    const three = [issue(), issue(), issue({ agencyId: 'street' })]
    expect(found(three)).toEqual([['power|nanan|grid', ['recurring'], three.map(({ id }) => id)]])
    expect(found(three.slice(0, 2))).toEqual([])
    expect(found([issue(), issue({ siteId: 'other' }), issue({ serviceId: 'water' })])).toEqual([])
  })
  it('do not gather issues without a place', () => {
    expect(found([issue({ siteId: null }), issue({ siteId: null }), issue({ siteId: null })])).toEqual([])
  })
  it('are what the ladder listed, by itself', () => {
    const hard = issue({ isListed: true })
    const placeless = issue({ isListed: true, siteId: null, agencyId: 'street' })
    expect(found([hard, issue(), placeless])).toEqual([
      ['power|nanan|grid', ['listed'], [hard.id]],
      ['power||street', ['listed'], [placeless.id]],
    ])
  })
  it('are two repeats, with what they repeat', () => {
    const group = [issue(), issue({ isRepeat: true }), issue({ isRepeat: true })]
    expect(found(group)).toEqual([['power|nanan|grid', ['recurring', 'repeats'], group.map(({ id }) => id)]])
    const pair = group.slice(1)
    expect(found(pair)).toEqual([['power|nanan|grid', ['repeats'], pair.map(({ id }) => id)]])
    expect(found(group.slice(0, 2))).toEqual([])
  })
  it('are an issue that was re-handled twice', () => {
    const hard = issue({ reworkCount: 2 })
    expect(found([issue({ reworkCount: 1 }), hard])).toEqual([['power|nanan|grid', ['reworks'], [hard.id]]])
  })
  it('come largest first, and name the agency of most issues', () => {
    const small = [issue({ siteId: 'a' }), issue({ siteId: 'a' }), issue({ siteId: 'a', agencyId: null })]
    const large = [1, 2, 3, 4].map((n) => issue({ siteId: 'b', agencyId: n === 1 ? 'grid' : 'street' }))
    expect(found([...small, ...large]).map(([key]) => key)).toEqual(['power|b|street', 'power|a|grid'])
  })
})

describe('the draw of call-backs', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, n) => `issue-${n}`)
  it.each([
    [0, 0],
    [3, 3],
    [5, 5],
    [49, 5],
    [51, 6],
    [400, 40],
  ])('of %i takes %i: one in ten, at least five', (population, drawn) => {
    expect(draw(ids(population), 'seed')).toHaveLength(drawn)
  })
  it('is the same for the same seed in whatever order, and another for another seed', () => {
    const first = draw(ids(200), 'a3f1')
    expect(draw(ids(200).reverse(), 'a3f1')).toEqual(first)
    expect(new Set(draw(ids(200), 'a3f2'))).not.toEqual(new Set(first))
    expect(new Set(first).size).toBe(20)
  })
  it('gives every issue its chance', () => {
    const times = new Map<string, number>()
    for (let n = 0; n < 500; n++) for (const id of draw(ids(50), `seed-${n}`)) times.set(id, (times.get(id) ?? 0) + 1)
    expect(times.size).toBe(50)
    for (const count of times.values()) expect(count).toBeGreaterThan(20)
  })
  it('is of the month before, by the district’s calendar', () => {
    const { month, fromAt, toAt } = monthBefore(shanghai('2026-01-01 00:00'))
    expect([month, onTheWall(fromAt), onTheWall(toAt)]).toEqual(['2025-12', '2025-12-01 00:00', '2026-01-01 00:00'])
    expect(monthBefore(shanghai('2026-03-31 23:59')).month).toBe('2026-02')
  })
})
