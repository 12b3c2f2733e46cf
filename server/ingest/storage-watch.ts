const TRY_EVERY_MS = 1_000

/** Whether commits succeed. After one failed, a small write is tried every second until it goes through. */
export class StorageWatch {
  private readonly trialWrite: () => Promise<unknown>
  private readonly healed: () => void
  private timer: NodeJS.Timeout | null = null
  isStoring = true

  constructor(trialWrite: () => Promise<unknown>, healed: () => void) {
    this.trialWrite = trialWrite
    this.healed = healed
  }

  failed(): void {
    this.isStoring = false
    this.timer ??= setTimeout(() => void this.attempt(), TRY_EVERY_MS)
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }

  private async attempt(): Promise<void> {
    const isHealed = await this.trialWrite().then(
      () => true,
      () => false,
    )
    if (this.timer === null) return
    this.timer = null
    if (!isHealed) {
      this.failed()
      return
    }
    this.isStoring = true
    this.healed()
  }
}
