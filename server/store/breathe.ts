/** Lets the event loop turn between two pieces of a long read: the driver reads on the thread that serves everybody. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
