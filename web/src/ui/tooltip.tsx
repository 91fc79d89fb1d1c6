import { cloneElement, type ReactElement } from 'react'

export type TipSide = 'top' | 'right' | 'bottom' | 'left'

interface TooltipProps {
  label: string
  shortcut?: string
  side?: TipSide
  children: ReactElement
}

/**
 * Has an element say more of itself where the mouse rests on it or the keyboard reaches it. It only carries the words:
 * `Tips`, once for the whole page, draws them.
 */
export function Tooltip({ label, shortcut, side = 'bottom', children }: TooltipProps) {
  return cloneElement(children as ReactElement<TipWords>, { 'data-tip': label, 'data-tip-keys': shortcut, 'data-tip-side': side })
}

interface TipWords {
  'data-tip': string
  'data-tip-keys': string | undefined
  'data-tip-side': TipSide
}

export interface Tip {
  element: HTMLElement
  label: string
  shortcut: string | undefined
  side: TipSide
}

/** What is said about the place, if anything is. */
export function tipAt(place: EventTarget | null): Tip | null {
  const element = place instanceof Element ? place.closest<HTMLElement>('[data-tip]') : null
  if (!element) return null
  const { tip = '', tipKeys, tipSide = 'bottom' } = element.dataset
  return { element, label: tip, shortcut: tipKeys, side: tipSide as TipSide }
}
