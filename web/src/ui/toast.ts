import type { ToastTone } from './toasts'

interface Waiting {
  title: string
  tone: ToastTone
}

let show: ((toast: Waiting) => void) | null = null
const early: Waiting[] = []

/** Shows one sentence at the lower edge; it leaves after five seconds. */
export function toast(title: string, tone: ToastTone = 'plain'): void {
  if (show) show({ title, tone })
  else early.push({ title, tone })
}

/** Called once by the part that draws them, which loads after the page. */
export function onToast(draw: (toast: Waiting) => void): void {
  show = draw
  for (const waiting of early.splice(0)) draw(waiting)
}
