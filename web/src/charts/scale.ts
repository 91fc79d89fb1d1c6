/** The colour of a series by its slot; slots repeat after sixteen, then with a dash. */
export function seriesColor(slot: number): string {
  return `var(--series-${(slot % 16) + 1})`
}

export function seriesDash(slot: number): string | undefined {
  return slot >= 16 ? '6 3' : undefined
}

/**
 * Indices worth drawing: with more than two points per pixel column only the smallest and the
 * largest of each column, in order, so that no peak is lost.
 */
export function thinOut(values: (number | null)[], columns: number): number[] {
  const all = values.map((_, index) => index)
  if (columns <= 0 || values.length <= columns * 2) return all
  const kept: number[] = []
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * values.length) / columns)
    const to = Math.floor(((column + 1) * values.length) / columns)
    let low = from
    let high = from
    for (let i = from; i < to; i++) {
      if ((values[i] ?? Infinity) < (values[low] ?? Infinity)) low = i
      if ((values[i] ?? -Infinity) > (values[high] ?? -Infinity)) high = i
    }
    kept.push(Math.min(low, high))
    if (low !== high) kept.push(Math.max(low, high))
  }
  return kept
}

/** For each series the lower and upper end of its part of the stack; negative values stack downwards. */
export function stack(rows: (number | null)[][]): [number, number][][] {
  const above = rows[0]?.map(() => 0) ?? []
  const below = rows[0]?.map(() => 0) ?? []
  return rows.map((row) =>
    row.map((cell, i): [number, number] => {
      const value = cell ?? 0
      const side = value < 0 ? below : above
      const from = side[i] ?? 0
      side[i] = from + value
      return [from, from + value]
    }),
  )
}
