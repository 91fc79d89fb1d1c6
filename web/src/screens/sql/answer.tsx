import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { Suspense, useEffect, useRef, useState } from 'react'
import { isApiError, messageOf } from '@/api/client'
import { eventDefinitionsQuery } from '@/api/definitions'
import { sqlParquet, type SqlAnswer } from '@/api/hogql'
import type { QueryNode } from '@/api/types'
import { csvLine } from '@/charts/csv'
import { fileName, saveFile } from '@/charts/save_file'
import { formatAgo, formatCompact, formatDuration, formatExact, plural } from '@/lib/format'
import { nearest } from '@/lib/nearest'
import { lazy } from '@/lib/parts'
import { cellText, jsonOf, personOfRow, type ResultTable } from '@/lib/result_table'
import type { SqlQuestion } from '@/lib/visualization'
import { ResultGrid } from '@/results/result_grid'
import { ResultRow } from '@/results/result_row'
import { Button, buttonClass, IconButton } from '@/ui/button'
import { useNow } from '@/ui/event_time'
import { Menu, MenuItem } from '@/ui/menu'
import { MenuSelect } from '@/ui/menu_select'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'
import { toast } from '@/ui/toast'
import { ChartOptions, displays } from './chart_options'
import type { Run } from './use_run'

const ResultChart = lazy(() => import('@/results/result_chart').then((part) => ({ default: part.ResultChart })))
const Drawer = lazy(() => import('@/ui/drawer').then((part) => ({ default: part.Drawer })))

interface AnswerProps {
  name: string
  question: SqlQuestion
  run: Run | null
  onChange: (change: Partial<SqlQuestion>) => void
  onRun: (text: string) => void
  onCancel: () => void
  /** Puts another text in the place of one, and runs it. */
  onReplace: (from: string, to: string) => void
}

/** What came of the question: its rows or a chart of them, and what they cost. */
export function Answer({ name, question, run, onChange, onRun, onCancel, onReplace }: AnswerProps) {
  const [row, setRow] = useState<{ of: ResultTable; row: unknown[] } | null>(null)
  const opener = useRef<HTMLElement | null>(null)
  const answer = run?.answer ?? null
  const table = answer?.table ?? null
  const { display } = question
  if (!run) return <NotYet text={question.text} onRun={onRun} />
  return (
    <section aria-label="Answer" className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-11 shrink-0 items-center gap-3 border-b border-line px-4">
        <div className="min-w-0 flex-1 truncate text-fg-2">
          {run.running ? <Running key={run.startedAt} run={run} onCancel={onCancel} /> : run.error ? <span className="text-negative">Failed</span> : run.cancelled ? <span role="status">Cancelled{answer && ': these are the rows from before'}</span> : answer ? <Cost table={answer.table} cost={answer.cost} /> : null}
        </div>
        {table && !run.error && (
          <>
            <MenuSelect label="Show as" value={display} options={displays} onChange={(next) => onChange({ display: next })} />
            {answer && <Downloads name={name} table={table} query={answer.query} />}
          </>
        )}
      </div>
      {run.error ? (
        <div className="scroll-thin min-h-0 flex-1 overflow-y-auto p-6">
          <ErrorBox
            title="The question could not be answered"
            message={run.error.message}
            onRetry={() => onRun(run.text)}
            details={isApiError(run.error) ? `query ${run.error.queryId ?? '-'}, ${run.error.status} ${run.error.code}: ${run.error.message}` : run.error.message}
          />
        </div>
      ) : table === null ? (
        run.running ? <Waiting /> : <Empty title="Cancelled" action={<Button onClick={() => onRun(run.text)}>Run again</Button>} />
      ) : table.rows.length === 0 ? (
        <NoRows text={run.text} took={answer?.cost.took ?? 0} onReplace={onReplace} />
      ) : (
        <>
          {display !== 'ActionsTable' && <ChartOptions table={table} display={display} chart={question.chart} onChange={(chart) => onChange({ chart })} />}
          {table.hasMore && (
            <div className="flex shrink-0 items-center gap-3 border-b border-line bg-inset px-4 py-1.5 text-small text-fg-2">
              <span className="min-w-0 flex-1 truncate">These are the first {formatExact(table.rows.length)} rows: the question sets no limit.</span>
              <Button look="ghost" onClick={() => onRun(withLimit(run.text, 50_000))}>
                Read up to 50,000
              </Button>
            </div>
          )}
          {display === 'ActionsTable' ? (
            <ResultGrid
              label="Answer"
              table={table}
              onRow={(next, element) => {
                opener.current = element.closest<HTMLElement>('[role="grid"]')
                setRow({ of: table, row: next })
              }}
            />
          ) : (
            <div className="scroll-thin min-h-0 flex-1 overflow-y-auto px-5 py-4">
              <Suspense fallback={null}>
                <ResultChart label={name} table={table} display={display} chart={question.chart} />
              </Suspense>
            </div>
          )}
        </>
      )}
      <Suspense fallback={null}>
        {row && (
          <Drawer open={row.of === table} onClose={() => setRow(null)} title="Row" subtitle={`${plural(row.of.columns.length, 'column')}`} actions={<Leads table={row.of} row={row.row} />} returnFocus={opener}>
            <ResultRow table={row.of} row={row.row} />
          </Drawer>
        )}
      </Suspense>
    </section>
  )
}

/** The ways on from a row that says who it is about. */
function Leads({ table, row }: { table: ResultTable; row: unknown[] }) {
  const { projectId = '' } = useParams({ strict: false })
  const lead = personOfRow(table, row)
  if (!lead) return null
  const params = { projectId }
  return lead.by === 'person' ? (
    <Link to="/project/$projectId/persons/$personId" params={{ ...params, personId: lead.id }} className={buttonClass()}>
      Open the person
    </Link>
  ) : (
    <Link to="/project/$projectId/person/$" params={{ ...params, _splat: lead.id }} className={buttonClass()}>
      Open the person
    </Link>
  )
}

/** The question with a limit of its own. */
export const withLimit = (text: string, limit: number): string => `${text.trim().replace(/;+$/, '')}\nlimit ${limit}`

/** Nothing was found: perhaps because an event is called a little differently. */
function NoRows({ text, took, onReplace }: { text: string; took: number; onReplace: AnswerProps['onReplace'] }) {
  const { projectId } = useParams({ strict: false })
  const asked = /\bevent\s*=\s*'((?:[^'\\]|\\.)+)'/.exec(text)
  const { data } = useQuery({ ...eventDefinitionsQuery(Number(projectId), ''), enabled: asked !== null })
  const name = asked?.[1] ?? ''
  const names = data?.results.map((one) => one.name) ?? []
  const near = names.includes(name) ? null : nearest(name, names)
  const title = `0 rows in ${formatDuration(took)}`
  if (near === null || near.includes("'")) return <Empty title={title}>The question was answered; nothing matches its conditions.</Empty>
  return (
    <Empty title={title} action={<Button onClick={() => onReplace(`'${name}'`, `'${near}'`)}>Replace</Button>}>
      The filter on event = '{name}' matches nothing; did you mean '{near}'?
    </Empty>
  )
}

const samples = [
  { label: 'Events of the last week', text: 'select event, count() as events, uniq(person_id) as people\nfrom events\nwhere timestamp > now() - interval 7 day\ngroup by event\norder by events desc\nlimit 100' },
  { label: 'People a day', text: 'select toStartOfDay(timestamp) as day, uniq(person_id) as people\nfrom events\nwhere timestamp > now() - interval 30 day\ngroup by day\norder by day\nlimit 100' },
  { label: 'Newest events', text: 'select timestamp, event, distinct_id, properties\nfrom events\norder by timestamp desc\nlimit 1000' },
]

function NotYet({ text, onRun }: { text: string; onRun: (text: string) => void }) {
  const isEmpty = text.trim() === ''
  return (
    <section aria-label="Answer" className="scroll-thin flex min-h-0 flex-1 flex-col justify-center overflow-y-auto">
      <Empty
        title={isEmpty ? 'Ask anything of your data' : 'The answer will be here'}
        action={
          isEmpty ? (
            <div className="flex flex-wrap justify-center gap-2">
              {samples.map((sample) => (
                <Button key={sample.label} onClick={() => onRun(sample.text)}>
                  {sample.label}
                </Button>
              ))}
            </div>
          ) : (
            <Button onClick={() => onRun(text)}>Run</Button>
          )
        }
      >
        {isEmpty ? 'Write a question in SQL, or begin with one of these.' : '⌘↵ runs the question, or only what is marked in it.'}
      </Empty>
    </section>
  )
}

function Cost({ table, cost }: { table: ResultTable; cost: SqlAnswer }) {
  const now = useNow(5000)
  const rows = `${formatExact(table.rows.length)}${table.hasMore ? '+' : ''} ${table.rows.length === 1 ? 'row' : 'rows'}`
  const computed = cost.isCached ? `cached, computed ${formatAgo(cost.computedAt, Math.max(now, cost.computedAt))}` : `in ${formatDuration(cost.took)}`
  return (
    <span role="status">
      <span className="font-medium text-fg">{rows}</span> {computed}
      {cost.read && (
        <span className="text-fg-3 max-md:hidden">
          {' '}
          · {formatCompact(cost.read.rowsRead)} rows read, {formatBytes(cost.read.bytesRead)}
        </span>
      )}
    </span>
  )
}

/** 1.4 MB: thousands, as disks are counted. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  let size = bytes / 1000
  let at = 0
  for (; size >= 999.5 && at < units.length - 1; at++) size /= 1000
  return `${size >= 99.95 ? size.toFixed(0) : size.toPrecision(3).replace(/\.?0+$/, '')} ${units[at]}`
}

function Running({ run, onCancel }: { run: Run; onCancel: () => void }) {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((known) => known + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <span className="flex items-center gap-2">
      <span role="status">{seconds < 2 ? 'Running' : `Still running${run.progress && run.progress.rowsRead > 0 ? `: ${formatCompact(run.progress.rowsRead)} rows read` : ''}`}</span>
      {seconds >= 2 && <span aria-hidden>{seconds} s</span>}
      {seconds >= 2 && (
        <Button look="ghost" onClick={onCancel}>
          Cancel
        </Button>
      )}
    </span>
  )
}

function Waiting() {
  return (
    <div aria-busy className="grid gap-5 px-4 py-4">
      {['w-3/4', 'w-2/3', 'w-5/6', 'w-3/5', 'w-4/5'].map((width) => (
        <Skeleton key={width} className={`h-3.5 ${width}`} />
      ))}
    </div>
  )
}

/** Everything that was read, as a file. */
function Downloads({ name, table, query }: { name: string; table: ResultTable; query: QueryNode }) {
  const { projectId } = useParams({ strict: false })
  const csv = () => [table.columns.map((column) => column.name), ...table.rows.map((row) => table.columns.map((column, at) => csvCell(row[at], cellText(row[at], column, table.zone))))].map(csvLine).join('\n')
  const saveXlsx = async () => {
    const { xlsxOf } = await import('@/lib/xlsx')
    saveFile(await xlsxOf(table), `${fileName(name)}.xlsx`)
  }
  // The server writes this one, so it is asked once more, and for all rows.
  const saveParquet = () =>
    sqlParquet(Number(projectId), query)
      .then((file) => saveFile(file, `${fileName(name)}.parquet`))
      .catch((error: unknown) => toast(messageOf(error), 'error'))
  return (
    <Menu align="end" trigger={<IconButton label="Download" icon={<Download size={15} strokeWidth={1.75} aria-hidden />} />}>
      <MenuItem onClick={() => saveFile(csv(), `${fileName(name)}.csv`)}>CSV, {plural(table.rows.length, 'row')}</MenuItem>
      <MenuItem onClick={() => void saveXlsx()}>Excel (XLSX)</MenuItem>
      <MenuItem onClick={() => saveFile(jsonOf(table), `${fileName(name)}.json`, 'application/json')}>JSON</MenuItem>
      <MenuItem onClick={() => void saveParquet()}>{table.hasMore ? 'Parquet, up to 50,000 rows' : 'Parquet'}</MenuItem>
    </Menu>
  )
}

/** Numbers stay numbers: a sign before one is no formula. */
const csvCell = (value: unknown, text: string | null) => (typeof value === 'number' ? value : text)
