import { Link } from '@tanstack/react-router'
import { Activity, ChartBar, ChartLine, type LucideIcon } from 'lucide-react'
import type { CapturedEvent, TrendsQuery } from '@/api/types'
import { questionHref } from '@/lib/href'
import { eventLabel, propertyLabel } from '@/lib/taxonomy'

interface NextStep {
  icon: LucideIcon
  title: string
  text: string
  href: string
}

/** Properties worth a first breakdown, the most telling first. */
const telling = ['$pathname', '$screen_name', 'plan', '$browser', '$os', '$lib']

/** Three things that are ready, made from what arrived. */
export function nextSteps(projectId: number, event: CapturedEvent): NextStep[] {
  const name = eventLabel(event.event)
  const trend: TrendsQuery = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: event.event }] }
  const own = Object.keys(event.properties).find((key) => !key.startsWith('$') && typeof event.properties[key] === 'string')
  const split = telling.find((key) => event.properties[key] !== undefined) ?? own ?? '$lib'
  return [
    { icon: ChartLine, title: `${name} by day`, text: 'A chart that you can filter, break down and save.', href: questionHref(projectId, trend) },
    {
      icon: ChartBar,
      title: split === '$pathname' ? 'Top pages' : `${name} by ${propertyLabel(split).toLowerCase()}`,
      text: 'The same numbers, one bar for each value.',
      href: questionHref(projectId, {
        ...trend,
        breakdownFilter: { breakdown: split, breakdown_type: 'event' },
        trendsFilter: { display: 'ActionsTable' },
      }),
    },
    { icon: Activity, title: 'Events as they arrive', text: 'The live list, with every property of each event.', href: `/project/${projectId}/activity/live` },
  ]
}

export function NextSteps({ projectId, event }: { projectId: number; event: CapturedEvent }) {
  return (
    <div className="mt-5">
      <h3 className="font-medium">Ready for you</h3>
      <ul className="m-0 mt-2 grid list-none gap-2 p-0 sm:grid-cols-3">
        {nextSteps(projectId, event).map((step) => (
          <li key={step.href}>
            <Link
              to={step.href}
              className="flex h-full flex-col gap-1 rounded-card border border-line bg-surface p-3 text-fg no-underline shadow-1 transition-colors duration-100 hover:bg-hover"
            >
              <step.icon size={16} strokeWidth={1.75} className="text-accent-text" aria-hidden />
              <span className="font-medium break-words">{step.title}</span>
              <span className="text-small text-fg-2">{step.text}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
