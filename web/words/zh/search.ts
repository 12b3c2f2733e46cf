export const search = {
  label: '搜索',
  placeholder: '搜诉求、市场、商户、政策',
  kinds: { issues: '诉求', knowledge: '知识', sites: '地点' },
  hint: (count: number): string => (count === 0 ? '没有对得上的' : `${count}个对得上`),
  asking: '正在找',
  none: (text: string): string => `没有找到“${text}”。换个说法，或者只写两三个字。`,
  failed: '没连上，过会儿再按一下',
  all: (text: string): string => `在诉求里找“${text}”`,
  expired: '过期了',
  reviewDue: '该复核了',
}
