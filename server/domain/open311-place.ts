/** A coordinate (degrees) as the public sees it: three decimals, about 100 m. */
export const publicDegrees = (degrees: number): number => Math.round(degrees * 1_000) / 1_000

const STREET = /\p{L}{1,12}?(?:大街|公路|胡同|街|路|道|巷|弄|里)/u

/** The street of an address somebody wrote, without house, stall and name; empty where no street can be told. */
export const streetOf = (address: string): string => STREET.exec(address)?.[0] ?? ''

/** How near a reporter's coordinates must be to a site to mean it, metres (duplicate radius for reporters). */
export const NEAR_METRES = 250

const EARTH_METRES = 6_371_000
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** A point in degrees, WGS84. */
export type Point = { latitude: number; longitude: number }

/** Distance between two points in metres, on a sphere (haversine): good to 0.5 %. */
export function metresBetween(one: Point, other: Point): number {
  const [a, b] = [radians(one.latitude), radians(other.latitude)]
  const half =
    Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(radians(other.longitude - one.longitude) / 2) ** 2
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(half)))
}
