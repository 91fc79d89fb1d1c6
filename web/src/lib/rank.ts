/**
 * How well a name answers a search, smaller is better, null is not at all:
 * the whole name, then its start, then the start of a word, then anywhere, then letters in order.
 */
export function rankName(name: string, search: string): number | null {
  const text = name.toLowerCase()
  const wanted = search.trim().toLowerCase()
  if (wanted === '') return 0
  if (text === wanted || text === `$${wanted}`) return 0
  if (text.startsWith(wanted) || text.startsWith(`$${wanted}`)) return 1
  const at = text.indexOf(wanted)
  if (at > 0) return /[\s_\-.$/]/.test(text[at - 1] ?? '') ? 2 : 3
  let from = 0
  for (const letter of wanted.replace(/\s+/g, '')) {
    from = text.indexOf(letter, from) + 1
    if (from === 0) return null
  }
  return 4
}

/** Those that answer the search by any of their names, best first; equals keep their order. */
export function rankBy<T>(items: T[], search: string, namesOf: (item: T) => string[]): T[] {
  if (search.trim() === '') return items
  const ranked: { item: T; rank: number }[] = []
  for (const item of items) {
    const ranks = namesOf(item)
      .map((name) => rankName(name, search))
      .filter((rank) => rank !== null)
    if (ranks.length > 0) ranked.push({ item, rank: Math.min(...ranks) })
  }
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ item }) => item)
}
