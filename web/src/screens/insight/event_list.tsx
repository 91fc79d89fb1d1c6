import type { ReactNode } from 'react'
import { EventPicker } from '@/filters/pickers'
import { maxSeries, type EventNode } from '@/lib/question_parts'
import { AddButton, BuilderSection } from './builder_section'
import { EventCard } from './event_card'
import type { OpenPicker } from './open_picker'

interface EventListProps<N extends EventNode> {
  title: string
  /** What one of them is called: "series", "step". */
  what: string
  nodes: N[]
  onChange: (nodes: N[]) => void
  /** The letter or number of each. */
  markOf: (at: number) => string
  open: OpenPicker
  onOpen: (open: OpenPicker) => void
  /** How one is counted, below its event. */
  renderCounting?: (node: N, at: number, onChange: (node: N) => void) => ReactNode
  /** What else the menu of one offers. */
  renderMenu?: (at: number) => ReactNode
  most?: number
  least?: number
  children?: ReactNode
}

/** The events of a question: added, changed, named, narrowed, moved and taken away. */
export function EventList<N extends EventNode>({ title, what, nodes, onChange, markOf, open, onOpen, renderCounting, renderMenu, most = maxSeries, least = 1, children }: EventListProps<N>) {
  const toggle = (picker: OpenPicker) => (next: boolean) => onOpen(next ? picker : null)
  const move = (from: number, to: number) => {
    const moved = [...nodes]
    moved.splice(to, 0, ...moved.splice(from, 1))
    onChange(moved)
  }
  return (
    <BuilderSection
      title={title}
      action={
        nodes.length < most && (
          <EventPicker
            label="Find an event"
            trigger={<AddButton label={what === 'series' ? 'Add event' : `Add ${what}`} shortcut="E" />}
            open={open === 'event'}
            onOpenChange={toggle('event')}
            // A kind's own fields are optional, so an event alone is one of its nodes.
            withActions
            onPick={(subject) => onChange([...nodes, subject as N])}
          />
        )
      }
    >
      <ul className="m-0 flex list-none flex-col gap-2 p-0">
        {nodes.map((node, i) => {
          const change = (next: N) => onChange(nodes.map((one, at) => (at === i ? next : one)))
          return (
            <EventCard<N>
              // oxlint-disable-next-line react/no-array-index-key -- a series is its letter
              key={i}
              what={what}
              mark={markOf(i)}
              node={node}
              filtering={open === `series-${i}`}
              onFiltering={toggle(`series-${i}`)}
              onChange={change}
              onRemove={nodes.length > least ? () => onChange(nodes.filter((_, at) => at !== i)) : undefined}
              onCopy={nodes.length < most ? () => onChange([...nodes.slice(0, i + 1), node, ...nodes.slice(i + 1)]) : undefined}
              menu={renderMenu?.(i)}
              onMoveUp={i > 0 ? () => move(i, i - 1) : undefined}
              onMoveDown={i < nodes.length - 1 ? () => move(i, i + 1) : undefined}
            >
              {renderCounting?.(node, i, change)}
            </EventCard>
          )
        })}
      </ul>
      {children}
    </BuilderSection>
  )
}
