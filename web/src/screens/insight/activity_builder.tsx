import { stickinessOperators, type EventsNode, type LifecycleQuery, type StickinessFilter, type StickinessOperator, type StickinessQuery } from '@/api/types'
import { eventNamesOf } from '@/lib/question'
import { letters } from '@/lib/question_parts'
import { Select } from '@/ui/select'
import { Switch } from '@/ui/switch'
import type { BuilderProps } from './builder'
import { BuilderSection, OptionRow } from './builder_section'
import { CountsRow } from './counts_row'
import { EventList } from './event_list'
import { FiltersSection } from './filters_section'
import { NumberBox } from './number_box'

/** The event whose people come, stay, come back and leave. */
export function LifecycleBuilder({ query, onChange, open, onOpen }: BuilderProps<LifecycleQuery>) {
  return (
    <>
      <EventList title="Event" what="series" nodes={query.series} onChange={(series) => onChange({ ...query, series })} markOf={() => 'A'} open={open} onOpen={onOpen} most={1}>
        <CountsRow query={query} onChange={onChange} />
      </EventList>
      <FiltersSection query={query} onChange={onChange} eventNames={eventNamesOf(query)} open={open === 'filter'} onOpenChange={(next) => onOpen(next ? 'filter' : null)} />
    </>
  )
}

const operatorLabels: Record<StickinessOperator, string> = { gte: 'at least', exact: 'exactly', lte: 'at most' }

/** The events that make somebody active, and how many of them it takes. */
export function StickinessBuilder({ query, onChange, open, onOpen }: BuilderProps<StickinessQuery>) {
  const filter = query.stickinessFilter ?? {}
  const criteria = filter.stickinessCriteria ?? { operator: 'gte' as const, value: 1 }
  const interval = query.interval ?? 'day'
  const set = (edit: Partial<StickinessFilter>) => onChange({ ...query, stickinessFilter: { ...filter, ...edit } })
  return (
    <>
      <EventList<EventsNode>
        title="Events"
        what="series"
        nodes={query.series}
        onChange={(series) => onChange({ ...query, series })}
        markOf={(at) => letters[at] ?? ''}
        open={open}
        onOpen={onOpen}
      />
      <BuilderSection title="Active">
        <CountsRow query={query} onChange={onChange} />
        <OptionRow label={`Events a ${interval}`}>
          <span className="flex gap-1.5">
            <Select<StickinessOperator>
              label="How many events"
              value={criteria.operator}
              options={stickinessOperators.map((value) => ({ value, label: operatorLabels[value] }))}
              onChange={(operator) => set({ stickinessCriteria: { ...criteria, operator } })}
            />
            <NumberBox label="Events" value={criteria.value} least={1} onChange={(value) => set({ stickinessCriteria: { ...criteria, value } })} />
          </span>
        </OptionRow>
        <Switch
          label="So many or more"
          note={`Counts who was active on two ${interval}s on one, too.`}
          checked={filter.computedAs === 'cumulative'}
          onChange={(on) => set({ computedAs: on ? 'cumulative' : undefined })}
        />
      </BuilderSection>
      <FiltersSection query={query} onChange={onChange} eventNames={eventNamesOf(query)} open={open === 'filter'} onOpenChange={(next) => onOpen(next ? 'filter' : null)} />
    </>
  )
}
