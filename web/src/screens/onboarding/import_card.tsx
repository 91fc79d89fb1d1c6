import { cx } from '@/ui/cx'
import type { Stack } from './stack'

interface ImportCardProps {
  imports: Stack[]
  chosen: Stack
  onChoose: (id: string) => void
}

/** Where events of the past come from. */
export function ImportCard({ imports, chosen, onChoose }: ImportCardProps) {
  return (
    <section aria-labelledby="import" className="rounded-card border border-line bg-surface p-4">
      <h2 id="import" className="font-semibold">
        Bring your history
      </h2>
      <p className="mt-1 text-fg-2">Commands that export the events of another product and send them here with their own times.</p>
      <div className="mt-3 flex flex-wrap gap-2">
        {imports.map((one) => (
          <button
            key={one.id}
            type="button"
            aria-pressed={one === chosen}
            onClick={() => onChoose(one.id)}
            className={cx(
              'h-control rounded-control border px-2.5 font-medium transition-colors duration-100 pointer-coarse:h-touch',
              one === chosen ? 'border-accent bg-accent-soft text-accent-text' : 'border-line-2 bg-surface shadow-1 hover:bg-hover',
            )}
          >
            {one.name}
          </button>
        ))}
      </div>
    </section>
  )
}
