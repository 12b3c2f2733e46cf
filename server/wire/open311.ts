import { z } from 'zod'
import type { Open311Status } from '../domain/issue.ts'
import type { ExtendedStatus } from '../domain/open311.ts'
import { instantSchema, wordsSchema } from './common.ts'

/** The switch of open data, and what discovery says of us. */
export const openDataBody = z.strictObject({
  isOn: z.boolean(),
  /** Whom a programmer asks; empty: the hotline of the district. */
  contact: wordsSchema.max(200),
  /** How to get a key; empty: the administrator of the district gives it. */
  keyService: wordsSchema.max(200),
})
export type OpenDataBody = z.infer<typeof openDataBody>

export const openDataKeySchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    createdAt: instantSchema,
    lastUsedAt: instantSchema.nullable(),
    revokedAt: instantSchema.nullable(),
  })
  .meta({ id: 'OpenDataKey' })
export type OpenDataKey = z.infer<typeof openDataKeySchema>

/** Where a site is; both or neither. Degrees, WGS84. */
export const coordinatesBody = z
  .strictObject({
    latitude: z.number().min(-90).max(90).nullable(),
    longitude: z.number().min(-180).max(180).nullable(),
  })
  .refine(({ latitude, longitude }) => (latitude === null) === (longitude === null), { path: ['longitude'] })

export const openDataSchema = z
  .strictObject({
    ...openDataBody.shape,
    changedAt: instantSchema.nullable(),
    /** Where programs begin. */
    discoveryUrl: z.string(),
    productionUrl: z.string(),
    testUrl: z.string(),
    bulkUrl: z.string(),
    keys: z.array(openDataKeySchema),
    sites: z.array(
      z.strictObject({
        id: z.string(),
        nameZh: z.string(),
        nameEn: z.string(),
        latitude: z.number().nullable(),
        longitude: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'OpenData' })
export type OpenData = z.infer<typeof openDataSchema>

export const newOpenDataKeyBody = z.strictObject({ name: wordsSchema.min(1).max(60) })
/** The key itself is shown this once. */
export const newOpenDataKeySchema = z.strictObject({ ...openDataKeySchema.shape, key: z.string() })
export type NewOpenDataKey = z.infer<typeof newOpenDataKeySchema>

/** An update another system sent about an issue: a task of the desk until somebody says it is seen. */
export const sentUpdateSchema = z
  .strictObject({
    id: z.string(),
    from: z.string(),
    issue: z.strictObject({ id: z.string(), number: z.string(), title: z.string() }),
    at: instantSchema,
    status: z.string(),
    text: z.string(),
  })
  .meta({ id: 'SentUpdate' })
export type SentUpdate = z.infer<typeof sentUpdateSchema>

/** A service as Open311 offers it; names as in GeoReport v2, GET Service List. */
export type Open311Service = {
  service_code: string
  service_name: string
  description: string
  metadata: boolean
  type: 'realtime'
  keywords: string
  group: string
}

/** One question of a service; names as in GeoReport v2, GET Service Definition. */
export type Open311Attribute = {
  variable: true
  code: string
  datatype: 'string' | 'number' | 'datetime' | 'text' | 'singlevaluelist' | 'multivaluelist'
  required: boolean
  datatype_description: string | null
  order: number
  description: string
  values: { key: string; name: string }[]
}

/** An issue as the public sees it; names and order as in GeoReport v2, GET Service Request. Dates carry `+08:00`. */
export type Open311Request = {
  service_request_id: string
  status: 'open' | 'closed'
  status_notes: string | null
  service_name: string
  service_code: string
  description: string | null
  agency_responsible: string | null
  service_notice: string | null
  requested_datetime: string
  updated_datetime: string
  expected_datetime: string | null
  address: string | null
  address_id: string | null
  zipcode: null
  lat: number | null
  long: number | null
  media_url: string | null
}

/** What `extensions=true` adds to a request. */
export type Open311Extension = {
  attributes: { code: string; label: string; value: string }[]
  extended_attributes: {
    channel: string
    photos: string[]
    state: string
    round: number
    facts: { replied: boolean; resolved: string; confirmed: string; evidenced: string }
    reason_code: string | null
    provisional: boolean
    extended_status: ExtendedStatus
  }
  notes: {
    datetime: string
    type: 'submitted' | 'opened' | 'activity' | 'follow_on_created' | 'follow_on_closed' | 'closed'
    summary: string
    description: string | null
    extended_attributes: { extended_status: ExtendedStatus; reason_code: string | null }
  }[]
}

/** One line of the update feed (mySociety extension). */
export type Open311Update = {
  update_id: string
  service_request_id: string
  updated_datetime: string
  status: ExtendedStatus
  description: string | null
  media_url: null
  external_status_code: string | null
  customer_reference: null
}

/** One line of the bulk file (GeoReport Bulk). */
export type Open311Line = {
  request: Open311Request
  closedAt: string | null
  statusDescription: string
  source: string
}

/** Why a request was not answered, in sentences for its sender; `status` is the HTTP status and the code in the body. */
export type Open311Failure = { ok: false; status: 400 | 403 | 404 | 429 | 500 | 503; errors: string[] }
export type Open311Outcome<T> = { ok: true; value: T } | Open311Failure

export const open311Failure = (status: Open311Failure['status'], ...errors: string[]): Open311Failure => ({
  ok: false,
  status,
  errors,
})

/** What a client posts, as text; empty where it was not sent. */
export type PostArguments = {
  serviceCode: string
  lat: string
  long: string
  addressString: string
  addressId: string
  /** Values by question. */
  attributes: { code: string; values: string[] }[]
  description: string
  name: string
  telephone: string
  mediaUrls: string[]
}

/** The answer to a posted request; names as in GeoReport v2, POST Service Request. */
export type Open311Receipt = { service_request_id: string; service_notice: string | null; account_id: null }

/** Which requests are asked for. Instants in epoch ms, both ends included; boxes in degrees. */
export type RequestFilter = {
  isTest: boolean
  /** Numbers; they override everything but what is public. */
  ids: readonly string[] | null
  codes: readonly string[] | null
  statuses: readonly Open311Status[] | null
  fromAt: number
  toAt: number
  updated?: { fromAt: number | null; toAt: number | null }
  box?: { west: number; south: number; east: number; north: number } | null
}

/** What another system says about an issue. */
export type UpdateArguments = {
  number: string
  updateId: string
  updatedAt: number
  status: ExtendedStatus | 'open' | 'closed'
  text: string
}
