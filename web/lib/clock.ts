import { createSignal } from 'solid-js'

const MINUTE_MS = 60_000
let offsetMs = 0
const [now, setNow] = createSignal(Date.now())
const [second, setSecond] = createSignal(Date.now())

/** This machine's clock, epoch ms. The only reader of it on the desk; good for measuring, wrong for showing. */
export const here = (): number => Date.now()
/** The server's clock, epoch ms: moves on once a minute and with every answer, so that texts rest in between. */
/** This machine's clock once a second, for the stream's label only. */
export { now, second }

/** Learns the server's clock from an instant it sent. */
export function learnServerTime(at: number): void {
  offsetMs = at - here()
}

/** Brings `now` up to the server's clock, for what has just been read. */
export function moveOn(): void {
  setNow(here() + offsetMs)
}

/** Starts both tickers; returns how to stop them. */
export function startClock(): () => void {
  let minute = 0
  const timer = setInterval(() => {
    setSecond(here())
    const at = here() + offsetMs
    if (Math.floor(at / MINUTE_MS) === minute) return
    minute = Math.floor(at / MINUTE_MS)
    setNow(at)
  }, 1_000)
  return () => clearInterval(timer)
}
