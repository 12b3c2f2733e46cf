import { type BlockList, isIP } from 'node:net'
import type { AppContext } from './app-env.ts'

/** Whether an address is in a list; false for what is no address. */
export function isIn(list: BlockList, address: string): boolean {
  const family = isIP(address)
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** An IPv4 address as such, also when the socket wears it as IPv6. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

const socketAddress = (c: AppContext): string => plain(c.env?.incoming?.socket?.remoteAddress ?? 'unknown')

/** The socket's address; behind a trusted proxy, X-Forwarded-For from the right to the first that is not trusted. */
export function clientAddress(c: AppContext, trusted: BlockList): string {
  let address = socketAddress(c)
  const hops = (c.req.header('x-forwarded-for') ?? '').split(',').map((hop) => plain(hop.trim()))
  while (isIn(trusted, address)) {
    const hop = hops.pop()
    if (!hop || isIP(hop) === 0) return address
    address = hop
  }
  return address
}

/** Whether the client came over TLS, here or at a trusted proxy. */
export function isSecure(c: AppContext, trusted: BlockList): boolean {
  const socket = c.env?.incoming?.socket
  if (socket && 'encrypted' in socket && socket.encrypted === true) return true
  if (isIn(trusted, socketAddress(c))) return c.req.header('x-forwarded-proto')?.split(',').at(-1)?.trim() === 'https'
  return false
}

const LOCAL_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i

/** Whether the browser treats the page as its own machine's, where plain http is as good as TLS. */
export const isLocalHost = (c: AppContext): boolean => LOCAL_HOST.test(c.req.header('host') ?? new URL(c.req.url).host)

/** What counts as one client: IPv6 clients own a whole /64. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter(Boolean).length
  const whole = [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail ?? '').split(':').filter(Boolean)]
  return `${whole.slice(0, 4).join(':')}::/64`
}
