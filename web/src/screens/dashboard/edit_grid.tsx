import { useMemo, type ReactNode } from 'react'
import ReactGridLayout, { verticalCompactor, type LayoutItem } from 'react-grid-layout'
import type { DashboardTile, TilePlace } from '@/api/dashboards'
import { columns, gap, rowHeight, smallestOf } from '@/tiles/places'
import './edit_grid.css'

interface EditGridProps {
  tiles: DashboardTile[]
  places: Map<number, TilePlace>
  width: number
  onPlaces: (places: Map<number, TilePlace>) => void
  draw: (tile: DashboardTile) => ReactNode
}

/** Tiles that can be dragged by their heads and resized at their corners. */
export default function EditGrid({ tiles, places, width, onPlaces, draw }: EditGridProps) {
  const layout = useMemo(
    () =>
      tiles.flatMap((tile): LayoutItem[] => {
        const place = places.get(tile.id)
        const least = smallestOf(tile)
        return place ? [{ i: String(tile.id), ...place, minW: least.w, minH: least.h }] : []
      }),
    [tiles, places],
  )
  const keep = (next: readonly LayoutItem[]) => onPlaces(new Map(next.map(({ i, x, y, w, h }) => [Number(i), { x, y, w, h }])))
  return (
    <ReactGridLayout
      width={width}
      layout={layout}
      gridConfig={{ cols: columns, rowHeight, margin: [gap, gap], containerPadding: [0, 0] }}
      dragConfig={{ enabled: true, handle: '.tile-handle', cancel: '.tile-still' }}
      resizeConfig={{ enabled: true, handles: ['se'] }}
      compactor={verticalCompactor}
      onDragStop={keep}
      onResizeStop={keep}
    >
      {tiles.map((tile) => (
        <div key={String(tile.id)}>{draw(tile)}</div>
      ))}
    </ReactGridLayout>
  )
}
