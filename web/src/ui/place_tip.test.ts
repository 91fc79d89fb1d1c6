import { expect, test } from 'vitest'
import { placeTip } from './place_tip'

const view = { clientWidth: 1000, clientHeight: 600 }
const layer = { width: 100, height: 30 }
const at = (left: number, top: number) => ({ left, top, width: 40, height: 20 })

test('a tip stands in the middle of the side asked for', () => {
  expect(placeTip(at(500, 300), layer, 'bottom', view)).toEqual({ left: 470, top: 320 })
  expect(placeTip(at(500, 300), layer, 'top', view)).toEqual({ left: 470, top: 270 })
  expect(placeTip(at(500, 300), layer, 'right', view)).toEqual({ left: 540, top: 295 })
  expect(placeTip(at(500, 300), layer, 'left', view)).toEqual({ left: 400, top: 295 })
})

test('where there is no room it stands on the other side, and never leaves the window', () => {
  expect(placeTip(at(500, 575), layer, 'bottom', view)).toEqual({ left: 470, top: 545 })
  expect(placeTip(at(20, 300), layer, 'left', view)).toEqual({ left: 60, top: 295 })
  expect(placeTip(at(0, 300), layer, 'bottom', view).left).toBe(0)
  expect(placeTip(at(980, 300), layer, 'bottom', view).left).toBe(900)
})

test('where neither side has room it stays where it was asked for', () => {
  expect(placeTip(at(500, 10), layer, 'bottom', { clientWidth: 1000, clientHeight: 40 })).toEqual({ left: 470, top: 10 })
})
