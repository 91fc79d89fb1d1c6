export type ToastTone = 'plain' | 'error'

export interface ToastAction {
  /** A verb: "Undo". */
  label: string
  run: () => void
}

export interface Waiting {
  title: string
  tone: ToastTone
  action?: ToastAction
}

let show: ((toast: Waiting) => void) | null = null
const early: Waiting[] = []

/** Shows one sentence at the lower edge; it leaves after five seconds, or ten when it offers something to do. */
export function toast(title: string, tone: ToastTone = 'plain', action?: ToastAction): void {
  const waiting = { title, tone, action }
  if (show) show(waiting)
  else early.push(waiting)
}

/** Says what was done and offers to take it back. */
export function toastUndo(title: string, undo: () => void): void {
  toast(title, 'plain', { label: 'Undo', run: undo })
}

/** Called once by the part that draws them, which loads after the page. */
export function onToast(draw: (toast: Waiting) => void): void {
  show = draw
  for (const waiting of early.splice(0)) draw(waiting)
}
