import { useEffect, useRef, useState } from 'react'
import { mostColourful } from './marks'
import type { Plot } from './layout'
import type { SeriesShape } from './shapes'

/** From so many points on, what is pale goes on one canvas: elements for each would slow the page. */
export const mostSvgPoints = 60_000

export function needsCanvas(plot: Plot, shapes: SeriesShape[]): boolean {
  if (plot.kind !== 'line' || shapes.length <= mostColourful) return false
  return shapes.reduce((sum, shape) => sum + shape.points, 0) > mostSvgPoints
}

/** The pale lines of a chart with very many points, below its SVG. */
export function Background({ plot, shapes }: { plot: Plot; shapes: SeriesShape[] }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useThemeName()
  useEffect(() => {
    const element = canvas.current
    const pen = element?.getContext('2d')
    if (!element || !pen) return
    element.dataset.drawnFor = theme
    const density = window.devicePixelRatio || 1
    element.width = plot.width * density
    element.height = plot.height * density
    pen.setTransform(density, 0, 0, density, 0, 0)
    pen.globalAlpha = 0.32
    pen.lineWidth = 1
    const style = getComputedStyle(element)
    for (const shape of shapes) {
      if (shape.rank < mostColourful) continue
      pen.strokeStyle = style.getPropertyValue(`--series-${(shape.slot % 16) + 1}`)
      pen.setLineDash([])
      pen.stroke(new Path2D(shape.solid))
      pen.setLineDash([4, 4])
      if (shape.rest !== '') pen.stroke(new Path2D(shape.rest))
    }
  }, [plot, shapes, theme])
  return <canvas ref={canvas} aria-hidden className="pointer-events-none absolute inset-0" style={{ width: plot.width, height: plot.height }} />
}

/** Paint on a canvas does not follow the theme by itself. */
function useThemeName(): string {
  const [theme, setTheme] = useState(() => document.documentElement.dataset.theme ?? '')
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(document.documentElement.dataset.theme ?? ''))
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => observer.disconnect()
  }, [])
  return theme
}
