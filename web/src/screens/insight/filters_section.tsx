import { Code as CodeIcon } from 'lucide-react'
import { useFilters } from '@/filters/filters'
import { conditionsOf, sampleText, withConditions, type Narrowed } from '@/lib/question_parts'
import { Button } from '@/ui/button'
import { FilterChip } from '@/ui/filter_chip'
import { Select } from '@/ui/select'
import { Segmented } from '@/ui/segmented'
import { Switch } from '@/ui/switch'
import { AddButton, BuilderSection, OptionRow } from './builder_section'

/** The shares of people that large projects ask about first. */
const samples = [1, 0.5, 0.25, 0.1, 0.05, 0.01]

type Sampled = Narrowed & { samplingFactor?: number | null }

interface FiltersSectionProps<Q extends Sampled> {
  query: Q
  onChange: (query: Q) => void
  eventNames: string[]
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** What has to hold for every event of the question. */
export function FiltersSection<Q extends Sampled>({ query, onChange, eventNames, open, onOpenChange }: FiltersSectionProps<Q>) {
  const { filters: conditions, any, nested } = conditionsOf(query)
  const factor = query.samplingFactor ?? 1
  const filters = useFilters({
    filters: conditions,
    onChange: (next) => onChange(withConditions(query, next, any)),
    eventNames,
    adding: { open, onOpenChange, label: 'Find a property', trigger: <AddButton label="Add filter" shortcut="F" /> },
  })
  return (
    <BuilderSection title="Filters" action={nested ? undefined : filters.picker}>
      {nested && (
        <div className="mb-2 flex flex-wrap gap-1.5">
          <FilterChip text="Conditions in groups" onRemove={() => onChange({ ...query, properties: undefined })} />
          <p className="text-small text-fg-3">They hold as they were saved. Take them away to begin anew.</p>
        </div>
      )}
      {conditions.length > 1 && (
        <div className="mb-2">
          <Segmented<'all' | 'any'>
            label="Filters that have to hold"
            value={any ? 'any' : 'all'}
            options={[
              { value: 'all', label: 'All hold' },
              { value: 'any', label: 'Any holds' },
            ]}
            onChange={(next) => onChange(withConditions(query, conditions, next === 'any'))}
          />
        </div>
      )}
      {filters.chips.length > 0 && <div className="mb-1 flex flex-wrap gap-1.5">{filters.chips}</div>}
      {!nested && (
        <Button look="ghost" className="-ml-2" icon={<CodeIcon size={14} strokeWidth={1.75} aria-hidden />} onClick={filters.addExpression}>
          Add SQL condition
        </Button>
      )}
      <Switch
        label="Hide internal and test users"
        checked={query.filterTestAccounts ?? false}
        onChange={(filterTestAccounts) => onChange({ ...query, filterTestAccounts })}
      />
      <OptionRow label="Ask about">
        <Select
          label="Share of people asked about"
          value={String(factor)}
          options={[...new Set([...samples, factor])].toSorted((a, b) => b - a).map((share) => ({ value: String(share), label: sampleText(share) ?? 'Everybody' }))}
          onChange={(value) => onChange({ ...query, samplingFactor: value === '1' ? undefined : Number(value) })}
        />
      </OptionRow>
    </BuilderSection>
  )
}
