import { asc, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { services } from '../../db/schema/issues.ts'
import { agencies, users } from '../../db/schema/people.ts'
import { sites } from '../../db/schema/sites.ts'
import { SERVICES } from '../../db/seed/services.ts'
import { type Statement, statement, type Writer } from '../../db/writer.ts'
import type { Directory, Role, User } from '../wire/people.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { auditEntry } from './audit-entry.ts'
import { liveEvent } from './live.ts'
import { newId } from './new-id.ts'
import { type Actor, createPeopleChanges, userOf } from './people-change.ts'
import { serviceList } from './services.ts'
import { type District, setDistrict } from './settings.ts'

/** An account to be made; the password comes as its argon2id hash. */
export interface NewUser {
  login: string
  name: string
  role: Role
  agencyId: string | null
  passwordHash: string
}

export interface NewAgency {
  nameZh: string
  nameEn: string
  isOutsideParty: boolean
  telephone: string | null
  parentId: string | null
  isServiceBureau: boolean
}

type Agency = Directory['agencies'][number]

/** Makes the account unless the login is taken, or, where it is to be the first, anybody exists: then it changes no row. */
const addUserRow = (id: string, user: NewUser, at: number, isFirst = false): Statement => ({
  sql: `INSERT INTO users (id, login, name, role, agency_id, password_hash, created_at)
    SELECT ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM users WHERE lower(login) = lower(?)) ${isFirst ? 'AND NOT EXISTS (SELECT 1 FROM users)' : ''}`,
  args: [id, user.login, user.name, user.role, user.agencyId, user.passwordHash, at, user.login],
  expectRows: 1,
})

/** Sign-in names differ in more than upper and lower case. */
export const sameLogin = (login: string) => sql`lower(${users.login}) = lower(${login})`

export function createPeopleStore(db: Db, writer: Writer) {
  async function user(id: string): Promise<User | null> {
    return (await listUsers(db, id))[0] ?? null
  }

  return {
    ...createPeopleChanges(db, writer, user),
    /** Whether somebody administers this installation. */
    async isClaimed(): Promise<boolean> {
      return (await db.select({ one: sql`1` }).from(users).limit(1)).length > 0
    },
    /** Makes the first administrator, the district and the services it starts with; refused once anybody exists. */
    async claim(administrator: NewUser, district: District, at: number): Promise<Outcome<User>> {
      const id = newId(at)
      const seeds = SERVICES.map((service, index) =>
        statement(
          db
            .insert(services)
            .values({ ...service, sortKey: index * 10 })
            .onConflictDoNothing(),
        ),
      )
      const outcome = await writer.write([
        addUserRow(id, administrator, at, true),
        auditEntry({
          at,
          actorId: id,
          actorRole: 'administrator',
          action: 'user.added',
          subjectId: id,
          body: { role: 'administrator', isFirst: true },
        }),
        setDistrict(db, district, at),
        ...seeds,
        liveEvent({ at, kind: 'setup', subjectId: 'district' }),
      ])
      if (!outcome.ok) return refused('already_set_up')
      return done((await user(id)) as User)
    },
    users: (): Promise<User[]> => listUsers(db),
    async addUser(values: NewUser, by: Actor, at: number): Promise<Outcome<User>> {
      if (values.agencyId !== null && !(await agencyExists(db, values.agencyId))) return refusedReference('/agencyId')
      const id = newId(at)
      const outcome = await writer.write([
        addUserRow(id, values, at),
        auditEntry({
          at,
          actorId: by.id,
          actorRole: by.role,
          action: 'user.added',
          subjectId: id,
          body: { role: values.role, agencyId: values.agencyId },
        }),
        liveEvent({ at, kind: 'setup', subjectId: 'colleague' }),
      ])
      return outcome.ok ? done((await user(id)) as User) : refused('login_taken')
    },
    async directory(): Promise<Directory> {
      const [agencyRows, serviceRows, siteRows] = await Promise.all([
        db.select().from(agencies).orderBy(asc(agencies.nameZh), asc(agencies.id)),
        serviceList(db),
        db
          .select({ id: sites.id, nameZh: sites.nameZh, nameEn: sites.nameEn })
          .from(sites)
          .where(isNull(sites.closedAt))
          .orderBy(asc(sites.nameZh), asc(sites.id)),
      ])
      return { agencies: agencyRows, services: serviceRows, sites: siteRows }
    },
    async addAgency(
      values: NewAgency,
      at: number,
      by: Actor = { id: null, role: 'console' },
    ): Promise<Outcome<Agency>> {
      const id = newId(at)
      const outcome = await writer.write([
        {
          sql: `INSERT INTO agencies (id, name_zh, name_en, is_outside_party, telephone, parent_id, is_service_bureau)
            SELECT ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM agencies WHERE name_zh = ?)`,
          args: [
            id,
            values.nameZh,
            values.nameEn,
            values.isOutsideParty ? 1 : 0,
            values.telephone,
            values.parentId,
            values.isServiceBureau ? 1 : 0,
            values.nameZh,
          ],
          expectRows: 1,
        },
        auditEntry({ at, actorId: by.id, actorRole: by.role, action: 'directory.agency-added', subjectId: id }),
        liveEvent({ at, kind: 'directory', subjectId: id }),
      ])
      return outcome.ok ? done({ id, ...values }) : refused('id_taken')
    },
  }
}

async function listUsers(db: Db, id?: string): Promise<User[]> {
  const rows = await db
    .select({ user: users, agency: { id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn } })
    .from(users)
    .leftJoin(agencies, eq(agencies.id, users.agencyId))
    .where(id === undefined ? undefined : eq(users.id, id))
    .orderBy(asc(users.createdAt), asc(users.id))
  return rows.map(({ user, agency }) => userOf(user, agency))
}

const agencyExists = async (db: Db, id: string): Promise<boolean> =>
  (await db.select({ id: agencies.id }).from(agencies).where(eq(agencies.id, id))).length > 0

const refusedReference = (pointer: string) =>
  refused('unknown_reference', { errors: [{ pointer, code: 'unknown', detail: 'There is no such agency.' }] })
