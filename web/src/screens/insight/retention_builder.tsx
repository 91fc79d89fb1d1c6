import { retentionTypes, type RetentionQuery, type RetentionType } from '@/api/types'
import { eventNamesOf } from '@/lib/question'
import { maxBreakdowns, type EventNode } from '@/lib/question_parts'
import { entityOf, nodeOf, withRetention } from '@/lib/retention_query'
import { Select } from '@/ui/select'
import { Switch } from '@/ui/switch'
import { Breakdowns } from './breakdowns'
import type { BuilderProps } from './builder'
import { BuilderSection, OptionRow } from './builder_section'
import { CountsRow } from './counts_row'
import { EventCard } from './event_card'
import { FiltersSection } from './filters_section'
import { NumberBox } from './number_box'

const typeLabels: Record<RetentionType, string> = {
  retention_recurring: 'Every time',
  retention_first_time: 'First time with these filters',
  retention_first_ever_occurrence: 'First time ever',
}

/** What people begin with and come back to, how both are counted, under which conditions, split by what. */
export function RetentionBuilder({ query, onChange, open, onOpen }: BuilderProps<RetentionQuery>) {
  const eventNames = eventNamesOf(query)
  const filter = query.retentionFilter
  const card = (at: 0 | 1, what: string) => {
    const which = at === 0 ? 'targetEntity' : 'returningEntity'
    return (
      <ul className="m-0 flex list-none flex-col p-0">
        <EventCard<EventNode>
          what={what}
          mark={String(at + 1)}
          node={nodeOf(filter[which])}
          filtering={open === `series-${at}`}
          onFiltering={(next) => onOpen(next ? `series-${at}` : null)}
          onChange={(node) => onChange(withRetention(query, { [which]: entityOf(node) }))}
        />
      </ul>
    )
  }
  return (
    <>
      <BuilderSection title="Who did">
        {card(0, 'start')}
        <CountsRow query={query} onChange={onChange} />
        <OptionRow label="Which time">
          <Select<RetentionType>
            label="Which time counts"
            value={filter.retentionType ?? 'retention_recurring'}
            options={retentionTypes.map((value) => ({ value, label: typeLabels[value] }))}
            onChange={(retentionType) => onChange(withRetention(query, { retentionType }))}
          />
        </OptionRow>
      </BuilderSection>
      <BuilderSection title="And came back to do">
        {card(1, 'return')}
        <OptionRow label="At least, times a period">
          <NumberBox label="Returns a period" value={filter.minimumOccurrences ?? 1} least={1} most={1000} onChange={(minimumOccurrences) => onChange(withRetention(query, { minimumOccurrences }))} />
        </OptionRow>
        <Switch
          label="That day or any later one"
          note="Who comes back later counts for every period before it."
          checked={filter.cumulative ?? false}
          disabled={filter.timeWindowMode !== undefined}
          onChange={(cumulative) => onChange(withRetention(query, { cumulative }))}
        />
        <Switch
          label="Count from the hour they began"
          note="A day is then 24 hours, not a date."
          checked={filter.timeWindowMode !== undefined}
          onChange={(on) => onChange(withRetention(query, { timeWindowMode: on ? '24_hour_windows' : undefined }))}
        />
      </BuilderSection>
      <FiltersSection query={query} onChange={onChange} eventNames={eventNames} open={open === 'filter'} onOpenChange={(next) => onOpen(next ? 'filter' : null)} />
      <Breakdowns query={query} onChange={onChange} open={open} onOpen={onOpen} eventNames={eventNames} most={maxBreakdowns} />
    </>
  )
}
