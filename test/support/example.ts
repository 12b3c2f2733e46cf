/** The parts of JSON Schema that the interface's description uses. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  default?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minItems?: number
  minLength?: number
  minimum?: number
  exclusiveMinimum?: number
  format?: string
  pattern?: string
}

const TEXTS: readonly string[] = ['甲', 'example', '2026-10-12', '12:00', '2026-10', '138 0000 0000', '123456', 'a1']

function textFor({ minLength = 0, pattern, format }: Schema): string {
  if (format === 'date') return '2026-10-12'
  const long = '核对无误'.repeat(Math.ceil(minLength / 4)).slice(0, minLength)
  if (pattern === undefined) return long || '甲'
  const known = TEXTS.find((text) => text.length >= minLength && new RegExp(pattern, 'u').test(text))
  return known ?? 'a'.repeat(Math.max(minLength, 1))
}

export interface Examples {
  components: Readonly<Record<string, Schema>>
  /** Values of fields that must name something, by the field's name. */
  known: Readonly<Record<string, unknown>>
}

/** The smallest value a schema takes, as far as the schema says; optional fields are left out, but for known ones. */
export function exampleOf(schema: Schema, examples: Examples): unknown {
  if (schema.$ref) return exampleOf(examples.components[schema.$ref.split('/').at(-1) ?? ''] ?? {}, examples)
  if ('const' in schema) return schema.const
  if (schema.enum) return schema.enum[0]
  const [choice] = schema.anyOf ?? schema.oneOf ?? []
  if (choice) return exampleOf(choice, examples)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, examples)))
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object' || schema.properties) {
    const fields = Object.entries(schema.properties ?? {}).filter(
      ([name]) => schema.required?.includes(name) || name in examples.known,
    )
    return Object.fromEntries(fields.map(([name, field]) => [name, examples.known[name] ?? exampleOf(field, examples)]))
  }
  if (type === 'array')
    return Array.from({ length: schema.minItems ?? 0 }, () => exampleOf(schema.items ?? {}, examples))
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1)
  if (type === 'null') return null
  return textFor(schema)
}
