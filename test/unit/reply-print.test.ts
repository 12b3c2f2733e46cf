import { describe, expect, it } from 'vitest'
import { normalReply, templateParts } from '../../server/domain/reply-print.ts'

const SAID = '经现场核查，您反映的路灯不亮系灯泡老化所致，我单位已更换灯泡并恢复照明'
const BARE = '经现场核查您反映的路灯不亮系灯泡老化所致我单位已更换灯泡并恢复照明'

describe('a reply as it is compared', () => {
  it.each([
    ['as it was typed', `${SAID}。`],
    ['with other spaces and line ends', `经现场核查， 您反映的路灯不亮\n系灯泡老化所致，我单位已更换灯泡并恢复照明`],
    ['in full-width letters and marks', SAID.replaceAll('，', '，　')],
    ['with a greeting', `尊敬的商户：您好！${SAID}。`],
    ['with a greeting to somebody by name', `尊敬的李女士，您好，${SAID}。`],
    ['with thanks and an invitation to call', `${SAID}。感谢您的支持与理解！如有疑问，请拨打88880000。`],
    ['with a greeting on a line of its own', `您好：\n${SAID}。\n特此回复。`],
    ['with a date and a time', `2026年10月10日上午9点半，${SAID}。`],
    ['with a date in digits', `2026-10-10 09:30 ${SAID}`],
  ])('is the same %s', (_, text) => {
    expect(normalReply(text)).toBe(BARE)
  })

  it('differs where a word differs', () => {
    expect(normalReply(SAID.replace('灯泡老化', '线路老化'))).not.toBe(BARE)
  })
  it('is the same in English whatever the case, name and number', () => {
    const one = 'Dear Ms Li, we replaced lamp 12 at the gate and checked the wiring. Thank you for your patience.'
    const other = 'dear mr wang, We replaced lamp 7 at the gate and checked the wiring! Kind regards'
    expect(normalReply(one)).toBe(normalReply(other))
    expect(normalReply(one)).toBe('wereplacedlampatthegateandcheckedthewiring')
  })
  it.each(['', '好了', '已处理，谢谢', '尊敬的商户您好！感谢您的来电，祝您生意兴隆！', '12345 67890 2026年10月10日。'])(
    'says too little to be called alike: %s',
    (text) => {
      expect(normalReply(text)).toBeNull()
    },
  )
  it('is compared at twenty characters, and not at nineteen', () => {
    expect(normalReply('灯'.repeat(19))).toBeNull()
    expect(normalReply('灯'.repeat(20))).toBe('灯'.repeat(20))
  })
  it('keeps thanks in the middle, where they belong to what is said', () => {
    const text = '感谢商户协助，施工队昨天已经把配电箱里的空气开关换成了新的，现在电压恢复正常。'
    expect(normalReply(text)).toBe('感谢商户协助施工队已经把配电箱里的空气开关换成了新的现在电压恢复正常')
  })
})

describe('parts of templates', () => {
  const template = '尊敬的商户：您反映的{事项}问题我单位已受理并安排人员处理，{结果}。如有疑问请拨打{电话}。'
  it('are what a template says every time, without its frame', () => {
    expect(templateParts(template)).toEqual(['问题我单位已受理并安排人员处理'])
  })
  it('do not count: only what was written into the template is compared', () => {
    const filled = (what: string, result: string) =>
      `尊敬的商户：您反映的${what}问题我单位已受理并安排人员处理，${result}。如有疑问请拨打88880000。`
    const parts = templateParts(template)
    expect(normalReply(filled('停电', '已恢复'), parts)).toBeNull()
    const written = '抢修队更换了南岸线三号杆上的跌落式熔断器，十点零五分送电'
    expect(normalReply(filled('停电', written), parts)).toBe(`您反映的停电${normalReply(written)}`)
  })
})
