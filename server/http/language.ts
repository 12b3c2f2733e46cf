export type Language = 'zh-CN' | 'en'

/** The language a person reads, by Accept-Language; Chinese where nothing says otherwise. */
export function languageOf(header: string | undefined): Language {
  let best: Language = 'zh-CN'
  let bestWeight = 0
  for (const part of (header ?? '').slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const quality = parameters.find((p) => p.trim().startsWith('q='))?.split('=')[1]
    const weight = quality === undefined ? 1 : Number(quality)
    const language = /^zh\b/.test(tag) ? 'zh-CN' : /^en\b/.test(tag) ? 'en' : null
    if (language && weight > bestWeight) {
      best = language
      bestWeight = weight
    }
  }
  return best
}
