/** Brings a step that a tap has just opened into view and moves the reading position to its heading. */
export function showStep(id: string): void {
  const heading = document.getElementById(id)
  if (!heading) return
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
  heading.focus({ preventScroll: true })
  heading.closest('section')?.scrollIntoView({ behavior: isCalm ? 'auto' : 'smooth', block: 'nearest' })
}
