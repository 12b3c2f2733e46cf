import { sql } from 'drizzle-orm'
import { devices } from '../../db/schema/telemetry.ts'

/** What people call a device: the name it declared, else its id on the node. */
export const deviceName = sql<string>`coalesce(${devices.displayName}, ${devices.name})`
