import type { DeskChannel } from '../../server/wire/intake.ts'

/** How the desk takes matters down, the usual way first. */
export const CHANNELS = ['telephone', 'window', 'web'] as const satisfies readonly DeskChannel[]

/** One conversation as it is written down. What is absent was not chosen: it is what the server recognises. */
export type Form = {
  id: string
  /** This machine's clock when the call began, epoch ms. */
  startedHere: number
  channel: DeskChannel
  text: string
  siteId?: string | null
  place?: string
  serviceId?: string
  /** Since when, epoch ms. */
  beganAt?: number
  telephone: string
  name: string
  answers: Record<string, string[]>
  isSecret: boolean
  isTest: boolean
}

const KEY_BYTES = 16

/** 128 random bits as text: names a draft, and keeps its sending from happening twice. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export const blankForm = (startedHere: number, siteId?: string): Form => ({
  id: newKey(),
  startedHere,
  channel: 'telephone',
  text: '',
  ...(siteId === undefined ? {} : { siteId }),
  telephone: '',
  name: '',
  answers: {},
  isSecret: false,
  isTest: false,
})

/** Whether anything was written that is worth keeping. */
export const isWritten = ({ text, telephone, name }: Form): boolean => `${text}${telephone}${name}`.trim() !== ''
