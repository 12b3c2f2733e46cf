export * from './clock-advance.ts'
export * from './clock-promise.ts'
export * from './clock-rules.ts'
export * from './clock-run.ts'
