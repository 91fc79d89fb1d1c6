import type { ReactNode } from 'react'

interface SectionProps {
  title: string
  note?: ReactNode
  action?: ReactNode
  children?: ReactNode
}

export function Section({ title, note, action, children }: SectionProps) {
  return (
    <section className="border-b border-line pb-6 not-first:pt-6 last:border-0">
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <h2 className="text-read font-semibold">{title}</h2>
          {note && <p className="mt-0.5 max-w-xl text-fg-2">{note}</p>}
        </div>
        {action}
      </div>
      {children && <div className="mt-4">{children}</div>}
    </section>
  )
}
