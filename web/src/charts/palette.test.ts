import css from '@/theme.css?raw'
import { expect, test } from 'vitest'

type Rgb = [number, number, number]

/** The colours of a theme, by token name. */
function tokensOf(theme: 'light' | 'dark'): Map<string, Rgb> {
  const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? ''
  const tokens = new Map<string, Rgb>()
  for (const [, name, hex] of block.matchAll(/--([\w-]+): #([0-9a-f]{6});/g)) {
    const channel = (at: number) => Number.parseInt((hex ?? '').slice(at, at + 2), 16) / 255
    tokens.set(name ?? '', [channel(0), channel(2), channel(4)].map(linear) as Rgb)
  }
  return tokens
}

const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)

function contrast(a: Rgb, b: Rgb): number {
  const light = ([r, g, b2]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b2 + 0.05
  const [x, y] = [light(a), light(b)]
  return x > y ? x / y : y / x
}

// Machado, Oliveira and Fernandes (2009), full severity, on linear light.
const sight: Record<string, number[][]> = {
  plain: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}

function see(color: Rgb, matrix: number[][]): Rgb {
  return matrix.map((row) => Math.min(1, Math.max(0, row.reduce((sum, factor, i) => sum + factor * (color[i] ?? 0), 0)))) as Rgb
}

function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

function smallestDistance(colors: Rgb[], matrix: number[][]): number {
  const seen = colors.map((color) => oklab(see(color, matrix)))
  let smallest = Infinity
  seen.forEach((a, i) => {
    for (const b of seen.slice(i + 1)) smallest = Math.min(smallest, Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) * 100)
  })
  return smallest
}

const seriesOf = (tokens: Map<string, Rgb>) => Array.from({ length: 16 }, (_, i) => tokens.get(`series-${i + 1}`) as Rgb)

for (const theme of ['light', 'dark'] as const) {
  const tokens = tokensOf(theme)
  const series = seriesOf(tokens)

  test(`${theme}: lines are told apart with every kind of sight`, () => {
    for (const [count, least] of [
      [4, 9.5],
      [8, 5],
      [16, 4.5],
    ] as const) {
      for (const [name, matrix] of Object.entries(sight)) {
        expect(smallestDistance(series.slice(0, count), matrix), `${count} colours, ${name}`).toBeGreaterThan(least)
      }
    }
  })

  test(`${theme}: lines stand out from the card`, () => {
    for (const color of series) expect(contrast(color, tokens.get('surface') as Rgb)).toBeGreaterThanOrEqual(3)
  })

  test(`${theme}: text is readable on every background`, () => {
    for (const text of ['fg', 'fg-2', 'fg-3']) {
      for (const ground of ['bg', 'surface', 'canvas', 'inset', 'hover', 'active']) {
        expect(contrast(tokens.get(text) as Rgb, tokens.get(ground) as Rgb), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
      }
    }
    for (const tone of ['positive', 'negative', 'warning']) {
      expect(contrast(tokens.get(tone) as Rgb, tokens.get(`${tone}-soft`) as Rgb), tone).toBeGreaterThanOrEqual(4.5)
    }
    expect(contrast(tokens.get('accent-text') as Rgb, tokens.get('accent-soft') as Rgb)).toBeGreaterThanOrEqual(4.5)
    for (const fill of ['accent', 'accent-hover']) expect(contrast([1, 1, 1], tokens.get(fill) as Rgb), fill).toBeGreaterThanOrEqual(4.5)
  })
}
