import type { DashboardTile, TilePlace } from '@/api/dashboards'

export const columns = 12
/** Pixels of one row of the grid and between tiles. */
export const rowHeight = 80
export const gap = 12

const sizes = { insight: { w: 6, h: 5 }, text: { w: 6, h: 2 } }
const smallest = { insight: { w: 2, h: 2 }, text: { w: 1, h: 1 } }

export const kindOfTile = (tile: DashboardTile): 'insight' | 'text' => (tile.text ? 'text' : 'insight')
export const smallestOf = (tile: DashboardTile) => smallest[kindOfTile(tile)]

const overlaps = (a: TilePlace, b: TilePlace) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

/** Where each tile stands: where it was put, or at the first free place for its size. Nothing overlaps. */
export function placesOf(tiles: DashboardTile[]): Map<number, TilePlace> {
  const places = new Map<number, TilePlace>()
  const taken: TilePlace[] = []
  const put = (id: number, place: TilePlace) => {
    const free = { ...place }
    while (taken.some((one) => overlaps(one, free))) free.y += 1
    taken.push(free)
    places.set(id, free)
  }
  const placed = tiles.flatMap((tile) => {
    const known = tile.layouts?.sm
    if (known?.x === undefined || known.y === undefined) return []
    const size = sizes[kindOfTile(tile)]
    const w = Math.min(columns, Math.max(1, known.w ?? size.w))
    return [{ id: tile.id, place: { x: Math.min(Math.max(0, known.x), columns - w), y: Math.max(0, known.y), w, h: Math.max(1, known.h ?? size.h) } }]
  })
  for (const { id, place } of placed.toSorted((a, b) => a.place.y - b.place.y || a.place.x - b.place.x)) put(id, place)
  for (const tile of tiles) {
    if (places.has(tile.id)) continue
    const size = { ...sizes[kindOfTile(tile)], ...tile.layouts?.sm }
    put(tile.id, firstFree(taken, size.w, size.h))
  }
  return places
}

/** Left to right, top to bottom. */
function firstFree(taken: TilePlace[], w: number, h: number): TilePlace {
  for (let y = 0; ; ++y) {
    for (let x = 0; x + w <= columns; ++x) {
      const place = { x, y, w, h }
      if (!taken.some((one) => overlaps(one, place))) return place
    }
  }
}

/** Tiles in the order in which they are read, for one column and for those who listen. */
export function inReadingOrder(tiles: DashboardTile[], places: Map<number, TilePlace>): DashboardTile[] {
  return tiles.toSorted((a, b) => {
    const [one, other] = [places.get(a.id), places.get(b.id)]
    return one && other ? one.y - other.y || one.x - other.x : a.order - b.order
  })
}

/** The place after an arrow key: moved by one, or with shift made larger or smaller; null when it cannot. */
export function nudged(place: TilePlace, key: string, resize: boolean, least: { w: number; h: number }): TilePlace | null {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key]
  if (!step) return null
  const [dx = 0, dy = 0] = step
  const next = resize ? { ...place, w: place.w + dx, h: place.h + dy } : { ...place, x: place.x + dx, y: place.y + dy }
  if (next.x < 0 || next.y < 0 || next.x + next.w > columns || next.w < least.w || next.h < least.h) return null
  return next
}
