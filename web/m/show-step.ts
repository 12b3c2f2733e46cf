/** Brings a step that a tap has just opened into view and moves the reading position to its heading. */
export function showStep(id: string): void {
  const heading = document.getElementById(id)
  heading?.focus({ preventScroll: true })
  heading?.closest('section')?.scrollIntoView({ block: 'nearest' })
}
