import { asc, eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { thirdParties } from '../../db/schema/supervision.ts'
import { statement } from '../../db/writer.ts'
import type { ThirdParty, ThirdPartyBody } from '../wire/referrals.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { liveEvent } from './live.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'

type Row = typeof thirdParties.$inferSelect

const asParty = ({ id, nameZh, nameEn, serviceIds, telephone, note, isActive }: Row): ThirdParty => ({
  ...{ id, nameZh, nameEn, telephone, note, isActive },
  serviceIds: serviceIds === '' ? [] : serviceIds.split(','),
})

/** Every third party, those that no longer help included. */
export async function partiesOf(db: Db): Promise<ThirdParty[]> {
  return (await db.select().from(thirdParties).orderBy(asc(thirdParties.nameZh), asc(thirdParties.id))).map(asParty)
}

/** Whether a party may help with a service; one without services helps with all. */
export const helpsWith = (party: Pick<ThirdParty, 'serviceIds' | 'isActive'>, serviceId: string): boolean =>
  party.isActive && (party.serviceIds.length === 0 || party.serviceIds.includes(serviceId))

export function createThirdPartyStore({ db, writer }: StorePorts) {
  const told = (id: string, at: number) => liveEvent({ at, kind: 'directory', subjectId: id })
  const rowOf = ({ serviceIds, ...body }: ThirdPartyBody) => ({ ...body, serviceIds: serviceIds.join(',') })
  const one = async (id: string) => (await partiesOf(db)).find((party) => party.id === id)!
  return {
    list: (): Promise<ThirdParty[]> => partiesOf(db),
    async add(body: ThirdPartyBody, at: number): Promise<Outcome<ThirdParty>> {
      const id = newId(at)
      const row = db.insert(thirdParties).values({ id, ...rowOf(body), createdAt: at })
      await writer.write([statement(row), told(id, at)])
      return done(await one(id))
    },
    async change(id: string, body: ThirdPartyBody, at: number): Promise<Outcome<ThirdParty>> {
      const row = db.update(thirdParties).set(rowOf(body)).where(eq(thirdParties.id, id))
      const outcome = await writer.write([statement(row, 1), told(id, at)])
      return outcome.ok ? done(await one(id)) : refused('not_found')
    },
  }
}
