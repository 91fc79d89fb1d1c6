import { Toast as Base } from '@base-ui/react/toast'
import { CircleAlert, X } from 'lucide-react'
import { useEffect } from 'react'
import { onToast, type Waiting } from './toast'

const manager = Base.createToastManager()

function draw({ title, tone, action }: Waiting): void {
  const id: string = manager.add({
    title,
    type: tone,
    priority: tone === 'error' ? 'high' : 'low',
    timeout: action ? 10_000 : 5000,
    actionProps: action && {
      children: action.label,
      onClick: () => {
        manager.close(id)
        action.run()
      },
    },
  })
}

export default function Toasts() {
  // The provider inside listens by now; what it is told before that, nobody sees.
  useEffect(() => onToast(draw), [])
  return (
    <Base.Provider toastManager={manager} limit={3}>
      <Base.Portal>
        <Base.Viewport className="fixed right-4 bottom-4 z-50 flex w-[min(22rem,calc(100vw-32px))] flex-col gap-2">
          <List />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function List() {
  const { toasts } = Base.useToastManager()
  return toasts.map((item) => (
    <Base.Root
      key={item.id}
      toast={item}
      // The library hides errors and the button below from screen readers until they have focus; the keyboard reaches both.
      aria-hidden={false}
      // It asks nothing and holds nobody up: no dialog, as the library calls it.
      role="note"
      aria-modal={undefined}
      className="rounded-card border border-line bg-surface shadow-2 transition-opacity duration-100 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
    >
      <Base.Content className="flex items-center gap-2 py-2 pr-2 pl-3.5">
        {item.type === 'error' && <CircleAlert size={16} strokeWidth={1.75} className="shrink-0 text-negative" aria-hidden />}
        <Base.Title className={item.type === 'error' ? 'min-w-0 flex-1 break-words text-negative' : 'min-w-0 flex-1 break-words'} />
        <Base.Action className="h-7 shrink-0 rounded-control px-2 font-medium text-accent-text hover:bg-hover pointer-coarse:h-touch" />
        <Base.Close
          aria-hidden={false}
          aria-label="Dismiss"
          className="inline-flex size-6 shrink-0 items-center justify-center rounded-chip text-fg-3 hover:bg-hover hover:text-fg pointer-coarse:size-touch"
        >
          <X size={14} strokeWidth={1.75} aria-hidden />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ))
}
