import type { IssueState } from '../../server/domain/issue.ts'
import type { CommonWords } from './words-zh.ts'

/** The Chinese words of all own reports; `words-mine-en.ts` has the same keys. */
export const words = {
  title: '我的诉求',
  lead: (n: number) => `这个电话一年里报过${n}件`,
  none: '这个电话一年里没报过事。',
  ends: (deadline: string) => `这条链接${deadline}有效，别发给别人`,
  revoke: '看完了，现在就作废',
  revoked: '作废了',
  badLink: '这条链接过期了',
  badLinkWhy: '全部诉求的链接只管2小时。到柜台或打12345再要一条。',
  states: {
    received: '等受理员派单',
    answered: '答复了',
    dispatched: '等单位签收',
    returned: '在重新派',
    signed: '单位签收了',
    handling: '在办',
    waiting_reporter: '等您回话',
    suspended: '先停下了',
    replied: '答复了',
    follow_up: '在问您好没好',
    dissatisfied: '您说没好，在重派',
    confirmed: '您说好了',
    closed: '办结',
    not_accepted: '没受理',
    merged: '并案',
    withdrawn: '撤了',
  } satisfies Record<IssueState, string>,
}
export type MineWords = CommonWords & typeof words
