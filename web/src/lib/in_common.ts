/** A property with one of its values, and how many people have it. */
export interface Pair {
  key: string
  /** As JSON: `"Chrome"`, `142`. */
  value: string
  count: number
}

export interface Common extends Pair {
  /** 0 to 1, of the people in question and of everyone. */
  share: number
  shareOfAll: number
}

const most = 20
/** Fewer are chance, and values that everybody has for themselves, such as addresses. */
const fewest = 3
const smallestShare = 0.05
/** How many standard errors the difference must be. */
const sureness = 3

/**
 * The values that these people have clearly more often than everyone: the surest first, one for each property and
 * its twin of the first visit.
 */
export function rankCommon(inside: Pair[], overall: Pair[], people: number, everyone: number): Common[] {
  if (people === 0 || everyone === 0) return []
  const counts = new Map(overall.map((pair) => [nameOf(pair), pair.count]))
  const found = inside.flatMap((pair) => {
    const share = pair.count / people
    const shareOfAll = Math.min(1, (counts.get(nameOf(pair)) ?? pair.count) / everyone)
    if (pair.count < fewest || share < smallestShare || !isPlain(pair.value)) return []
    const error = Math.sqrt((shareOfAll * (1 - shareOfAll)) / people)
    const score = (share - shareOfAll) / Math.max(error, 1e-9)
    return score < sureness || share - shareOfAll < 0.01 ? [] : [{ ...pair, share, shareOfAll, score }]
  })
  const seen = new Set<string>()
  return found
    .toSorted((a, b) => b.score - a.score || b.count - a.count || a.key.localeCompare(b.key))
    .filter(({ key, value }) => {
      const twin = `${key.replace(/^\$initial_/, '$')}\n${value}`
      return !seen.has(twin) && seen.add(twin)
    })
    .slice(0, most)
    .map(({ key, value, count, share, shareOfAll }) => ({ key, value, count, share, shareOfAll }))
}

const nameOf = ({ key, value }: Pair) => `${key}\n${value}`

/** Texts, numbers, true and false; lists and objects are too much to read in a line. */
const isPlain = (value: string) => !/^[[{]/.test(value) && value !== 'null' && value !== '""'

/** The value as people write it. */
export function plainValue(value: string): string {
  try {
    return String(JSON.parse(value))
  } catch {
    return value
  }
}
