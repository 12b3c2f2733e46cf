import { parseArgs } from 'node:util'
import { benchIngest } from './ingest.ts'
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
  },
})

const loads = LOAD_KINDS.filter((kind) => values.load.includes(kind))
if (positionals[0] !== 'ingest' || loads.length === 0) {
  console.error(
    'usage: npm run bench -- ingest [--baseline] [--seconds N] [--clients N] [--window N] [--rate N] [--rounds N] [--load raw|mqttjs]',
  )
  process.exit(64)
}
const answer = await benchIngest({
  hasBaseline: values.baseline,
  clients: Number(values.clients),
  window: Number(values.window),
  seconds: Number(values.seconds),
  rate: Number(values.rate),
  rounds: Number(values.rounds),
  loads,
})
console.log(JSON.stringify(answer, null, 2))
