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
  if (columns <= 0 || values.length <= columns * 2) return values.map((_, index) => index)
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

/** Lower and upper end of a part of a stack. */
export type Span = [number, number]

/** For each series the lower and upper end of its part of the stack; negative values stack downwards. */
export function stack(rows: (number | null)[][]): Span[][] {
  const above = rows[0]?.map(() => 0) ?? []
  const below = rows[0]?.map(() => 0) ?? []
  return rows.map((row) =>
    row.map((cell, i): Span => {
      const value = cell ?? 0
      const side = value < 0 ? below : above
      const from = side[i] ?? 0
      side[i] = from + value
      return [from, from + value]
    }),
  )
}

/** A cell's colour on the heat scale, from 0 (lowest shown) to 1: one hue, so that text stays readable. */
export function heatColor(share: number): string {
  const strength = Math.round(Math.min(1, Math.max(0, share)) * 1000) / 1000
  return `rgb(var(--heat) / calc(var(--heat-low) + ${strength} * (var(--heat-high) - var(--heat-low))))`
}

/** The hue of the heat scale at full strength. */
export const heatHue = 'rgb(var(--heat))'
