const NAMES = [
  'paper',
  'wash',
  'ink',
  'ink-2',
  'line',
  'line-2',
  'late',
  'late-mark',
  'attn',
  'attn-mark',
  'hold-mark',
  'evid-mark',
  'calm',
  'hei',
] as const
export type Colours = Record<(typeof NAMES)[number], string>

/** The custom properties as they stand on `element` now: theme and forced colours included. */
export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element)
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Colours
}

/** The hatch of what is unknown, as a canvas pattern. */
export function hatchOf(context: CanvasRenderingContext2D, colours: Colours): CanvasPattern | string {
  const tile = document.createElement('canvas')
  tile.width = 6
  tile.height = 6
  const pen = tile.getContext('2d')
  if (!pen) return colours['hold-mark']
  pen.strokeStyle = colours['hold-mark']
  pen.lineWidth = 1.6
  pen.beginPath()
  for (const shift of [-6, 0, 6]) {
    pen.moveTo(shift, 6)
    pen.lineTo(shift + 6, 0)
  }
  pen.stroke()
  return context.createPattern(tile, 'repeat') ?? colours['hold-mark']
}
