/** Letters written from right to left, and the signs that turn text around. */
const turning = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/
/** First strong isolate and its end: what stands between them turns nothing around it. */
const isolate = '\u2068'
const isolateEnd = '\u2069'

const mostInComposite = 40

/** A name that people gave, in quotes within a sentence, which it cannot turn around. */
export function quoted(name: string): string {
  return turning.test(name) ? `“${isolate}${name}${isolateEnd}”` : `“${name}”`
}

/** A name before something that tells more, which a long one would push out of sight. */
export function shorten(name: string): string {
  const letters = [...name]
  return letters.length > mostInComposite ? `${letters.slice(0, mostInComposite - 1).join('')}…` : name
}
