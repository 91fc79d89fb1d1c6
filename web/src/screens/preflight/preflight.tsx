import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check as Tick, CircleAlert, LoaderCircle, TriangleAlert } from 'lucide-react'
import { messageOf } from '@/api/client'
import { checkCapture, checkClock, checkCookies, type Check } from '@/api/install_checks'
import { serverChecksQuery } from '@/api/session'
import type { ServerCheck } from '@/api/schema.gen'
import { plural } from '@/lib/format'
import { Button, buttonClass } from '@/ui/button'
import { Code } from '@/ui/code'
import { Gate } from '@/ui/gate'
import { ErrorBox, Skeleton } from '@/ui/states'

/** What is wrong is looked at again by itself, so that the page turns green when it is mended. */
const againMs = 5000

const browserChecks: [name: string, well: string, ask: () => Promise<Check>][] = [
  ['This browser', 'reaches the address that takes events', checkCapture],
  ['Cookies', 'are allowed', checkCookies],
  ['Clocks', 'of this computer and of the server agree', checkClock],
]

const askBrowser = async (): Promise<ServerCheck[]> =>
  await Promise.all(
    browserChecks.map(async ([name, well, ask]): Promise<ServerCheck> => {
      const check = await ask()
      return check.state === 'well' ? { name, state: 'good', found: well, fix: '' } : { name, state: 'warning', found: `${check.problem} ${check.fix}`, fix: '' }
    }),
  )

/** Everything that a new server needs, ticked off; what is wrong stands first, with the command that mends it. */
export default function Preflight() {
  const server = useQuery({ ...serverChecksQuery, refetchInterval: (query) => (query.state.data?.results.every((one) => one.state === 'good') ? false : againMs) })
  const browser = useQuery({ queryKey: ['preflight', 'browser'], queryFn: askBrowser, refetchInterval: againMs })
  const checks = [...(server.data?.results ?? []), ...(browser.data ?? [])]
  const [bad, warnings] = [checks.filter((one) => one.state === 'bad'), checks.filter((one) => one.state === 'warning')]
  if (server.error && !server.data) {
    return (
      <Gate wide title="This server could not be looked at">
        <ErrorBox title="No answer" message={messageOf(server.error)} onRetry={() => void server.refetch()} />
      </Gate>
    )
  }
  if (!server.data) {
    return (
      <Gate wide title="Looking at this server">
        <div aria-busy className="flex flex-col gap-3">
          {Array.from({ length: 8 }, (_, i) => (
            <Skeleton key={i} className="h-5 w-full" />
          ))}
        </div>
      </Gate>
    )
  }
  return (
    <Gate
      wide
      title={bad.length > 0 ? (bad.length === 1 ? 'One thing needs to be mended' : `${bad.length} things need to be mended`) : 'This server is ready'}
      note={bad.length > 0 ? 'This page looks again by itself.' : warnings.length > 0 ? `${plural(warnings.length, 'thing')} could be better; nothing is in your way.` : 'Everything that it needs is in place.'}
    >
      <div className="mb-5 flex flex-wrap gap-2">
        {bad.length > 0 && (
          <Button look="primary" size="form" busy={server.isFetching} onClick={() => void server.refetch()}>
            Look again
          </Button>
        )}
        <Link to="/signup" className={buttonClass(bad.length > 0 ? 'default' : 'primary', 'form')}>
          {bad.length > 0 ? 'Go on all the same' : 'Create your account'}
        </Link>
      </div>
      <ul aria-label="Checks" className="m-0 list-none rounded-card border border-line bg-surface p-0 shadow-1">
        {[...bad, ...warnings, ...checks.filter((one) => one.state === 'good')].map((check) => (
          <Row key={check.name} check={check} />
        ))}
        {browser.isPending && (
          <li className="flex min-h-row items-center gap-2 px-3 text-fg-2">
            <LoaderCircle size={15} strokeWidth={2} className="animate-spin text-fg-3" aria-hidden />
            Asking this browser
          </li>
        )}
      </ul>
    </Gate>
  )
}

const faces = {
  good: { icon: Tick, tone: 'text-positive', word: 'Well:' },
  warning: { icon: TriangleAlert, tone: 'text-warning', word: 'Could be better:' },
  bad: { icon: CircleAlert, tone: 'text-negative', word: 'Wrong:' },
} as const

function Row({ check }: { check: ServerCheck }) {
  const face = faces[check.state]
  return (
    <li className="border-b border-line px-3 py-2 last:border-0">
      <div className="grid grid-cols-[16px_104px_1fr] gap-x-2.5 max-sm:grid-cols-[16px_1fr]">
        <span className="flex h-5 items-center">
          <face.icon size={15} strokeWidth={2} className={face.tone} aria-label={face.word} />
        </span>
        <span className="font-medium first-letter:uppercase">{check.name}</span>
        <span className="min-w-0 break-words text-fg-2 max-sm:col-start-2">{check.found}</span>
      </div>
      {check.fix !== '' && <Code text={check.fix} label={`What mends ${check.name}`} className="mt-2 mb-1" />}
    </li>
  )
}
