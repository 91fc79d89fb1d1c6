import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { eventDefinitionsQuery } from '@/api/definitions'
import { insightQuery } from '@/api/insights'
import { draftKey, readDraft } from '@/lib/drafts'
import { kindOf } from '@/lib/insight_kind'
import { isWhole, parseQuestion } from '@/lib/question'
import { buttonClass } from '@/ui/button'
import { Page } from '@/ui/page'
import { Empty, ErrorBox } from '@/ui/states'
import { beginning } from './ask_ahead'
import { InsightEditor } from './editor'
import { Loading } from './loading'

export { askAhead } from './ask_ahead'

/** A new insight, or a saved one by its short id. */
export default function InsightPage() {
  const { projectId, shortId } = useParams({ strict: false })
  const id = Number(projectId)
  return shortId === undefined ? <NewInsight key={id} projectId={id} /> : <SavedInsight key={`${id}/${shortId}`} projectId={id} shortId={shortId} />
}

function NewInsight({ projectId }: { projectId: number }) {
  const { q, dashboard } = useSearch({ strict: false }) as { q?: object; dashboard?: number }
  const begun = useMemo(() => parseQuestion(q) !== null || readDraft(draftKey(projectId, null)) !== null, [q, projectId])
  // A visit without a question starts with page views where there are any, with all events elsewhere.
  const definitions = useQuery(eventDefinitionsQuery(projectId, '$pageview'))
  if (definitions.isPending && !begun) return <Waiting title="New insight" />
  return <InsightEditor projectId={projectId} insight={null} base={beginning(definitions.data)} dashboard={dashboard} />
}

function SavedInsight({ projectId, shortId }: { projectId: number; shortId: string }) {
  const { data: insight, error, isPending, refetch } = useQuery(insightQuery(projectId, shortId))
  const base = useMemo(() => parseQuestion(insight?.query), [insight?.query])
  if (isPending) return <Waiting title="Insight" />
  if (error) {
    return (
      <Page title="Insight">
        <div className="p-6">
          <ErrorBox title="The insight could not be read" message={error.message} onRetry={() => void refetch()} details={error.message} />
        </div>
      </Page>
    )
  }
  if (!insight || insight.deleted) return <Absent projectId={projectId} title="This insight is not here">It was deleted, or belongs to another project.</Absent>
  if (kindOf(insight.query) === 'SQL') return <Navigate to="/project/$projectId/sql" params={{ projectId: String(projectId) }} search={{ open_insight: shortId }} replace />
  if (!base || !isWhole(insight.query)) {
    return (
      <Absent projectId={projectId} title={insight.name || insight.derived_name || 'This insight'}>
        It holds a kind of question that cannot be shown on this page yet. It stays as it was saved.
      </Absent>
    )
  }
  return <InsightEditor projectId={projectId} insight={insight} base={base} />
}

function Absent({ projectId, title, children }: { projectId: number; title: string; children: string }) {
  return (
    <Page title={title}>
      <Empty
        title={title}
        action={
          <Link to="/project/$projectId/insights" params={{ projectId: String(projectId) }} className={buttonClass()}>
            All insights
          </Link>
        }
      >
        {children}
      </Empty>
    </Page>
  )
}

function Waiting({ title }: { title: string }) {
  return (
    <Page parent="Insights" title={title}>
      <div className="lg:pl-[292px]">
        <div className="h-bar" />
        <Loading />
      </div>
    </Page>
  )
}
