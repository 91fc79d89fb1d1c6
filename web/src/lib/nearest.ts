/** The word that is spelled most like another; null where none is close. */
export function nearest(word: string, words: readonly string[]): string | null {
  const wanted = plain(word)
  let best: string | null = null
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const one of words) {
    const away = distance(wanted, plain(one), least)
    if (one !== word && away < least) [best, least] = [one, away]
  }
  return best
}

/** Case, spaces and signs do not tell names apart here. */
const plain = (word: string): string => word.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** How many letters have to be changed, added or taken away; `most` where it is that many or more. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) >= most) return most
  let before = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      row.push(Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (before[j - 1] ?? 0) + same))
    }
    if (Math.min(...row) >= most) return most
    before = row
  }
  return before[b.length] ?? most
}
