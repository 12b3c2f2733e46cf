/** A choice kept in this browser; null where storage is switched off or nothing was chosen. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(`mc.${key}`)
  } catch {
    return null
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`mc.${key}`, value)
  } catch {
    // Storage is off: the choice lasts until the page is closed.
  }
}
