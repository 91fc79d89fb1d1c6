import type { ReactNode } from 'react'

interface SectionProps {
  /** Its place in the address: `#id`. */
  id?: string
  title: string
  note?: ReactNode
  action?: ReactNode
  children?: ReactNode
}

export function Section({ id, title, note, action, children }: SectionProps) {
  return (
    <section id={id} className="scroll-mt-6 border-b border-line pb-6 not-first:pt-6 last:border-0">
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <h2 className="text-read font-semibold">{title}</h2>
          {note && <div className="mt-0.5 max-w-xl text-fg-2">{note}</div>}
        </div>
        {action}
      </div>
      {children && <div className="mt-4">{children}</div>}
    </section>
  )
}

/** One setting inside a section, to be addressed by `#id`. */
export function Setting({ id, children }: { id: string; children: ReactNode }) {
  return (
    <div id={id} className="scroll-mt-6">
      {children}
    </div>
  )
}
