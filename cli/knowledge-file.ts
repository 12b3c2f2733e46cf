import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { parse } from 'csv-parse'

/** A line of a file of entries: its fields by our names, or why it cannot be read. */
export interface FileLine {
  line: number
  fields: Record<string, unknown> | string
}

/** The headings each field may have. */
const HEADINGS: Readonly<Record<string, string>> = {
  编号: 'n',
  序号: 'n',
  标题: 'title',
  问题: 'title',
  百姓话: 'plainWords',
  答复口径: 'plainWords',
  正文: 'body',
  内容: 'body',
  依据: 'legalBasis',
  法律依据: 'legalBasis',
  职责: 'duties',
  事项: 'service',
  单位: 'agency',
  承办单位: 'agency',
  有效期至: 'validUntilOn',
  复核日期: 'reviewOn',
}

/** The encoding of a file: UTF-8 where its beginning is valid UTF-8, else GB 18030, as office programs write it. */
async function encodingOf(path: string): Promise<'utf-8' | 'gb18030'> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0)
    // A character cut in two at the end is not a fault of the encoding.
    new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead), { stream: true })
    return 'utf-8'
  } catch (error) {
    if (error instanceof TypeError) return 'gb18030'
    throw error
  } finally {
    await file.close()
  }
}

const named = (heading: string): string => HEADINGS[heading.trim()] ?? heading.trim()

/** The lines of a CSV file with headings, or of a file with one JSON object a line. Throws when it cannot be read. */
export async function* linesOf(path: string): AsyncGenerator<FileLine> {
  yield* /\.jsonl?$/i.test(path) ? jsonLines(path) : csvLines(path, await encodingOf(path))
}

async function* jsonLines(path: string): AsyncGenerator<FileLine> {
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })
  let line = 0
  for await (const text of lines) {
    line += 1
    const plain = line === 1 ? text.replace(/^\ufeff/, '') : text
    if (plain.trim() !== '') yield { line, fields: jsonOf(plain) }
  }
}

function jsonOf(text: string): FileLine['fields'] {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'not a JSON object'
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [named(name), field]))
  } catch {
    return 'not JSON'
  }
}

async function* csvLines(path: string, encoding: 'utf-8' | 'gb18030'): AsyncGenerator<FileLine> {
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: 1_000_000,
  })
  void feed(path, encoding, parser)
  let headings: string[] | null = null
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    if (headings === null) {
      headings = record.map(named)
      const doubled = headings.find((name, at) => headings?.indexOf(name) !== at)
      if (doubled) throw new Error(`同一个表头写了两次 · a heading comes twice: ${doubled}`)
      continue
    }
    const names: string[] = headings
    yield {
      line: info.lines,
      fields:
        record.length === names.length
          ? Object.fromEntries(names.map((name, at) => [name, record[at]]))
          : `要${names.length}格，写了${record.length}格 · ${record.length} fields instead of ${names.length}`,
    }
  }
}

async function feed(path: string, encoding: string, parser: ReturnType<typeof parse>): Promise<void> {
  const decoder = new TextDecoder(encoding)
  try {
    for await (const bytes of createReadStream(path)) {
      if (!parser.write(decoder.decode(bytes as Buffer, { stream: true })))
        await new Promise((resolve) => parser.once('drain', resolve))
    }
    parser.end(decoder.decode())
  } catch (error) {
    parser.destroy(error as Error)
  }
}
