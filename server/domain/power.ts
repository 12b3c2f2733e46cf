export { classed, durationClass, eventClass, isLonger, residualClass } from './power-class.ts'
export * from './power-device.ts'
export * from './power-event.ts'
export * from './power-phase.ts'
