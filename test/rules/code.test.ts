import { describe, expect, it } from 'vitest'
import { type Source, sourcesOf } from '../support/sources.ts'

const PRODUCT = ['server', 'db', 'edge', 'web', 'demo', 'cli', 'bench'] as const
const all = PRODUCT.flatMap((folder) => sourcesOf(folder))
const under = (...folders: string[]) =>
  all.filter(({ path }) => folders.some((folder) => path.startsWith(`${folder}/`)))

/** Lines of code that match, as `file:line text`. */
const find = (sources: readonly Source[], pattern: RegExp): string[] =>
  sources.flatMap(({ path, text }) =>
    text
      .split('\n')
      .map((line, index) => ({ line, place: `${path}:${index + 1}` }))
      .filter(({ line }) => pattern.test(line) && !/^\s*(\/\/|\/?\*)/.test(line))
      .map(({ line, place }) => `${place} ${line.trim()}`),
  )

/** What plain template strings paste into SQL; drizzle's own `sql` binds its values. */
const pastedInto = (text: string): string[] =>
  [...text.matchAll(/(\bsql(?:<[^`>]*>)?)?`([^`]*)`/g)]
    .filter(([, tag, body]) => !tag && /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|PRAGMA)\b/.test(body ?? ''))
    .flatMap(([, , body]) => [...(body ?? '').matchAll(/\$\{([^}]*)\}/g)].map(([, expression]) => expression ?? ''))
/** Module constants, numbers made whole, and one of two literals. */
const CONSTANT = /^(?:[A-Z][A-Z_]*\b|jsonColumns\(\d+\)$|Math\.trunc\(|is\w+ \? '[^']*' : '[^']*'$)/

describe('rules of the code', () => {
  it('asvs 1.2.1: no text becomes markup', () => {
    expect(find(all, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySet/)).toEqual([])
  })

  it('asvs 1.3.2: nothing is evaluated', () => {
    expect(find(all, /\beval\(|new Function\(|\bvm\.run|child_process.*exec\(|execSync\(/)).toEqual([])
  })

  it('asvs 1.2.4: no SQL is put together from what came in', () => {
    expect(find(under('server', 'db'), /sql\.raw\(|sql\.identifier\(/)).toEqual([])
    const strays = under('server', 'db').flatMap(({ path, text }) =>
      pastedInto(text)
        .filter((expression) => !CONSTANT.test(expression))
        .map((expression) => `${path}: \${${expression}}`),
    )
    expect(strays).toEqual([])
  })

  it('asvs 11.5.1: secrets come from a secure source', () => {
    const chance = find(under('server', 'db', 'edge'), /Math\.random|randomUUID/)
    // Waits are spread by chance; that is no secret, and nothing else may be.
    expect(chance.filter((line) => !/sleep\(|setTimeout\(|random: Math\.random,/.test(line))).toEqual([])
  })

  it('time is an argument: clocks are read where programs are put together', () => {
    const readers = find(under('server', 'db'), /Date\.now\(\)|new Date\(\)/).map((line) => line.split(':')[0])
    expect([...new Set(readers)].filter((path) => path !== 'server/start.ts')).toEqual([])
    expect(find(under('server/domain', 'edge/domain'), /Date\.now|performance\.now|process\.|setTimeout/)).toEqual([])
  })

  it('only the configuration reads the environment', () => {
    const readers = find(under('server', 'db'), /process\.env/).map((line) => line.split(':')[0])
    expect([...new Set(readers)]).toEqual(['server/config.ts'])
  })

  it('components never take their props apart', () => {
    expect(find(under('web'), /(?:function [A-Z]\w*|const [A-Z]\w*(?::[^=]+)? = )\(\{/)).toEqual([])
    expect(find(under('web'), /const \{[^}]*\} = props\b/)).toEqual([])
  })

  it('pages ask nobody but their own server', () => {
    const pages = [...under('web'), ...sourcesOf('web', ['.html', '.css', '.js'])]
    const outside = find(pages, /https?:\/\/(?!www\.w3\.org\/)|@import\s+url|src="\/\//)
    expect(outside).toEqual([])
  })

  it('files stay small enough to read: under 400 lines', () => {
    const long = [...all, ...sourcesOf('test')]
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter(({ lines }) => lines > 400)
    expect(long).toEqual([])
  })

  it('nobody switches the type checker off', () => {
    expect(find(all, /: any\b|as any\b|@ts-ignore|@ts-nocheck|<any>/)).toEqual([])
  })
})
