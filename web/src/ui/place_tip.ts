import type { TipSide } from './tooltip'

interface Box {
  left: number
  top: number
  width: number
  height: number
}

const opposite = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' } as const satisfies Record<TipSide, TipSide>

/** Where a layer stands beside an element: on the side asked for, on the other where there is no room, within the window. */
export function placeTip(element: Box, layer: Pick<Box, 'width' | 'height'>, side: TipSide, view: { clientWidth: number; clientHeight: number }): { left: number; top: number } {
  const room: Record<TipSide, number> = {
    top: element.top - layer.height,
    bottom: view.clientHeight - (element.top + element.height) - layer.height,
    left: element.left - layer.width,
    right: view.clientWidth - (element.left + element.width) - layer.width,
  }
  const on = room[side] < 0 && room[opposite[side]] > room[side] ? opposite[side] : side
  const middle = { left: element.left + (element.width - layer.width) / 2, top: element.top + (element.height - layer.height) / 2 }
  const left = on === 'left' ? element.left - layer.width : on === 'right' ? element.left + element.width : middle.left
  const top = on === 'top' ? element.top - layer.height : on === 'bottom' ? element.top + element.height : middle.top
  const within = (at: number, size: number, most: number) => Math.round(Math.max(0, Math.min(at, most - size)))
  return { left: within(left, layer.width, view.clientWidth), top: within(top, layer.height, view.clientHeight) }
}
