import type { ReactNode } from 'react'
import { cx } from '@/ui/cx'

/** One part of the kit with its name; its states stand side by side. */
export function Specimen({ name, note, wide, children }: { name: string; note?: string; wide?: boolean; children: ReactNode }) {
  return (
    <section id={name.toLowerCase().replace(/\W+/g, '-')} aria-label={name} className={cx('min-w-0 border-b border-line px-5 py-5', wide && 'lg:col-span-2')}>
      <h2 className="font-semibold">{name}</h2>
      {note && <p className="max-w-2xl text-fg-2">{note}</p>}
      <div className={cx('mt-3', wide ? '' : 'flex flex-wrap items-start gap-x-6 gap-y-4')}>{children}</div>
    </section>
  )
}

/** One state of a part. */
export function State({ name, children, className }: { name: string; children: ReactNode; className?: string }) {
  return (
    <div className={cx('flex min-w-0 flex-col gap-1.5 [&>button]:self-start', className)}>
      <p className="text-meta text-fg-3">{name}</p>
      {children}
    </div>
  )
}
