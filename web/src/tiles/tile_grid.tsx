import type { ReactNode } from 'react'
import type { DashboardTile, TilePlace } from '@/api/dashboards'
import { useNarrow } from '@/ui/use_media'
import { columns, gap, inReadingOrder, rowHeight } from './places'

interface TileGridProps {
  tiles: DashboardTile[]
  places: Map<number, TilePlace>
  draw: (tile: DashboardTile) => ReactNode
}

/** Tiles at their places; on a phone one below the other, in reading order. */
export function TileGrid({ tiles, places, draw }: TileGridProps) {
  const narrow = useNarrow()
  const ordered = inReadingOrder(tiles, places)
  if (narrow) {
    return (
      <div className="grid grid-cols-1 gap-3">
        {ordered.map((tile) => (
          <div key={tile.id} style={{ height: tile.text ? undefined : rowHeight * 4 }}>
            {draw(tile)}
          </div>
        ))}
      </div>
    )
  }
  return (
    <div className="grid" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, gridAutoRows: rowHeight, gap }}>
      {ordered.map((tile) => {
        const place = places.get(tile.id)
        return (
          <div key={tile.id} className="min-h-0 min-w-0" style={place && { gridColumn: `${place.x + 1} / span ${place.w}`, gridRow: `${place.y + 1} / span ${place.h}` }}>
            {draw(tile)}
          </div>
        )
      })}
    </div>
  )
}
