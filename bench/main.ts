import { parseArgs } from 'node:util'
import { benchIngest } from './ingest.ts'
import { benchIssues } from './issues.ts'
import { LOAD_KINDS } from './load-kinds.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    baseline: { type: 'boolean', default: false },
    clients: { type: 'string', default: '50' },
    window: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '10' },
    rate: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '1' },
    load: { type: 'string', multiple: true, default: ['raw', 'mqttjs'] },
    sizes: { type: 'string', default: '10000,1000000' },
    entries: { type: 'string', default: '55000' },
    requests: { type: 'string', default: '1000' },
    imported: { type: 'string', default: '100000' },
  },
})

const USAGE = `usage: npm run bench -- ingest [--baseline] [--seconds N] [--clients N] [--window N] [--rate N] [--rounds N] [--load raw|mqttjs]
       npm run bench -- issues [--sizes 10000,1000000] [--entries N] [--requests N] [--imported N]`

const loads = LOAD_KINDS.filter((kind) => values.load.includes(kind))

async function measured(): Promise<unknown> {
  const [what] = positionals
  if (what === 'issues')
    return benchIssues({
      sizes: values.sizes.split(',').map(Number),
      entries: Number(values.entries),
      requests: Number(values.requests),
      imported: Number(values.imported),
    })
  if (what === 'ingest' && loads.length > 0)
    return benchIngest({
      hasBaseline: values.baseline,
      clients: Number(values.clients),
      window: Number(values.window),
      seconds: Number(values.seconds),
      rate: Number(values.rate),
      rounds: Number(values.rounds),
      loads,
    })
  console.error(USAGE)
  process.exit(64)
}

console.log(JSON.stringify(await measured(), null, 2))
