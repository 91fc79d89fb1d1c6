import { describe, expect, test } from 'vitest'
import type { DashboardTile } from '@/api/dashboards'
import { inReadingOrder, nudged, placesOf } from './places'

const tile = (id: number, sm?: object, text = false): DashboardTile =>
  ({ id, insight: null, text: text ? { body: '' } : null, layouts: sm ? { sm } : {}, color: null, order: id }) as DashboardTile

describe('placesOf', () => {
  test('keeps places that were given and fills free ones', () => {
    const places = placesOf([tile(1, { x: 6, y: 0, w: 6, h: 5 }), tile(2), tile(3)])
    expect(places.get(1)).toEqual({ x: 6, y: 0, w: 6, h: 5 })
    expect(places.get(2)).toEqual({ x: 0, y: 0, w: 6, h: 5 })
    expect(places.get(3)).toEqual({ x: 0, y: 5, w: 6, h: 5 })
  })

  test('moves what overlaps or sticks out', () => {
    const places = placesOf([tile(1, { x: 0, y: 0, w: 6, h: 5 }), tile(2, { x: 3, y: 2, w: 6, h: 5 }), tile(3, { x: 11, y: 0, w: 30, h: 1 })])
    expect(places.get(2)).toEqual({ x: 3, y: 6, w: 6, h: 5 })
    expect(places.get(3)).toEqual({ x: 0, y: 5, w: 12, h: 1 })
  })

  test('a text is lower than a chart', () => {
    expect(placesOf([tile(1, undefined, true)]).get(1)).toEqual({ x: 0, y: 0, w: 6, h: 2 })
  })
})

test('reading order goes along the rows', () => {
  const tiles = [tile(1, { x: 0, y: 5, w: 6, h: 5 }), tile(2, { x: 6, y: 0, w: 6, h: 5 }), tile(3, { x: 0, y: 0, w: 6, h: 5 })]
  expect(inReadingOrder(tiles, placesOf(tiles)).map((one) => one.id)).toEqual([3, 2, 1])
})

test('arrow keys move and resize within the grid', () => {
  const place = { x: 0, y: 0, w: 6, h: 5 }
  const least = { w: 2, h: 2 }
  expect(nudged(place, 'ArrowRight', false, least)).toEqual({ x: 1, y: 0, w: 6, h: 5 })
  expect(nudged(place, 'ArrowLeft', false, least)).toBeNull()
  expect(nudged(place, 'ArrowDown', true, least)).toEqual({ x: 0, y: 0, w: 6, h: 6 })
  expect(nudged({ ...place, w: 2 }, 'ArrowLeft', true, least)).toBeNull()
  expect(nudged(place, 'Enter', false, least)).toBeNull()
})
