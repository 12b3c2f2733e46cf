import { describe, expect, it } from 'vitest'
import { SERVICES } from '../../db/seed/services.ts'
import { recognise } from '../../server/domain/recognise.ts'
import { numberIn, timeIn } from '../../server/domain/recognise-time.ts'

/** A Tianjin wall time on 2026-10-10, a make-up Saturday. */
const wall = (time: string, on = '2026-10-10'): number => Date.parse(`${on}T${time}:00+08:00`)
const NOW = wall('10:06')

const site = (id: string, nameZh: string, aliases = '') => ({ id, nameZh, nameEn: id, aliases })
const SITES = [
  site('liuying', '柳营菜市场', '老柳营'),
  site('nanan', '南岸农贸市场'),
  site('laomatou', '老码头街'),
  site('hall', '区政务服务大厅', '政务大厅'),
]
const heard = (text: string) => recognise(text, { sites: SITES, services: SERVICES }, NOW)

describe('what a caller says', () => {
  it('is understood from one sentence: place, stall, matter, since when, and the neighbours', () => {
    const text = '老何鲜鱼，柳营菜市场1-06，九点四十就没电了，隔壁也没有，鱼缸不打氧，问几点能来电'
    const { marks, since, ...rest } = heard(text)
    expect(rest).toEqual({
      siteIds: ['liuying'],
      place: '1-06',
      serviceIds: ['power-outage'],
      neighbours: 'together',
      telephone: null,
    })
    expect(since).toMatchObject({ at: wall('09:40'), isRough: false })
    expect(marks.map(({ kind, from, to }) => [kind, text.slice(from, to)])).toEqual([
      ['site', '柳营菜市场'],
      ['place', '1-06'],
      ['since', '九点四十'],
      ['service', '没电'],
      ['neighbours', '隔壁也没有'],
    ])
  })

  it.each([
    ['柳营那边没水', ['liuying']],
    ['老柳营断网', ['liuying']],
    ['在政务大厅办不成', ['hall']],
    ['南岸和柳营都停了', ['nanan', 'liuying']],
    ['我这儿停电', []],
  ])('finds the place in “%s” by name, short name or nickname', (text, siteIds) => {
    expect(heard(text).siteIds).toEqual(siteIds)
  })

  it.each([
    ['整个店断了电，电闸没跳', 'power-outage'],
    ['闻到煤气味，水管还漏水', 'water-gas'],
    ['想贷款周转', 'financing'],
    ['跑了几趟窗口不给办', 'not-done'],
    ['老板跑了', undefined],
  ])('finds the matter of “%s” by the words people use', (text, serviceId) => {
    expect(heard(text).serviceIds[0]).toBe(serviceId)
  })

  it.each([
    ['隔壁有电，就我家没有', 'alone'],
    ['旁边都停了', 'together'],
    ['左右邻居也没电', 'together'],
    ['停电了', null],
  ])('hears in “%s” whether the neighbours have it too', (text, neighbours) => {
    expect(heard(text).neighbours).toBe(neighbours)
  })

  it('takes a telephone number for one, and not for a stall', () => {
    expect(heard('回我13812346120，摊位3-12')).toMatchObject({ telephone: '13812346120', place: '3-12' })
    expect(heard('打022-27891234')).toMatchObject({ telephone: '02227891234', place: null })
  })
})

describe('a time in a sentence', () => {
  it.each([
    ['九点四十就没电了', '09:40', false],
    ['9:40停的', '09:40', false],
    ['9点停的', '09:00', false],
    ['早上六点半', '06:30', false],
    ['上午八点一刻', '08:15', false],
    ['八点多', '08:00', true],
    ['半小时前', '09:36', true],
    ['停了二十分钟了', '09:46', true],
    ['刚才', '10:06', true],
    ['早上就没了', '07:00', true],
  ])('“%s” was %s that day', (text, time, isRough) => {
    expect(timeIn(text, NOW)).toMatchObject({ at: wall(time), isRough })
  })

  it('is the latest that has been: three o’clock of an afternoon at four, of the night at ten', () => {
    expect(timeIn('三点停的', wall('16:00'))?.at).toBe(wall('15:00'))
    expect(timeIn('三点停的', NOW)?.at).toBe(wall('03:00'))
    expect(timeIn('下午三点停的', NOW)?.at).toBe(wall('15:00', '2026-10-09'))
  })

  it('follows the day that was named', () => {
    expect(timeIn('昨晚八点', NOW)?.at).toBe(wall('20:00', '2026-10-09'))
    expect(timeIn('昨天下午两点', NOW)?.at).toBe(wall('14:00', '2026-10-09'))
    expect(timeIn('前天上午', NOW)?.at).toBe(wall('09:00', '2026-10-08'))
    expect(timeIn('三天前', NOW)?.at).toBe(wall('10:06', '2026-10-07'))
  })

  it('is none where none was said', () => {
    expect(timeIn('柳营1-06没电，有点着急，快一点来', NOW)).toBe(null)
  })

  it('reads numbers as they are said', () => {
    expect(['四十', '十', '十五', '二十五', '两', '05', '百'].map(numberIn)).toEqual([40, 10, 15, 25, 2, 5, null])
  })
})
