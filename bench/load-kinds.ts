/** `raw`: pre-encoded packets on bare sockets, so that the load costs little; `mqttjs`: the client library nodes use. */
export const LOAD_KINDS = ['raw', 'mqttjs'] as const
export type LoadKind = (typeof LOAD_KINDS)[number]
