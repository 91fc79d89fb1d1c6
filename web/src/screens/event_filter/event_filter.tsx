import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { isApiError, messageOf } from '@/api/client'
import { eventFilterQuery, readEventFilter, saveEventFilter } from '@/api/event_filter'
import { ledgerQuery } from '@/api/ingestion'
import type { EventFilter as Filter } from '@/api/types'
import { drops, isSameFilter, isWhole, rulesOf, treeOf } from '@/lib/event_filter'
import { formatExact } from '@/lib/format'
import { ingestionTabs } from '@/lib/ingestion_tabs'
import { Button } from '@/ui/button'
import { Code } from '@/ui/code'
import { Confirm } from '@/ui/confirm'
import { Page } from '@/ui/page'
import { PageTabs } from '@/ui/page_tabs'
import { Segmented } from '@/ui/segmented'
import { ErrorBox, Skeleton } from '@/ui/states'
import { StatusPill } from '@/ui/status_pill'
import { Switch } from '@/ui/switch'
import { toast } from '@/ui/toast'
import { filterDrafts, keepFilterDraft, type FilterDraft } from './drafts'
import { Examples } from './examples'
import { Preview } from './preview'
import { Rules } from './rules'

const modes: { value: Filter['mode']; label: string; means: string }[] = [
  { value: 'disabled', label: 'Off', means: 'Every event is stored.' },
  { value: 'dry_run', label: 'On trial', means: 'Every event is stored, and what would be dropped is counted below.' },
  { value: 'live', label: 'On', means: 'Events that match are dropped when they arrive. They cannot be brought back.' },
]

/** Which events a project drops: written as rules, tried on what is stored, and then switched on. */
export default function EventFilter() {
  const { projectId = '' } = useParams({ strict: false })
  const id = Number(projectId)
  const saved = useQuery(eventFilterQuery(id))
  return (
    <Page
      title="Ingestion"
      status={saved.data && <State filter={saved.data} />}
      tabs={<PageTabs label="Ingestion" tabs={ingestionTabs} base={`/project/${projectId}`} current="/data-management/event-filter" />}
    >
      {saved.error && !saved.data ? (
        <div className="p-6">
          <ErrorBox title="The event filter could not be read" message={messageOf(saved.error)} onRetry={() => void saved.refetch()} details={messageOf(saved.error)} />
        </div>
      ) : saved.data ? (
        <Editor key={id} projectId={id} saved={saved.data} />
      ) : (
        <div aria-busy className="flex max-w-3xl flex-col gap-4 px-5 py-5 max-sm:px-3">
          <Skeleton className="h-5 w-40" />
          <Skeleton className="h-8 w-64" />
          <Skeleton className="h-32 w-full" />
        </div>
      )}
    </Page>
  )
}

function State({ filter }: { filter: Filter }) {
  if (filter.mode === 'disabled') return <StatusPill>Filter off</StatusPill>
  return filter.mode === 'dry_run' ? <StatusPill tone="accent">Filter on trial</StatusPill> : <StatusPill tone="warning">Filter on</StatusPill>
}

function Editor({ projectId, saved }: { projectId: number; saved: Filter }) {
  const draft = filterDrafts.use()[projectId]
  const { on = saved, ...filter }: FilterDraft = draft ?? saved
  const changed = !isSameFilter(filter, saved)
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  const [conflict, setConflict] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const rules = rulesOf(filter.filter_tree)
  const change = (edit: Partial<Filter>) => {
    setProblem(null)
    keepFilterDraft(projectId, { ...filter, ...edit, on })
  }
  const unfinished = rules?.some((rule) => !rule.every(isWhole)) === true
  const failing = rules !== null && filter.test_cases.some((one) => drops(rules, one) !== (one.expected_result === 'drop'))
  const why = unfinished ? 'A condition lacks its value.' : failing ? 'An example comes out otherwise than it should.' : null

  const save = async (overTheirs = false) => {
    setBusy(true)
    setProblem(null)
    try {
      if (!overTheirs) {
        const now = await readEventFilter(projectId)
        if (!isSameFilter(now, on) && !isSameFilter(now, filter)) return setConflict(true)
      }
      await saveEventFilter(projectId, filter)
      keepFilterDraft(projectId, null)
      setConflict(false)
      toast('Event filter saved')
    } catch (error) {
      setProblem(isApiError(error) && error.attr ? `${placeOf(error.attr)}: ${error.message}` : messageOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className="grid max-w-[1180px] gap-x-10 gap-y-6 px-5 py-5 max-sm:px-3 lg:grid-cols-[1fr_340px]">
      <div className="flex min-w-0 flex-col gap-6">
        <Part title="Drop events on arrival" note="What is dropped takes no disk and is in no chart. What is stored already stays.">
          <Segmented<Filter['mode']> label="Event filter" value={filter.mode} options={modes.map(({ value, label }) => ({ value, label }))} onChange={(mode) => change({ mode })} />
          <p className="mt-2 text-fg-2">{modes.find((one) => one.value === filter.mode)?.means}</p>
        </Part>
        <Part title="Rules" note="An event is dropped when one rule holds. A rule holds when all of its conditions do.">
          {rules ? (
            <Rules projectId={projectId} rules={rules} onChange={(next) => change({ filter_tree: treeOf(next) })} />
          ) : (
            <>
              <p className="mb-2 text-fg-2">This filter was written over the API and nests deeper than rules do. It works as it is; here it can only be replaced.</p>
              <Code label="filter" text={JSON.stringify(filter.filter_tree, null, 2)} />
              <Button className="mt-2" onClick={() => change({ filter_tree: null, test_cases: [] })}>
                Replace with rules
              </Button>
            </>
          )}
        </Part>
        <Part title="Bots">
          <Switch label="Drop events of bots" note="Crawlers, monitors and scripts that name themselves in their user agent." checked={filter.drop_bots} onChange={(drop_bots) => change({ drop_bots })} className="max-w-md" />
        </Part>
        {rules && (
          <Part title="Examples" note="Events that you know the answer for. The filter can only be saved while all of them come out as they should.">
            <Examples rules={rules} examples={filter.test_cases} onChange={(test_cases) => change({ test_cases })} />
          </Part>
        )}
        <div className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
          <Button look="primary" size="form" busy={busy} disabled={!changed || why !== null} onClick={() => (filter.mode === 'live' ? setAsking(true) : void save())}>
            Save filter
          </Button>
          {changed && (
            <Button size="form" look="ghost" onClick={() => keepFilterDraft(projectId, null)}>
              Revert
            </Button>
          )}
          {changed && <StatusPill>Draft kept</StatusPill>}
          {changed && why && <span className="text-fg-2">{why}</span>}
          {problem && (
            <p role="alert" className="w-full text-negative">
              {problem}
            </p>
          )}
        </div>
      </div>
      <div className="min-w-0">
        {rules && rules.length > 0 && !unfinished && <Preview projectId={projectId} rules={rules} isLive={saved.mode === 'live'} />}
        <Dropped projectId={projectId} />
      </div>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title="Drop events from now on?"
        action="Drop what matches"
        onConfirm={async () => {
          await save()
        }}
      >
        Events that match are lost from the moment you save. Switch the filter to “On trial” first if you are not sure what it takes.
      </Confirm>
      <Confirm open={conflict} onClose={() => setConflict(false)} title="The event filter was changed meanwhile" action="Save mine over it" onConfirm={() => save(true)}>
        Somebody saved another one since you began yours. Yours stays a draft until you save it over theirs; “Revert” shows theirs.
      </Confirm>
    </div>
  )
}

/** "filter_tree__children__0__children__1__value" → "Rule 1, condition 2, value" */
function placeOf(attr: string): string {
  const numbers = [...attr.matchAll(/children__(\d+)/g)].map(([, at]) => Number(at) + 1)
  const example = /^test_cases__(\d+)/.exec(attr)
  if (example) return `Example ${Number(example[1]) + 1}`
  const [rule, condition] = numbers
  const words = [rule && `Rule ${rule}`, condition && `condition ${condition}`, /__(value|key|field|operator)$/.exec(attr)?.[1]].filter(Boolean)
  return words.length > 0 ? words.join(', ') : attr
}

function Part({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="font-semibold">{title}</h2>
      {note && <p className="mt-0.5 text-fg-2">{note}</p>}
      <div className="mt-3">{children}</div>
    </section>
  )
}

/** What the filter took on the last day, as the books of ingestion have it. */
function Dropped({ projectId }: { projectId: number }) {
  const { data } = useQuery(ledgerQuery(projectId, '-24h'))
  const dropped: Record<string, number> = data?.total.dropped ?? {}
  const [byRules, bots] = [dropped.filtered ?? 0, dropped.bot ?? 0]
  if (!data || byRules + bots === 0) return null
  return (
    <p className="mt-4 text-fg-2">
      Dropped in the last 24 hours: {formatExact(byRules)} by rules{bots > 0 && `, ${formatExact(bots)} of bots`}.
    </p>
  )
}
