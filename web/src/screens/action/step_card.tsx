import { ChevronDown, Filter, X } from 'lucide-react'
import { useState } from 'react'
import { useFilters } from '@/filters/filters'
import { EventPicker } from '@/filters/pickers'
import { autocapture, matchOf, textMatches, withEvent, type ActionStep, type MatchedField, type TextMatch } from '@/lib/action_steps'
import { eventLabel } from '@/lib/taxonomy'
import { Button, IconButton } from '@/ui/button'
import { Input } from '@/ui/field'
import { Select } from '@/ui/select'

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const

interface StepCardProps {
  step: ActionStep
  /** Counted from 1. */
  number: number
  onChange: (step: ActionStep) => void
  onRemove?: () => void
}

/** One way to match: an event, where it was sent from, and what it carries. */
export function StepCard({ step, number, onChange, onRemove }: StepCardProps) {
  const [filtering, setFiltering] = useState(false)
  const name = `Match ${number}`
  const event = step.event === null ? 'Any event' : eventLabel(step.event)
  const filters = useFilters({
    filters: step.properties,
    onChange: (properties) => onChange({ ...step, properties }),
    eventNames: step.event === null ? [] : [step.event],
    adding: {
      open: filtering,
      onOpenChange: setFiltering,
      label: 'Find a property',
      trigger: (
        <Button aria-label={`Filter ${name.toLowerCase()}`} icon={<Filter {...icon} className="text-fg-3" />}>
          Filter
        </Button>
      ),
    },
  })
  const put = (edit: Partial<ActionStep>) => onChange({ ...step, ...edit })
  const matched = (field: MatchedField, label: string, placeholder: string) => (
    <Row label={label}>
      <Select<TextMatch>
        label={`${name}, how ${label} is compared`}
        value={matchOf(step, field)}
        options={textMatches.map((value) => ({ value, label: matchLabels[value] }))}
        onChange={(match) => put({ [`${field}_matching`]: match })}
        className="w-32 justify-between"
      />
      <Input aria-label={`${name}, ${label}`} className="h-control! flex-1" placeholder={placeholder} value={step[field] ?? ''} onChange={(change) => put({ [field]: change.target.value || null })} />
    </Row>
  )
  const plain = (field: 'selector' | 'tag_name', label: string, placeholder: string) => (
    <Row label={label}>
      <span className="w-32 shrink-0 px-2.5 text-fg-2 max-sm:hidden">is</span>
      <Input aria-label={`${name}, ${label}`} className="h-control! flex-1 font-mono" spellCheck={false} placeholder={placeholder} value={step[field] ?? ''} onChange={(change) => put({ [field]: change.target.value || null })} />
    </Row>
  )
  return (
    <div role="group" aria-label={name} className="rounded-card border border-line bg-surface shadow-1">
      <div className="flex items-center gap-2 border-b border-line p-2 pl-3">
        <span className="shrink-0 text-fg-2">{number === 1 ? 'An event' : 'Or an event'}</span>
        <EventPicker
          label="Find an event"
          picked={{ kind: 'EventsNode', event: step.event }}
          onPick={(subject) => onChange(withEvent(step, subject.event ?? null))}
          trigger={
            <Button aria-label={`${name}, event: ${event}`} className="min-w-0 max-w-full">
              <span className="truncate">{event}</span>
              <ChevronDown size={14} strokeWidth={1.75} className="shrink-0 text-fg-3" aria-hidden />
            </Button>
          }
        />
        <span className="flex-1" />
        {onRemove && <IconButton label={`Remove ${name.toLowerCase()}`} icon={<X {...icon} />} onClick={onRemove} />}
      </div>
      <div className="grid gap-2 p-3">
        {step.event === autocapture && (
          <>
            {matched('text', 'text', 'Sign up')}
            {matched('href', 'link', '/pricing')}
            {plain('selector', 'selector', 'form > button.primary')}
            {plain('tag_name', 'tag', 'button')}
          </>
        )}
        {matched('url', 'URL', 'example.com/checkout')}
        <div className="flex flex-wrap items-center gap-1.5">
          {filters.chips}
          {filters.picker}
        </div>
      </div>
    </div>
  )
}

const matchLabels: Record<TextMatch, string> = { contains: 'contains', exact: 'is', regex: 'matches regex' }

function Row({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex items-center gap-2 max-sm:flex-wrap max-sm:gap-y-0.5">
      <span aria-hidden className="w-16 shrink-0 text-fg-2 first-letter:uppercase max-sm:w-full">
        {label}
      </span>
      {children}
    </div>
  )
}
