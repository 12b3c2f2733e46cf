import { pino } from 'pino'
import { readConfig } from '../server/config.ts'
import { startServer } from '../server/start.ts'

/** The real server over the database of a benchmark, in a process of its own; ends with its parent. */
const server = await startServer(
  readConfig({
    DATA_DIR: process.argv[2]!,
    PORT: '0',
    HOST: '127.0.0.1',
    MQTT_PORT: '0',
    MQTT_HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
  }),
  pino({ level: 'error' }),
)
process.send?.({ port: server.port })
process.on('disconnect', () => void server.stop().then(() => process.exit(0)))
