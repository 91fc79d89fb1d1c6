import { Plus, X } from 'lucide-react'
import type { PathsFilter } from '@/api/types'
import { Button, IconButton } from '@/ui/button'
import { Settled } from './settled'

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const

type Rules = NonNullable<PathsFilter['localPathCleaningFilters']>

/** What of a step is written anew, one rule after the other: "/user/\d+" becomes "/user/:id". */
export function CleaningRules({ rules, onChange }: { rules: Rules; onChange: (rules: Rules) => void }) {
  const set = (at: number, edit: Partial<Rules[number]>) => onChange(rules.map((rule, i) => (i === at ? { ...rule, ...edit } : rule)))
  return (
    <div className="mt-1.5 flex flex-col gap-1.5">
      {rules.map((rule, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- a rule is its place
        <div key={i} role="group" aria-label={`Rule ${i + 1}`} className="flex items-center gap-1">
          <Settled label={`Pattern of rule ${i + 1}`} placeholder="/user/\d+" code value={rule.regex} onSettle={(regex) => set(i, { regex })} />
          <span aria-hidden className="text-fg-3">
            →
          </span>
          <Settled label={`Written as, rule ${i + 1}`} placeholder="/user/:id" code value={rule.alias} onSettle={(alias) => set(i, { alias })} />
          <IconButton label={`Remove rule ${i + 1}`} icon={<X {...icon} />} onClick={() => onChange(rules.filter((_, at) => at !== i))} />
        </div>
      ))}
      <Button look="ghost" className="-ml-2 self-start" icon={<Plus {...icon} />} onClick={() => onChange([...rules, { regex: '', alias: '' }])}>
        Rule for a pattern
      </Button>
    </div>
  )
}
