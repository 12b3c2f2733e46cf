import { fireEvent, screen } from '@solidjs/testing-library'
import { describe, expect, test } from 'vitest'
import type { PartyView } from '../../server/wire/party.ts'
import { loadPartyWords } from '../../web/m/language.ts'
import { Party } from '../../web/m/Party.tsx'
import { createNetwork, openPage, problem } from './m-page.tsx'
import { at, NANAN, POWER_COMPANY } from './m-site.ts'

const view = (over: Partial<PartyView> = {}): PartyView => ({
  at: at('09:58'),
  endsAt: at('09:16', '2026-10-11'),
  agency: POWER_COMPANY,
  number: 'MC-1',
  title: '南岸农贸市场停电',
  text: '冰柜化了一半',
  service: { id: 'power', nameZh: '停电', nameEn: 'Power outage' },
  site: NANAN,
  state: 'dispatched',
  dueAt: at('11:14'),
  isProvisional: false,
  version: 3,
  reports: [{ id: 'r1', number: 'MC-1-01', place: '3-15', text: '没电', hasTelephone: true }],
  steps: ['signature'],
  replyText: null,
  ...over,
})
const tap = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }))
const say = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } })
const open = async (first: PartyView) => {
  const network = createNetwork({ '/api/v1/party': () => first })
  return { network, words: await openPage(Party, network, loadPartyWords, 'party-secret') }
}

describe('an outside party’s link', () => {
  test('says what it is and by when, and shows a number only when it is asked for', async () => {
    const { network } = await open(view())
    expect(await screen.findByText('给供电公司的一件，凭这条链接办，不用账号')).toBeTruthy()
    expect(screen.getByText('11:14前要有答复')).toBeTruthy()
    network.replies['/api/v1/party/telephone'] = () => ({ name: '老陈', telephone: '13812345678' })
    await tap('看电话')
    expect((await screen.findByRole('link', { name: /13812345678/ })).getAttribute('href')).toBe('tel:13812345678')
  })
  test('is signed, and then the next step stands there', async () => {
    const { network, words } = await open(view())
    network.replies['/api/v1/party/signature'] = () => view({ state: 'signed', steps: ['contact'], version: 4 })
    network.replies['/api/v1/party/contact'] = () => view({ state: 'handling', steps: ['reply'], version: 5 })
    network.replies['/api/v1/party/reply'] = () => view({ state: 'replied', steps: [], replyText: '好了', version: 6 })
    await tap('签收')
    expect(screen.getByText(words.needed)).toBeTruthy()
    say(words.person, '赵建国')
    await tap('签收')
    await tap('联系上了')
    say(words.note, '到了')
    await tap('联系过商户了')
    await tap('已解决')
    say(words.replyText, '换了保险')
    await tap('答复')
    expect(await screen.findByText(words.thanks)).toBeTruthy()
    expect(network.asked.slice(1).map(({ path, body }) => [path, body?.version])).toEqual([
      ['/api/v1/party/signature', 3],
      ['/api/v1/party/contact', 4],
      ['/api/v1/party/reply', 5],
    ])
  })
  test('moved meanwhile shows the newest state and says so; one that ended says what to do', async () => {
    const { network, words } = await open(view())
    network.replies['/api/v1/party/signature'] = () => problem(412, 'stale')
    network.replies['/api/v1/party'] = () => view({ state: 'signed', steps: ['contact'] })
    await screen.findByRole('button', { name: '签收' })
    say(words.person, '赵建国')
    await tap('签收')
    expect(await screen.findByText(words.stale)).toBeTruthy()
    expect(await screen.findByRole('button', { name: '联系上了' })).toBeTruthy()
    network.replies['/api/v1/party/contact'] = () => problem(404, 'link-unknown')
    await tap('没联系上')
    say(words.note, '没人接')
    await tap('联系过商户了')
    expect(await screen.findByText(words.badLinkWhy)).toBeTruthy()
  })
})
