import { ListFilter, X } from 'lucide-react'
import type { DashboardFilters } from '@/api/dashboards'
import { trendsIntervals, type AnyFilter, type TrendsInterval } from '@/api/types'
import { ComparisonSelect, type CompareFilter } from '@/filters/comparison'
import { useFilters } from '@/filters/filters'
import { isComplete, isPropertyFilter } from '@/lib/filters'
import { Button } from '@/ui/button'
import { DateRange } from '@/ui/date_range'
import { FilterChips } from '@/ui/filter_chips'
import { Kbd } from '@/ui/kbd'
import { MenuSelect } from '@/ui/menu_select'
import { useNarrow } from '@/ui/use_media'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

const isFilter = (value: unknown): value is AnyFilter => typeof value === 'object' && value !== null && 'type' in value

/** The conditions of a dashboard that are kept in a list; those in groups stay as they are. */
export const conditionsOf = (filters: DashboardFilters): AnyFilter[] => (Array.isArray(filters.properties) ? filters.properties.filter(isFilter) : [])

/** What every tile is compared with; null where each has its own comparison, or none. */
export function comparisonOf({ compareFilter: said }: DashboardFilters): CompareFilter | null {
  if (typeof said !== 'object' || said === null || !('compare' in said) || typeof said.compare !== 'boolean') return null
  return { compare: said.compare, ...('compare_to' in said && typeof said.compare_to === 'string' && { compare_to: said.compare_to }) }
}

/** With a comparison of every tile with the period before, or without. */
export const compared = (filters: DashboardFilters): DashboardFilters => ({ ...filters, compareFilter: comparisonOf(filters)?.compare ? null : { compare: true } })

/** What the server is asked with: a condition without its value is still being written. */
export function askedFilters(filters: DashboardFilters): DashboardFilters {
  if (!Array.isArray(filters.properties)) return filters
  const complete = conditionsOf(filters).filter((one) => (isPropertyFilter(one) ? isComplete(one) : one.type !== 'hogql' || Boolean(one.key?.trim())))
  return { ...filters, properties: complete }
}

interface FilterBarProps {
  filters: DashboardFilters
  onChange: (filters: DashboardFilters) => void
  open: 'date' | 'filter' | null
  onOpen: (open: 'date' | 'filter' | null) => void
  /** Changed and not saved. */
  draft: boolean
  onSave: () => void
  onRevert: () => void
  about: string
}

/** What holds for all tiles: dates, interval, comparison, conditions. */
export function FilterBar({ filters, onChange, open, onOpen, draft, onSave, onRevert, about }: FilterBarProps) {
  const narrow = useNarrow()
  const interval = trendsIntervals.find((one) => one === filters.interval) ?? 'own'
  const { picker, chips } = useFilters({
    filters: conditionsOf(filters),
    onChange: (properties) => onChange({ ...filters, properties }),
    eventNames: [],
    adding: {
      open: open === 'filter',
      onOpenChange: (next) => onOpen(next ? 'filter' : null),
      label: 'Find a property',
      trigger: (
        <Button aria-label="Filter" icon={<ListFilter {...icon} className="text-fg-3" />}>
          Filter
          <Kbd hint>F</Kbd>
        </Button>
      ),
    },
  })
  return (
    <div className="grid gap-2 px-5 pt-3 max-sm:px-3">
      <div className="scroll-none flex items-center gap-1.5 max-md:-mx-3 max-md:-my-1 max-md:overflow-x-auto max-md:px-3 max-md:py-1 md:flex-wrap max-md:[&>*]:shrink-0">
        <DateRange
          value={{ date_from: filters.date_from ?? undefined, date_to: filters.date_to ?? null }}
          noneLabel="Each tile's own dates"
          shortcut="D"
          open={open === 'date'}
          onOpenChange={(next) => onOpen(next ? 'date' : null)}
          onChange={(range) => onChange({ ...filters, date_from: range.date_from, date_to: range.date_to })}
        />
        <MenuSelect<TrendsInterval | 'own'>
          label="Interval"
          prefix="by"
          value={interval}
          options={[{ value: 'own', label: 'Own intervals', bare: true }, ...(['hour', 'day', 'week', 'month'] as const).map((value) => ({ value, label: value }))]}
          onChange={(value) => onChange({ ...filters, interval: value === 'own' ? null : value })}
        />
        <ComparisonSelect value={comparisonOf(filters)} unsaid="Own comparisons" onChange={(next) => onChange({ ...filters, compareFilter: next ?? null })} />
        {Array.isArray(filters.properties) || !filters.properties ? picker : null}
        {filters.date_from && (
          <Button look="ghost" icon={<X {...icon} />} onClick={() => onChange({ ...filters, date_from: null, date_to: null })}>
            Use each tile&rsquo;s dates
          </Button>
        )}
        {draft && (
          <>
            <Button onClick={onSave}>Save filters</Button>
            <Button look="ghost" onClick={onRevert}>
              Revert
            </Button>
          </>
        )}
        {about && (
          <p className="ml-auto max-w-xl truncate text-fg-2 max-md:hidden" title={about}>
            {about}
          </p>
        )}
      </div>
      {chips.length > 0 && (
        <FilterChips label="Filters" count={chips.length} onClear={() => onChange({ ...filters, properties: [] })} wrap={!narrow}>
          {chips}
        </FilterChips>
      )}
    </div>
  )
}
