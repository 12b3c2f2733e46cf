import { type AnySQLiteColumn, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const agencies = sqliteTable('agencies', {
  id: text('id').primaryKey(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  /** Power, water and gas companies are targets like any agency. */
  isOutsideParty: integer('is_outside_party', { mode: 'boolean' }).notNull().default(false),
  telephone: text('telephone'),
  /** One level up: gets copies of written notices. */
  parentId: text('parent_id').references((): AnySQLiteColumn => agencies.id),
  /** The service bureau takes over what others pass around, and owns what no rule assigns. */
  isServiceBureau: integer('is_service_bureau', { mode: 'boolean' }).notNull().default(false),
})

export const users = sqliteTable('users', {
  id: text('id').primaryKey(),
  login: text('login').notNull().unique(),
  name: text('name').notNull(),
  role: text('role').notNull(),
  agencyId: text('agency_id').references(() => agencies.id),
  /** argon2id, parameters inside. */
  passwordHash: text('password_hash').notNull(),
  createdAt: integer('created_at').notNull(),
  disabledAt: integer('disabled_at'),
  /** Rights beside the role, comma-separated: `contacts.view`, `issues.secret`. */
  rights: text('rights').notNull().default(''),
  /** Shared secret of the second factor, sealed with the installation's key; null: none set up. */
  totpSecret: text('totp_secret'),
  totpEnabledAt: integer('totp_enabled_at'),
  /** The last time step accepted: a code works once. */
  totpStep: integer('totp_step'),
})

/** One-time codes for a lost second factor, hashed. */
export const recoveryCodes = sqliteTable(
  'recovery_codes',
  {
    codeHash: text('code_hash').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    usedAt: integer('used_at'),
  },
  (t) => [index('recovery_codes_by_user').on(t.userId)],
)

export const sessions = sqliteTable(
  'sessions',
  {
    /** SHA-256 of the 256-bit token; the token itself lives in the cookie only. */
    tokenHash: text('token_hash').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    createdAt: integer('created_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    address: text('address'),
    agent: text('agent'),
    /** When the second factor was given; null: not given, and none may be demanded. */
    secondFactorAt: integer('second_factor_at'),
  },
  (t) => [index('sessions_by_user').on(t.userId), index('sessions_by_expiry').on(t.expiresAt)],
)

/** Failed sign-ins per account and per address, so that the growing delay survives a restart. */
export const signInFailures = sqliteTable('sign_in_failures', {
  subject: text('subject').primaryKey(),
  count: integer('count').notNull(),
  lastAt: integer('last_at').notNull(),
})
