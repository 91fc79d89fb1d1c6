import { Check, CircleAlert, Plus, X } from 'lucide-react'
import type { EventFilterTest } from '@/api/types'
import { drops, type FilterRule } from '@/lib/event_filter'
import { Button, IconButton } from '@/ui/button'
import { Input } from '@/ui/field'
import { Select } from '@/ui/select'

interface ExamplesProps {
  rules: FilterRule[]
  examples: EventFilterTest[]
  onChange: (examples: EventFilterTest[]) => void
}

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const

/** Events with the answer that the filter has to give for them. */
export function Examples({ rules, examples, onChange }: ExamplesProps) {
  const put = (at: number, edit: Partial<EventFilterTest>) => onChange(examples.map((one, i) => (i === at ? { ...one, ...edit } : one)))
  return (
    <div className="flex flex-col gap-2 max-sm:gap-4">
      {examples.map((example, at) => {
        const name = `Example ${at + 1}`
        const isRight = drops(rules, example) === (example.expected_result === 'drop')
        return (
          // oxlint-disable-next-line react/no-array-index-key -- examples have no other identity, and may be equal
          <div key={at} role="group" aria-label={name} className="flex flex-wrap items-center gap-2">
            <span className="flex w-4 shrink-0">
              {isRight ? <Check size={15} strokeWidth={2} className="text-positive" aria-label="Comes out so" /> : <CircleAlert size={15} strokeWidth={2} className="text-negative" aria-label="Comes out otherwise" />}
            </span>
            <Input aria-label={`${name}, event name`} placeholder="Event name" className="h-control! w-44!" value={example.event_name} onChange={(event) => put(at, { event_name: event.target.value })} />
            <Input aria-label={`${name}, distinct ID`} placeholder="Distinct ID" className="h-control! w-44!" value={example.distinct_id} onChange={(event) => put(at, { distinct_id: event.target.value })} />
            <Select<EventFilterTest['expected_result']>
              label={`${name}, what should become of it`}
              value={example.expected_result}
              options={[
                { value: 'drop', label: 'is dropped' },
                { value: 'ingest', label: 'is stored' },
              ]}
              onChange={(expected_result) => put(at, { expected_result })}
            />
            <IconButton label={`Remove ${name.toLowerCase()}`} icon={<X {...icon} />} onClick={() => onChange(examples.filter((_, i) => i !== at))} />
          </div>
        )
      })}
      <div>
        <Button icon={<Plus {...icon} />} onClick={() => onChange([...examples, { event_name: '', distinct_id: '', expected_result: 'drop' }])}>
          Add an example
        </Button>
      </div>
    </div>
  )
}
