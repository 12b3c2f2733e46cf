import { fitText } from '../domain/open311-text.ts'
import type { Open311Line } from '../wire/open311.ts'
import { csvCell } from './csv.ts'
import { windowArgument } from './open311-arguments.ts'
import { districtOf, failure, type Open311Call, streamed } from './open311-call.ts'

/** Columns of GeoReport Bulk, in its order. */
const COLUMNS = [
  'service_request_id',
  'requested_datetime',
  'updated_datetime',
  'closed_date',
  'status_description',
  'status_notes',
  'source',
  'service_name',
  'service_subtype',
  'description',
  'agency_responsible',
  'address',
  'lat',
  'long',
] as const

function cells({ request, closedAt, statusDescription, source }: Open311Line): (string | number | null)[] {
  return [
    request.service_request_id,
    request.requested_datetime,
    request.updated_datetime,
    closedAt,
    statusDescription,
    request.status_notes,
    source,
    request.service_name,
    null,
    request.description,
    request.agency_responsible,
    request.address,
    request.lat,
    request.long,
  ]
}

const line = (values: readonly (string | number | null)[]): string =>
  `${values.map((value) => csvCell(typeof value === 'string' ? fitText(value) : value)).join(',')}\r\n`

/** Everything that is public as one file, sent as it is read: neither a span nor a count limits it. */
export async function bulkFile(call: Open311Call): Promise<Response> {
  const window = windowArgument(call.query, call.at)
  if (!window.ok) return failure('xml', window)
  const district = await districtOf(call)
  const lines = call.deps.store.open311.lines(window.value, district)
  async function* parts(): AsyncGenerator<string> {
    yield line(COLUMNS)
    for await (const one of lines) yield line(cells(one))
  }
  return streamed(parts(), 'text/csv; charset=utf-8', {
    'Content-Disposition': 'attachment; filename="requests.csv"',
  })
}
