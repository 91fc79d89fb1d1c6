import { useEffect, type ReactNode } from 'react'
import { Mark } from './mark'

/** The one column of the pages before signing in. */
export function Gate({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Tenrec`
  }, [title])
  return (
    <main className="flex min-h-dvh flex-col items-center bg-bg px-4 pt-[14vh] pb-10">
      <div className="w-full max-w-gate">
        <Mark size={36} />
        <h1 className="mt-5 text-page font-semibold">{title}</h1>
        {note && <p className="mt-1 text-fg-2">{note}</p>}
        <div className="mt-6">{children}</div>
      </div>
    </main>
  )
}
