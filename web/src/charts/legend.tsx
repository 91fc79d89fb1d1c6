import { useState } from 'react'
import { cx } from '@/ui/cx'
import type { ChartSeries } from './data'
import { seriesColor, seriesDash } from './scale'
import type { Visibility } from './use_visibility'

const most = 6

interface LegendProps {
  series: ChartSeries[]
  visibility: Visibility
  onFocus: (id: string | null) => void
  className?: string
}

/** Names that wrap, for tiles: at most six, the others on demand. Click isolates, ⌥ click hides. */
export function Legend({ series, visibility, onFocus, className }: LegendProps) {
  const [all, setAll] = useState(false)
  const named = all ? series : series.slice(0, most)
  return (
    <ul aria-label="Legend" className={cx('m-0 flex list-none flex-wrap gap-x-3 gap-y-0.5 p-0 text-small', className)}>
      {named.map((one) => {
        const on = !visibility.hidden.has(one.id)
        return (
          <li key={one.id} className="max-w-full min-w-0">
            <button
              type="button"
              aria-pressed={on}
              title={`${one.name}: click to show only this one, ⌥ click to hide it`}
              onClick={(event) => (event.altKey ? visibility.toggle(one.id) : visibility.isolate(one.id))}
              onPointerEnter={() => on && onFocus(one.id)}
              onPointerLeave={() => onFocus(null)}
              onFocus={() => on && onFocus(one.id)}
              onBlur={() => onFocus(null)}
              className={cx('flex h-6 max-w-full items-center gap-1.5 rounded-chip text-fg-2 hover:text-fg pointer-coarse:h-10', !on && 'text-fg-3 line-through')}
            >
              <Square slot={one.slot} on={on} />
              <span className="truncate">{one.name}</span>
            </button>
          </li>
        )
      })}
      {series.length > most && (
        <li>
          <button type="button" onClick={() => setAll(!all)} className="h-6 rounded-chip text-fg-3 hover:text-fg pointer-coarse:h-10">
            {all ? 'Fewer' : `${series.length - most} more`}
          </button>
        </li>
      )}
    </ul>
  )
}

function Square({ slot, on }: { slot: number; on: boolean }) {
  const color = seriesColor(slot)
  const fill = seriesDash(slot) ? `repeating-linear-gradient(90deg, ${color} 0 3px, transparent 3px 5px)` : color
  return <span aria-hidden className="size-2 shrink-0 rounded-box" style={{ background: on ? fill : 'var(--line-2)' }} />
}
