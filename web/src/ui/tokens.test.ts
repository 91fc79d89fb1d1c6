import { expect, test } from 'vitest'
import css from '@/theme.css?raw'

const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.{ts,tsx}'], { query: '?raw', import: 'default', eager: true })

/** What a component may not write, since a token says it. */
const raw: [string, RegExp][] = [
  ['a colour', /#[0-9a-f]{3,8}\b(?![-\w]*['"]?\))|\b(?:rgba?|hsla?|oklch|oklab)\(/gi],
  ['a colour without a token', /\b(?:bg|text|border|fill|stroke|outline|ring|from|to|via)-(?:white|black|(?:gray|red|blue|green|slate|zinc|amber)-\d+)\b/g],
  ['a size of type', /\b(?:text|leading|tracking)-\[(?!var)[^\]]*\]/g],
  ['a weight', /\bfont-\[\d+\]/g],
  ['a radius', /\brounded(?:-[a-z]+)?-\[[^\]]*\]/g],
  ['a shadow', /\b(?:drop-)?shadow-\[[^\]]*\]/g],
  ['a duration', /\bduration-\[[^\]]*\]/g],
  ['a height', /\b(?:min-)?(?:h|size)-\[\d+px\]/g],
]

/** Comments may name colours. */
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(^|[^:])\/\/.*$/gm, '$1')

test('components take colours, sizes of type, radii, shadows and heights from tokens', () => {
  const found: string[] = []
  for (const [file, text] of Object.entries(sources)) {
    if (!file.endsWith('.tsx')) continue
    for (const [what, pattern] of raw) {
      for (const [hit] of withoutComments(text).matchAll(pattern)) found.push(`${file}: ${what}, ${hit}`)
    }
  }
  expect(found).toEqual([])
})

test('the parts of the kit name every width too', () => {
  const found: string[] = []
  for (const [file, text] of Object.entries(sources)) {
    if (!/^\.\/[^/]+\.tsx$/.test(file)) continue
    for (const [hit] of withoutComments(text).matchAll(/\b(?:w|min-w|max-w|gap|[pm][xytrbl]?)-\[\d+px\]/g)) found.push(`${file}: ${hit}`)
  }
  expect(found).toEqual([])
})

function tokensOf(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`))
  return Object.fromEntries([...block.slice(0, block.indexOf('\n}')).matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value.trim()]))
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['bg', 'surface', 'canvas', 'inset', 'hover', 'active']

test.each(['light', 'dark'])('text can be read on every ground of the %s theme', (theme) => {
  const tokens = tokensOf(`[data-theme='${theme}']`)
  const on = (text: string, ground: string) => contrast(tokens[text] ?? '', tokens[ground] ?? '')
  const least = (text: string) => Math.min(...grounds.map((ground) => on(text, ground)))
  expect(least('fg')).toBeGreaterThan(11.7)
  expect(on('fg', 'surface')).toBeGreaterThanOrEqual(15)
  expect(least('fg-2')).toBeGreaterThanOrEqual(6.5)
  expect(least('fg-3')).toBeGreaterThanOrEqual(4.8)
  for (const status of ['positive', 'negative', 'warning']) expect(on(status, `${status}-soft`)).toBeGreaterThanOrEqual(4.8)
  expect(on('accent-text', 'accent-soft')).toBeGreaterThanOrEqual(4.8)
  expect(on('on-accent', 'accent')).toBeGreaterThanOrEqual(4.7)
})

test.each(['light', 'dark'])('the contrast switch of the %s theme raises lines and quiet text', (theme) => {
  const plain = tokensOf(`[data-theme='${theme}']`)
  const more = { ...plain, ...tokensOf(`[data-contrast='more'][data-theme='${theme}']`) }
  for (const token of ['line', 'line-2', 'grid', 'fg-3']) {
    expect(contrast(more[token] ?? '', more.surface ?? '')).toBeGreaterThan(contrast(plain[token] ?? '', plain.surface ?? ''))
  }
  expect(contrast(more['line-2'] ?? '', more.surface ?? '')).toBeGreaterThanOrEqual(3)
  expect(contrast(more['fg-3'] ?? '', more.active ?? '')).toBeGreaterThanOrEqual(6)
})

test('both themes name the same tokens, and rows shrink by four pixels when they stand closer', () => {
  expect(Object.keys(tokensOf("[data-theme='dark']"))).toEqual(Object.keys(tokensOf("[data-theme='light']")))
  const rows = tokensOf(':root')
  const close = tokensOf("[data-density='compact']")
  for (const row of ['row', 'list-row', 'nav-row']) {
    expect(Number.parseFloat(rows[row] ?? '') - Number.parseFloat(close[row] ?? '')).toBe(4)
  }
})
