import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { launchChromium } from './chromium.ts'
import { type AgentProcess, spawnAgent, spawnAgentOn } from './edge-node.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'

const RESULTS = resolve(import.meta.dirname, '..', '..', 'test-results')
export const DESK = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

export interface Stage {
  server(environment?: Record<string, string>): Promise<ServerProcess>
  /** A real agent with a configuration, or with the path of its file. */
  agent(configuration: Record<string, unknown> | string): AgentProcess
  /** A page in a browser profile of its own: other cookies, other storage. */
  open(url: string, options?: BrowserContextOptions): Promise<Page>
  /** Another tab of the same profile. */
  openBeside(page: Page, url: string): Promise<Page>
  /**
   * What no page may do: console errors (a broken page policy is one), exceptions, dialogs, requests elsewhere.
   * Chromium writes every refused request to the console; those with a status in `expected` are left out.
   */
  complaints(expected?: readonly number[]): string[]
  onEnd(step: () => unknown): void
}

/** What a test starts on this stage is ended after it, in reverse; of a failed test, what its screens showed is kept. */
export function useStage(): Stage {
  const undo: (() => unknown)[] = []
  const pages: Page[] = []
  const outputs: (() => string)[] = []
  const complaints: string[] = []
  let browser: Browser | undefined

  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keep(task.name, pages, outputs, complaints)
    for (const step of undo.splice(0).reverse()) await step()
    for (const list of [pages, outputs, complaints]) list.length = 0
  }, 60_000)

  async function openIn(context: BrowserContext, url: string): Promise<Page> {
    const page = await context.newPage()
    watch(page, new URL(url).origin, complaints)
    pages.push(page)
    await page.goto(url)
    return page
  }

  return {
    async server(environment = {}) {
      const server = await startServerProcess(environment)
      undo.push(() => server.kill('SIGKILL'))
      outputs.push(server.output)
      return server
    },
    agent(configuration) {
      const agent = typeof configuration === 'string' ? spawnAgentOn(configuration) : spawnAgent(configuration)
      undo.push(() => agent.end('SIGKILL'))
      outputs.push(agent.output)
      return agent
    },
    async open(url, options = {}) {
      if (!browser) throw new Error('no browser')
      const context = await browser.newContext({
        viewport: DESK,
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
        ...options,
      })
      undo.push(() => context.close())
      context.setDefaultTimeout(15_000)
      return openIn(context, url)
    },
    openBeside: (page, url) => openIn(page.context(), url),
    complaints: (expected = []) =>
      complaints.filter((one) => !expected.includes(Number(/responded with a status of (\d+)/.exec(one)?.[1]))),
    onEnd: (step) => void undo.push(step),
  }
}

function watch(page: Page, origin: string, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url())
    if (asked !== origin && protocol !== 'data:' && protocol !== 'blob:') complaints.push(`elsewhere: ${request.url()}`)
  })
}

async function keep(test: string, pages: Page[], outputs: (() => string)[], complaints: string[]): Promise<void> {
  mkdirSync(RESULTS, { recursive: true })
  const name = join(RESULTS, test.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60))
  for (const [n, page] of pages.entries())
    await page.screenshot({ path: `${name}-${n + 1}.png`, timeout: 5_000 }).catch(() => undefined)
  writeFileSync(`${name}.log`, [...complaints, ...outputs.map((output) => output())].join('\n\n'))
}
