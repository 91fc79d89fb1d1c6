import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { Kbd } from './kbd'
import { placeTip } from './place_tip'
import { tipAt, type Tip } from './tooltip'

const restMs = 400

interface TipsProps {
  /** How long the mouse rests before the first one shows; right after one the next shows at once. */
  delay?: number
}

/** Draws what elements say of themselves (`Tooltip`), one at a time. Esc, a press and scrolling take it away. */
export default function Tips({ delay = restMs }: TipsProps) {
  const [tip, setTip] = useState<Tip | null>(null)
  const layer = useRef<HTMLDivElement>(null)
  useEffect(() => follow(setTip, layer, delay), [delay])
  useLayoutEffect(() => {
    const box = layer.current
    if (!tip || !box) return
    const { left, top } = placeTip(tip.element.getBoundingClientRect(), box.getBoundingClientRect(), tip.side, document.documentElement)
    box.style.translate = `${left}px ${top}px`
    // What the words are about may leave the page under the mouse.
    const observer = new MutationObserver(() => {
      if (!tip.element.isConnected) setTip(null)
    })
    observer.observe(document.body, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [tip])
  if (!tip) return null
  return createPortal(
    // Its rim reaches to the element, so that the mouse can move onto the words.
    <div ref={layer} role="tooltip" className="fixed top-0 left-0 z-50 p-1.5">
      <div className="flex max-w-72 items-center gap-2 rounded-control bg-fg px-2 py-1 text-small text-surface shadow-2 transition-opacity duration-100 starting:opacity-0">
        {tip.label}
        {tip.shortcut && <Kbd inverse>{tip.shortcut}</Kbd>}
      </div>
    </div>,
    document.body,
  )
}

/** Calls back with what is to be shown, and with null when nothing is. Returns the way to stop. */
function follow(show: (tip: Tip | null) => void, layer: { current: HTMLElement | null }, delay: number): () => void {
  // What is shown, is about to be, or was pressed and stays silent until the mouse leaves it.
  let current: Element | null = null
  let visible = false
  let hiddenAt = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined

  const silence = () => {
    clearTimeout(timer)
    if (visible) {
      hiddenAt = performance.now()
      show(null)
    }
    visible = false
  }
  const leave = () => {
    silence()
    current = null
  }
  const aim = (tip: Tip, ms: number) => {
    if (tip.element === current) return
    leave()
    current = tip.element
    timer = setTimeout(() => {
      if (!tip.element.isConnected) return
      visible = true
      show(tip)
    }, ms)
  }
  const onPointerOver = ({ target, pointerType }: PointerEvent) => {
    if (pointerType !== 'mouse' || (target instanceof Node && layer.current?.contains(target))) return
    const tip = tipAt(target)
    // What has opened something says enough.
    if (!tip || tip.element.getAttribute('aria-expanded') === 'true') leave()
    else aim(tip, performance.now() - hiddenAt < delay ? 0 : delay)
  }
  const onFocusIn = ({ target }: FocusEvent) => {
    const tip = tipAt(target)
    if (tip && target === tip.element && tip.element.matches(':focus-visible')) aim(tip, 0)
  }
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === 'Escape' || key === 'Enter' || key === ' ') silence()
  }
  const stop = new AbortController()
  const listen = { signal: stop.signal, capture: true, passive: true }
  document.addEventListener('pointerover', onPointerOver, listen)
  document.addEventListener('pointerdown', silence, listen)
  document.addEventListener('focusin', onFocusIn, listen)
  document.addEventListener('focusout', leave, listen)
  document.addEventListener('keydown', onKeyDown, listen)
  document.addEventListener('scroll', leave, listen)
  document.documentElement.addEventListener('pointerleave', leave, { signal: stop.signal })
  window.addEventListener('blur', leave, listen)
  return () => {
    stop.abort()
    clearTimeout(timer)
  }
}
