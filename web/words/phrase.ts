/** Tones of the state shapes; a tone always comes with its own word. */
export type Tone = 'late' | 'attn' | 'hold' | 'evid' | 'calm'
/** A sentence in pieces: a toned piece carries the message, `\n` breaks the line where there is room. */
export type Phrase = readonly (string | { tone: Tone; text: string })[]
/** A short state: its word and its shape. */
export type Mark = { tone: Tone; text: string }

export const toned = (tone: Tone, text: string): Mark => ({ tone, text })
export const plain = (phrase: Phrase): string =>
  phrase
    .map((piece) => (typeof piece === 'string' ? piece : piece.text))
    .join('')
    .replaceAll('\n', '')

const WEIGHT: Record<Tone, number> = { late: 4, attn: 3, hold: 2, evid: 1, calm: 0 }
/** The tone that needs somebody most. */
export const worst = (tones: readonly Tone[]): Tone => tones.reduce((a, b) => (WEIGHT[b] > WEIGHT[a] ? b : a), 'calm')
