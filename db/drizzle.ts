import type { Client } from '@libsql/client'
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql'

/** Typed queries over a reading connection; writes are built with it and run by the Writer. */
export type Db = LibSQLDatabase
export const queriesOver = (reader: Client): Db => drizzle(reader)
