import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check, Circle, X } from 'lucide-react'
import { eventDefinitionsQuery } from '@/api/definitions'
import { foundInsightsQuery } from '@/api/insights'
import { invitesQuery, membersQuery } from '@/api/organizations'
import type { Me } from '@/api/types'
import { deviceStore, isStrings } from '@/lib/device_store'
import { projectHref } from '@/lib/href'
import { kindOf, newInsightPath } from '@/lib/insight_kind'
import { IconButton } from '@/ui/button'
import { cx } from '@/ui/cx'
import { toastUndo } from '@/ui/toast'

/** Projects whose first steps somebody put away. */
const dismissed = deviceStore<string[]>('tenrec.first-steps-dismissed', [], isStrings)

interface Step {
  id: string
  title: string
  text: string
  path: string
  done: boolean
}

/** What a new project still lacks; undefined while that is not known. */
function useSteps(projectId: number, me: Me): Step[] | undefined {
  const organization = me.organization?.id ?? ''
  const identified = useQuery(eventDefinitionsQuery(projectId, '$identify'))
  const insights = useQuery(foundInsightsQuery(projectId, { limit: 50 }))
  const members = useQuery({ ...membersQuery(organization), enabled: organization !== '' })
  const mayInvite = (me.organization?.membership_level ?? 0) > 0
  const invites = useQuery({ ...invitesQuery(organization), enabled: organization !== '' && mayInvite, retry: false })
  if (identified.isPending || insights.isPending || members.isPending || invites.isPending) return undefined
  const saved = insights.data?.results ?? []
  return [
    { id: 'event', title: 'Send the first event', text: 'Pick your stack and paste a snippet.', path: '/onboarding', done: me.team?.ingested_event ?? false },
    {
      id: 'identify',
      title: 'Say who people are',
      text: 'Call identify after the login, and one person is one person on every device.',
      path: '/onboarding',
      done: identified.data?.results.some(({ name }) => name === '$identify') ?? false,
    },
    { id: 'insight', title: 'Save a chart', text: 'Ask how often something happens, and give the answer a name.', path: '/insights/new', done: saved.some((one) => one.created_by?.uuid === me.uuid) },
    {
      id: 'funnel',
      title: 'Build the first funnel',
      text: 'See how many people get from one step to the next, and who leaves.',
      path: newInsightPath('FUNNELS'),
      done: saved.some((one) => one.created_by?.uuid === me.uuid && kindOf(one.query) === 'FUNNELS'),
    },
    {
      id: 'dashboard',
      title: 'Put a chart on a dashboard',
      text: 'The numbers of every week on one page.',
      path: '/dashboard',
      // The one that every project begins with is nobody's.
      done: saved.some((one) => one.created_by && (one.dashboards?.length ?? 0) > 0),
    },
    {
      id: 'invite',
      title: 'Invite a teammate',
      text: 'They see the same numbers, and can ask their own.',
      path: '/settings/organization-members#invite',
      done: (members.data?.count ?? 0) > 1 || (invites.data?.count ?? 0) > 0,
    },
  ]
}

/** The first steps of a project, until they are done or put away. */
export function FirstSteps({ projectId, me }: { projectId: number; me: Me }) {
  const away = dismissed.use()
  const steps = useSteps(projectId, me)
  const key = String(projectId)
  const done = steps?.filter((step) => step.done).length ?? 0
  const started = me.team?.ingested_event ?? false
  if (steps === undefined || done === steps.length || (started && away.includes(key))) return null
  const putAway = () => {
    dismissed.write([...away, key])
    toastUndo('First steps put away', () => dismissed.write(dismissed.read().filter((one) => one !== key)))
  }
  const next = steps.find((step) => !step.done)
  return (
    <section aria-labelledby="first-steps" className="rounded-card border border-line bg-surface p-4">
      <div className="flex items-center gap-2">
        <h2 id="first-steps" className="font-semibold">
          First steps
        </h2>
        <p className="text-small text-fg-3">
          {done} of {steps.length} done
        </p>
        {started && <IconButton className="ml-auto" label="Put the first steps away" icon={<X size={15} strokeWidth={1.75} aria-hidden />} onClick={putAway} />}
      </div>
      <ol className="m-0 mt-2 grid list-none gap-2 p-0 sm:grid-cols-2 lg:grid-cols-3">
        {steps.map((step) => (
          <li key={step.id} className={cx(started && step !== next && 'max-sm:hidden')}>
            <Link
              to={projectHref(projectId, step.path)}
              className={cx(
                'flex h-full gap-2.5 rounded-control border px-3 py-2.5 text-fg no-underline hover:bg-hover',
                step === next ? 'border-accent bg-accent-soft' : 'border-line',
              )}
            >
              {step.done ? (
                <Check size={16} strokeWidth={2.25} className="mt-0.5 shrink-0 text-positive" role="img" aria-label="Done:" />
              ) : (
                <Circle size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-fg-3" aria-hidden />
              )}
              <span className="min-w-0">
                <span className={cx('block font-medium', step.done && 'text-fg-2')}>{step.title}</span>
                <span className="block text-small text-fg-2">{step.text}</span>
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  )
}
