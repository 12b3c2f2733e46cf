/** The first sequence of the load: eight digits, so that a record can be numbered in place. */
export const FIRST_SEQUENCE = 10_000_000
export const METRICS = ['l1.volts', 'l2.volts', 'l3.volts'] as const

export const benchNode = (n: number): string => `bench-${n}`
export const benchBoot = (n: number): string => n.toString(16).padStart(16, '0')
export const benchKey = (n: number): string => `key-${n}`
