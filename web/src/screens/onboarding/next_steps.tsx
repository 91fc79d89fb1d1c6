import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Activity, ChartBar, ChartLine, Filter, type LucideIcon } from 'lucide-react'
import { eventDefinitionsQuery } from '@/api/definitions'
import type { CapturedEvent, TrendsQuery } from '@/api/types'
import { guessSignUp, signUpFunnel } from '@/lib/funnel_guess'
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

/** Three things that are ready, made from what arrived and from the names of events known so far. */
export function nextSteps(projectId: number, event: CapturedEvent, names: string[]): NextStep[] {
  const name = eventLabel(event.event)
  const trend: TrendsQuery = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: event.event }] }
  const own = Object.keys(event.properties).find((key) => !key.startsWith('$') && typeof event.properties[key] === 'string')
  const split = telling.find((key) => event.properties[key] !== undefined) ?? own ?? '$lib'
  const steps = guessSignUp(names)
  return [
    steps
      ? { icon: Filter, title: 'From visit to sign-up', text: `A guess from your events: ${steps.map(eventLabel).join(' → ')}.`, href: questionHref(projectId, signUpFunnel(steps)) }
      : { icon: ChartLine, title: `${name} by day`, text: 'A chart that you can filter, break down and save.', href: questionHref(projectId, trend) },
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
  // More kinds of events may arrive while somebody tries the product.
  const { data } = useQuery({ ...eventDefinitionsQuery(projectId, ''), refetchInterval: 5000 })
  const names = data?.results.map((one) => one.name) ?? []
  return (
    <div className="mt-5">
      <h3 className="font-medium">Ready for you</h3>
      <ul className="m-0 mt-2 grid list-none gap-2 p-0 sm:grid-cols-3">
        {nextSteps(projectId, event, names).map((step) => (
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
