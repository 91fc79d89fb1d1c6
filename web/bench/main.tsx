/*
 * Charts by themselves, for scripts/bench.mjs and for looking: `?case=lines`, and `?case=gallery` for
 * all of them. `?theme=dark` chooses the theme.
 */
import '@/theme.css'
import { createRoot } from 'react-dom/client'
import { flushSync } from 'react-dom'
import type { ReactNode } from 'react'
import { ChartTile } from '@/charts/chart_tile'
import { ChartGallery } from '@/charts/gallery'
import { sampleData } from '@/charts/samples'
import { TimeChart } from '@/charts/time_chart'

const options = new URLSearchParams(location.search)
document.documentElement.dataset.theme = options.get('theme') ?? 'light'

const cases: Record<string, () => ReactNode> = {
  lines: () => {
    const data = sampleData({ series: 25, buckets: 365 })
    return <TimeChart kind="line" label="25 lines" data={data} height={356} />
  },
  stacked: () => {
    const data = sampleData({ series: 25, buckets: 365 })
    return <TimeChart kind="stacked-bars" label="25 stacked bars" data={data} height={356} />
  },
  canvas: () => {
    const data = sampleData({ series: 250, buckets: 365 })
    return <TimeChart kind="line" label="250 lines" data={data} height={356} />
  },
  tiles: () => {
    const tiles = Array.from({ length: 20 }, (_, seed) => sampleData({ series: 5, buckets: 90, seed }))
    return (
      <div className="grid grid-cols-4 gap-3">
        {tiles.map((data, i) => (
          // oxlint-disable-next-line react/no-array-index-key -- tiles never move
          <ChartTile key={i} kind="line" label={`Tile ${i}`} data={data} height={200} />
        ))}
      </div>
    )
  },
  gallery: () => (
    <div className="min-h-screen bg-canvas p-5 text-fg max-sm:p-2">
      <ChartGallery />
    </div>
  ),
}

declare global {
  interface Window {
    /** Draws the case and says how long its script and its painting took. */
    draw: () => Promise<{ script: number; painted: number }>
  }
}

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
const made = cases[options.get('case') ?? 'gallery']
if (!made) throw new Error(`no such case: ${location.search}`)

window.draw = async () => {
  await document.fonts.ready
  const element = made()
  const start = performance.now()
  const page = createRoot(root)
  flushSync(() => page.render(element))
  const script = performance.now() - start
  // After the next frame the picture is on its way to the screen; a task after it runs once it is there.
  await new Promise<void>((done) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => done()
      channel.port2.postMessage(null)
    })
  })
  const painted = performance.now() - start
  if (!root.querySelector('svg path')) throw new Error('nothing was drawn in time')
  return { script, painted }
}
if (!options.has('wait')) void window.draw()
