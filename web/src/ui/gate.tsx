import { useEffect, type ReactNode } from 'react'
import { cx } from './cx'
import { Mark } from './mark'

interface GateProps {
  title: string
  note?: ReactNode
  /** Room for lists and commands instead of a form. */
  wide?: boolean
  children: ReactNode
}

/** The one column of the pages before signing in. */
export function Gate({ title, note, wide, children }: GateProps) {
  useEffect(() => {
    document.title = `${title} · Tenrec`
  }, [title])
  return (
    <main className={cx('flex min-h-dvh flex-col items-center bg-bg px-4 pb-10', wide ? 'pt-[8vh]' : 'pt-[14vh]')}>
      <div className={cx('w-full', wide ? 'max-w-xl' : 'max-w-gate')}>
        <Mark size={36} />
        <h1 className="mt-5 text-page font-semibold">{title}</h1>
        {note && <p className="mt-1 text-fg-2">{note}</p>}
        <div className="mt-6">{children}</div>
      </div>
    </main>
  )
}
