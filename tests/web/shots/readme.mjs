// The pictures of README.md, in both themes, into docs/images: as npm run shots takes pages, smaller files.
//
//   node tests/web/shots/readme.mjs
//   node tests/web/shots/readme.mjs trends people      only these
//
// TENREC_BINARY chooses the program; the web app comes from web/dist: build it first.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ROOT } from '../../harness.mjs'
import { routes } from './routes.mjs'
import { openStudio } from './studio.mjs'

const views = { id: '$pageview', name: '$pageview', type: 'events' }
const retention = { kind: 'RetentionQuery', retentionFilter: { period: 'Week', totalIntervals: 9, targetEntity: views, returningEntity: views } }
const returning = {
  name: 'retention',
  path: (project) => `/project/${project}/insights/new?q=${encodeURIComponent(JSON.stringify(retention))}`,
  shows: (page) => page.getByRole('button', { name: /people began/ }).first().waitFor(),
}

/** What README.md shows: the page, and the state that it is in. */
const pictures = [
  { name: 'trends', route: 'trends' },
  { name: 'people', route: 'trends', state: 'drill' },
  { name: 'dashboard', route: 'dashboard' },
  { name: 'funnel', route: 'funnel' },
  { name: 'retention', route: 'retention' },
  { name: 'sql', route: 'sql-chart' },
  { name: 'live', route: 'live' },
  { name: 'onboarding', route: 'onboarding' },
]

const only = process.argv.slice(2)
const folder = mkdtempSync(path.join(tmpdir(), 'tenrec-readme-'))
const studio = await openStudio({ webDir: path.join(ROOT, 'web/dist') })
const encoder = await studio.browser.newPage()
try {
  for (const { name, route, state = 'default' } of pictures) {
    if (only.length > 0 && !only.includes(name)) continue
    for (const theme of ['light', 'dark']) {
      const file = path.join(folder, `${name}.png`)
      const faults = await studio.shoot([returning, ...routes].find((one) => one.name === route), { state, theme, file })
      if (faults.length > 0) throw new Error(`${name}, ${theme}: ${faults.join('; ')}`)
      const picture = await small(readFileSync(file))
      writeFileSync(path.join(ROOT, `docs/images/${name}-${theme}.webp`), picture)
      console.log(`${name}-${theme}.webp ${(picture.length / 1000).toFixed(0)} kB`)
    }
  }
} finally {
  await studio.close()
  rmSync(folder, { recursive: true, force: true })
}

/** The picture as WebP. */
async function small(png) {
  const text = await encoder.evaluate(async (before) => {
    const bytes = Uint8Array.from(atob(before), (letter) => letter.codePointAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    canvas.getContext('2d').drawImage(bitmap, 0, 0)
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.9 })
    return Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCodePoint(byte)).join('')
  }, png.toString('base64'))
  return Buffer.from(text, 'latin1')
}
