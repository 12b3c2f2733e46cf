import { parentPort, workerData } from 'node:worker_threads'
import { unpackBatch } from './batch.ts'
import { type Answer, failureOf, type Request, type ThreadStart } from './calls.ts'
import { openCore, type WriterCore } from './core.ts'

const port = parentPort
if (!port) throw new Error('this file runs as a worker thread')

const answer = (message: Answer): void => port.postMessage(message)

function run(core: WriterCore, request: Request): Promise<unknown> {
  switch (request.kind) {
    case 'write':
      return core.write(request.statements)
    case 'commit':
      return core.commit(unpackBatch(request.batch))
    case 'silence':
      return core.silence(request.now)
    case 'beat':
      return core.beat(request.now)
    case 'close':
      return core.close()
  }
}

try {
  const { location, options } = workerData as ThreadStart
  const core = await openCore(location, options, Date.now)
  port.on('message', (request: Request) => {
    run(core, request).then(
      (value) => answer({ id: request.id, value }),
      (error: unknown) => answer({ id: request.id, failure: failureOf(error) }),
    )
  })
  answer({ id: 0, value: null })
} catch (error) {
  answer({ id: 0, failure: failureOf(error) })
}
