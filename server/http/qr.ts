import { encode } from 'uqr'
import type { Deps } from '../deps.ts'
import type { AppContext } from './app-env.ts'

/** A QR code as an SVG path on a square of `size` × `size` modules, quiet zone included; level M. */
export function qrOf(text: string): { size: number; path: string } {
  const { size, data } = encode(text, { ecc: 'M', border: 2 })
  let path = ''
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue
      const from = x
      while (row[x + 1]) x++
      path += `M${from} ${y}h${x - from + 1}v1H${from}z`
    }
  }
  return { size, path }
}

/** The address people reach this installation at: as configured, else as this request came in. */
export function originOf(c: AppContext, { config }: Pick<Deps, 'config'>): string {
  if (config.publicOrigin !== null) return config.publicOrigin
  const { host } = new URL(c.req.url)
  return `${c.get('isSecure') ? 'https' : 'http'}://${c.req.header('host') ?? host}`
}
