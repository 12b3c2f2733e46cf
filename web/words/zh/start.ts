import type { Phrase } from '../phrase.ts'

export const start = {
  step: (at: number, all: number): string => `第${at}步，共${all}步`,
  claim: {
    sentence: ['这台明窗还没人管。'] as Phrase,
    why: '把服务器上打印的设置代码抄过来，就归您管。',
    shell: '服务器窗口里是这样：',
    shellStarted: (address: string): string => `明窗已启动，${address}`,
    shellCode: '设置代码',
    shellEnds: (at: string): string => `${at}前有效，只能用一次`,
    code: '设置代码',
    left: (duration: string): string => `剩${duration}`,
    over: '过时了',
    hint: '大小写、横线都不计较，可以整段粘贴。',
    go: '认领',
    late: '过了时间，重启服务就有新代码',
  },
  first: {
    sentence: ['您来当第一个管理员。'] as Phrase,
    why: '没有现成的账号和口令，都由您定。',
    districtZh: '区名',
    districtEn: '区名（英文）',
    name: '姓名',
    login: '登录名',
    loginHint: '字母、数字、点、横线',
    password: '口令',
    show: '看一眼',
    hide: '盖上',
    long: (count: number): string =>
      count >= 12
        ? `${count}个字，够长，不用定期换`
        : count >= 8
          ? `${count}个字，能用，再长些更稳`
          : `${count}个字，至少8个`,
    go: '建好，进总览',
    back: '换个代码',
  },
  signIn: {
    sentence: ['登录。'] as Phrase,
    why: '用管理员给您的登录名和口令。',
    login: '登录名',
    password: '口令',
    go: '登录',
    ends: '离开30分钟或满12小时，要重新登录',
    second: ['还要第二步。'] as Phrase,
    secondWhy: '口令对了。再输手机验证器上的6位数字。',
    code: '验证码',
    codeHint: '手机丢了，可以用一个备用码',
    startOver: '换个账号',
    wrong: '登录名或口令不对。',
  },
  asking: '正在问服务器。',
  lost: ['连不上服务器。'] as Phrase,
  lostDo: '看看服务器开着没有，这台机器的网通不通。',
}
