import type { Obstacle } from '../../server/wire/spots.ts'
import type { CommonWords } from './words-zh.ts'

/** The Chinese words of “couldn't get it done”; `words-spot-en.ts` has the same keys. */
export const words = {
  title: '办不成事',
  lead: (spot: string) => `在${spot}没办成？点一样就行，不用登录，不留姓名`,
  windowAt: (spot: string, site: string) => `${site} ${spot}`,
  what: '卡在哪儿',
  obstacles: {
    not_accepted: '不给受理',
    overdue: '过了期限没办',
    extra_papers: '多要材料',
    sent_elsewhere: '推到别处',
    attitude: '态度不好',
  } satisfies Record<Obstacle, string>,
  papers: '这件事按规定只要这几样：',
  noPapers: '这个码上没列材料，您写下多要的是哪一样。',
  paper: '多要的是哪一样',
  paperHint: '比如：房东身份证',
  isListed: '这一样在规定的清单里，要带。还有别的，写在下面。',
  text: '想说的话（可不写）',
  textHint: '比如：跑了三趟',
  telephone: '电话（可不留）',
  telephoneHint: '想让人回电就留',
  pick: '先点一样',
  due: (deadline: string) => `报上去，${deadline}有答复；再转一次就由服务局接手`,
  send: '报上去',
  gone: '这个码不用了',
  goneWhy: '换个码扫，或到服务台说。',
  elsewhere: '报别的事',
}
export type SpotWords = CommonWords & typeof words
