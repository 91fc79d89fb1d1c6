// Prints the gzip size of what the browser loads and fails above the budget of each part.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
const kilobytes = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / 1024

/** The chunk and everything it imports at once, without what `skip` already holds. */
function closure(key, skip = new Set(), seen = new Set()) {
  if (seen.has(key) || skip.has(key)) return seen
  seen.add(key)
  for (const next of manifest[key].imports ?? []) closure(next, skip, seen)
  return seen
}
/** What opens a part is loaded already. */
const loadedBefore = (key) =>
  Object.keys(manifest)
    .filter((other) => manifest[other].dynamicImports?.includes(key))
    .flatMap((other) => [...closure(other)])
const total = (keys) => [...keys].reduce((sum, key) => sum + kilobytes(manifest[key].file), 0)

/** Parts that come on demand and pages that are more than one screen; any other is a route. */
const budgets = {
  'shell/command_menu.tsx': 15,
  'ui/calendar.tsx': 20,
  'ui/drill_panel.tsx': 10,
  'charts/world_map.tsx': 60,
  'screens/sql/code_editor.tsx': 130,
  'screens/notebooks/notebook.tsx': 125,
  'screens/replay/player.tsx': 65,
  // Every part of the kit and every chart on one page.
  'screens/kit/kit.tsx': 60,
  // The font once more, as text, for a picture of a chart.
  'node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?inline': 50,
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry)
const shell = closure(entry)
const named = (name) => Object.keys(manifest).filter((key) => manifest[key].name === name && manifest[key].file.endsWith('.js'))
const base = new Set(shell)
/** What chunks add to those counted so far. */
function added(keys) {
  const own = new Set(keys.flatMap((key) => [...closure(key, base)]))
  for (const key of own) base.add(key)
  return total(own)
}
const css = new Set([...shell].flatMap((key) => manifest[key].css ?? []))
// The sidebar's menus come after the first paint, before anything else is opened.
const menus = Object.keys(manifest).filter((key) => /\b_?(user_menu|project_switcher)\b/.test(manifest[key].name ?? ''))

const rows = [
  ['shell JS', total(shell), 122],
  ['menus and popovers', added(named('menus')), 55],
  ['CSS', [...css].reduce((sum, file) => sum + kilobytes(file), 0), 15],
]
rows.push(['basics: what most pages show at once', added(named('basics')), 44])
rows.push(["the sidebar's menus, after the first paint", added(menus), 4])
const chartKeys = named('charts')
if (chartKeys.length > 0) rows.push(['chart layer', total(chartKeys), 25])
const lazy = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry && !menus.includes(key))
const known = new Set([...base, ...chartKeys])
// What three or more of them use, such as lists that can be searched, is loaded once for all: it counts by itself. It
// is never loaded as a whole, and grows as more screens use the same parts.
const uses = new Map()
for (const key of lazy) for (const one of closure(key, new Set([...known, ...loadedBefore(key)]))) uses.set(one, (uses.get(one) ?? 0) + 1)
const shared = [...uses].filter(([key, count]) => count >= 3 && !manifest[key].isDynamicEntry).map(([key]) => key)
rows.push(['parts that screens share', total(shared), 67])
for (const key of lazy) {
  const own = closure(key, new Set([...known, ...shared, ...loadedBefore(key)]))
  const name = manifest[key].src.replace(/^src\//, '')
  rows.push([name, total(own), budgets[name] ?? 45])
}

let over = 0
for (const [name, size, budget] of rows) {
  if (size > budget) over += 1
  const verdict = size > budget ? 'OVER' : 'ok'
  console.log(`${name.slice(-44).padEnd(44)} ${size.toFixed(1).padStart(7)} KB of ${String(budget).padStart(3)}  ${verdict}`)
}
if (over > 0) {
  console.error(`${over} above budget`)
  process.exit(1)
}
