import { parseArgs } from 'node:util'
import { benchIngest } from './ingest.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    baseline: { type: 'boolean', default: false },
    clients: { type: 'string', default: '50' },
    window: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '10' },
    rate: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '1' },
  },
})

if (positionals[0] !== 'ingest') {
  console.error(
    'usage: npm run bench -- ingest [--baseline] [--seconds N] [--clients N] [--window N] [--rate N] [--rounds N]',
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
})
console.log(JSON.stringify(answer, null, 2))
