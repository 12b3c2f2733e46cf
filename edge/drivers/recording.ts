import { parse } from 'csv-parse/sync'
import type { Sample } from '../domain/report.ts'
import type { ReplayColumn, ReplayOptions } from './replay-options.ts'

/** One line of a recording: `at` in epoch ms as recorded, values by metric name. */
export interface RecordedLine {
  at: number
  values: [name: string, value: Sample['value']][]
}

export interface Recording {
  lines: RecordedLine[]
  /** Line numbers (the header is 1) that could not be read, and why. */
  problems: { line: number; reason: string }[]
}

// An offset is required: a local time is two instants once a year.
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/

/** Reads a CSV recording, oldest line first. Lines that cannot be read are reported, not guessed. Throws when the file is no CSV or lacks a column. */
export function readRecording(text: string, options: ReplayOptions): Recording {
  const recording: Recording = { lines: [], problems: [] }
  const rows = parse(text, {
    bom: true,
    columns: (header: string[]) => checked(header, options),
    info: true,
    skip_empty_lines: true,
    relax_column_count: true,
    trim: true,
  }) as unknown as { record: Record<string, string>; info: { lines: number } }[]
  for (const { record, info } of rows) {
    if (options.filter && record[options.filter.column] !== options.filter.equals) continue
    const line = readLine(record, options)
    if (typeof line === 'string') recording.problems.push({ line: info.lines, reason: line })
    else recording.lines.push(line)
  }
  recording.lines.sort((a, b) => a.at - b.at)
  return recording
}

function checked(header: string[], options: ReplayOptions): string[] {
  const wanted = [
    options.timeColumn,
    ...Object.keys(options.columns),
    ...(options.filter ? [options.filter.column] : []),
  ]
  for (const name of wanted) {
    const times = header.filter((column) => column === name).length
    if (times !== 1) throw new Error(`column ${name} is there ${times} times; the columns are ${header.join(', ')}`)
  }
  return header
}

function readLine(record: Record<string, string>, options: ReplayOptions): RecordedLine | string {
  const instant = record[options.timeColumn] ?? ''
  const at = INSTANT.test(instant) ? Date.parse(instant) : Number.NaN
  if (Number.isNaN(at)) return `${options.timeColumn} is no instant with an offset: ${instant.slice(0, 40)}`
  const values: RecordedLine['values'] = []
  for (const [name, column] of Object.entries(options.columns)) {
    const text = record[name] ?? ''
    if (text === '' || text === '?') continue
    const value = readValue(text, column)
    if (value === undefined) return `${name} is no ${column.type}: ${text.slice(0, 40)}`
    values.push([column.metric, value])
  }
  return { at, values }
}

function readValue(text: string, column: ReplayColumn): Sample['value'] | undefined {
  if (column.type === 'text') return text.slice(0, 256)
  if (column.type === 'boolean') return BOOLEANS[text.toLowerCase()]
  const value = Number(text) * column.factor
  return Number.isFinite(value) ? value : undefined
}

const BOOLEANS: Record<string, boolean> = { true: true, '1': true, yes: true, false: false, '0': false, no: false }
