import type { DatabaseLocation } from '../../db/client.ts'
import { openCore } from './core.ts'
import type { WriterOptions, WriterService } from './service.ts'

/** The writer without a thread, for tests and command-line programs that serve nobody meanwhile. */
export async function openInProcessWriter(
  location: DatabaseLocation,
  options: WriterOptions & { now?: () => number } = {},
): Promise<WriterService> {
  const core = await openCore(location, options, options.now ?? Date.now)
  return { ...core, onFailure: () => undefined }
}
