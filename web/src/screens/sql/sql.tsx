import { useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { AlignLeft, Copy, Ellipsis, Link2, PanelLeft, Play, RotateCcw, Square } from 'lucide-react'
import { Suspense, useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { checkSql, completeSql, databaseSchemaQuery, type SchemaTable } from '@/api/hogql'
import { deviceStore } from '@/lib/device_store'
import { lazy } from '@/lib/parts'
import { changeTab, closeTab, isChanged, openTab, reopenTab, sqlHistoryStore } from '@/lib/sql_tabs'
import { emptyQuestion, hogqlQuery } from '@/lib/visualization'
import { Button, IconButton } from '@/ui/button'
import { copyText } from '@/ui/copy'
import { EditableTitle } from '@/ui/editable_title'
import { holdKeys } from '@/ui/held_keys'
import { Kbd } from '@/ui/kbd'
import { Menu, MenuItem, MenuLine } from '@/ui/menu'
import { Page } from '@/ui/page'
import { useShortcuts } from '@/ui/shortcuts'
import { Banner } from '@/ui/banner'
import { RunningBar, Skeleton } from '@/ui/states'
import { StatusPill } from '@/ui/status_pill'
import { toast, toastUndo } from '@/ui/toast'
import { useMedia } from '@/ui/use_media'
import { Answer } from './answer'
import type { EditorHandle } from './code_editor'
import type { CompletionSources } from './completion'
import { HistoryMenu } from './history_menu'
import { diagnosticsOf } from './notices'
import { QueryTabs } from './query_tabs'
import { SchemaBrowser } from './schema_browser'
import { useRuns } from './use_run'
import { useSaving } from './use_saving'
import { useTabs } from './use_tabs'
import { Variables } from './variables'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

const loadEditor = () => import('./code_editor')
const CodeEditor = lazy(loadEditor)
const Drawer = lazy(() => import('@/ui/drawer').then((part) => ({ default: part.Drawer })))
const Confirm = lazy(() => import('@/ui/confirm').then((part) => ({ default: part.Confirm })))

const isHeight = (value: unknown): value is number => typeof value === 'number' && value >= 80
const heightStore = deviceStore<number>('tenrec.sql.height', 260, isHeight)

export default function Sql() {
  const { projectId } = useParams({ strict: false })
  return <SqlEditor key={projectId} projectId={Number(projectId)} />
}

/** Questions in SQL: written with help, run, drawn and kept. */
function SqlEditor({ projectId }: { projectId: number }) {
  const tabs = useTabs(projectId)
  const { all, tab, update, ask } = tabs
  const { question } = tab
  const { run, start, cancel } = useRuns(projectId, tab.id)
  const saving = useSaving({ projectId, tab, update })
  const editor = useRef<EditorHandle>(null)
  // Somebody wants to write, and the editor is still on its way.
  const entering = useRef(false)
  const wide = useMedia('(width >= 1100px)')
  const [sheet, setSheet] = useState(false)
  const [past, setPast] = useState(false)
  const height = heightStore.use()
  const history = sqlHistoryStore.use()[projectId] ?? []
  const changed = isChanged(tab)

  const runText = (text: string) => {
    if (text.trim() === '') {
      editor.current?.focus()
      return
    }
    start(hogqlQuery({ ...question, text }))
  }
  const runSample = (text: string) => {
    if (question.text.trim() === '') ask({ text })
    runText(text)
  }
  const replace = (from: string, to: string) => {
    const text = question.text.replaceAll(from, to)
    ask({ text })
    runText(text)
  }
  const open = (text: string) => update((now) => openTab(now, emptyQuestion(text)))
  const close = (id: string) => {
    const at = all.tabs.findIndex((one) => one.id === id)
    const closed = all.tabs[at]
    if (!closed) return
    update((now) => closeTab(now, id))
    if (closed.question.text.trim() !== '') toastUndo(`Closed ${closed.name}`, () => update((now) => reopenTab(now, closed, at)))
  }

  const enterEditor = () => {
    if (editor.current) return editor.current.focus()
    entering.current = true
    holdKeys(loadEditor())
  }
  useShortcuts({ e: enterEditor, n: () => open('') })
  usePageKeys({ onRun: () => runText(editor.current?.toRun() ?? question.text), onSave: () => void saving.save(), onFormat: () => editor.current?.format() })

  const client = useQueryClient()
  const sources = useMemo(
    (): CompletionSources => ({
      ask: (text, from, to, signal) => completeSql(projectId, text, from, to, signal),
      tables: () => client.getQueryData<SchemaTable[]>(databaseSchemaQuery(projectId).queryKey) ?? [],
    }),
    [projectId, client],
  )
  const check = useCallback(
    async (text: string) => {
      if (text.trim() === '') return []
      try {
        return diagnosticsOf(text, await checkSql(projectId, text, {}))
      } catch {
        // Without the server's word nothing is marked; running says what is wrong.
        return []
      }
    },
    [projectId],
  )

  return (
    <Page
      parent="SQL"
      title={tab.name}
      heading={
        <h1 className="flex min-w-0 items-center font-semibold">
          <EditableTitle key={tab.id} what="query" value={tab.name} onSave={saving.rename} />
        </h1>
      }
      status={
        changed && (
          <StatusPill tone="warning">
            <span className="max-sm:hidden">{tab.saved ? 'Draft kept' : 'Not saved, draft kept'}</span>
            <span className="sm:hidden">Draft</span>
          </StatusPill>
        )
      }
      actions={
        <>
          {!wide && <IconButton label="Tables" icon={<PanelLeft {...icon} />} onClick={() => setSheet(true)} />}
          <HistoryMenu history={history} open={past} onOpenChange={setPast} onPick={open} />
          <Menu align="end" trigger={<IconButton label="More" icon={<Ellipsis {...icon} />} />}>
            <MenuItem icon={<AlignLeft {...icon} />} shortcut="⌘⇧F" disabled={question.text.trim() === ''} onClick={() => editor.current?.format()}>
              Format
            </MenuItem>
            <MenuLine />
            <MenuItem icon={<Link2 {...icon} />} onClick={copyLink}>
              Copy link
            </MenuItem>
            <MenuItem icon={<Copy {...icon} />} onClick={() => void saving.saveCopy()}>
              Save a copy
            </MenuItem>
            <MenuLine />
            <MenuItem icon={<RotateCcw {...icon} />} disabled={!tab.saved || !changed} onClick={() => tab.saved && update((now) => changeTab(now, tab.id, { question: tab.saved }))}>
              Revert to what is saved
            </MenuItem>
          </Menu>
          {changed && (
            <Button busy={saving.busy} onClick={() => void saving.save()}>
              Save
            </Button>
          )}
          {run?.running ? (
            <Button look="primary" icon={<Square size={12} fill="currentColor" aria-hidden />} onClick={cancel}>
              Cancel
            </Button>
          ) : (
            <Button look="primary" icon={<Play size={13} fill="currentColor" aria-hidden />} onClick={() => runText(editor.current?.toRun() ?? question.text)}>
              Run
              <span className="max-md:hidden">
                <Kbd hint inverse>
                  ⌘↵
                </Kbd>
              </span>
            </Button>
          )}
        </>
      }
      className="relative flex overflow-x-hidden!"
    >
      <RunningBar running={run?.running ?? false} />
      {wide && (
        <aside aria-label="Tables" className="sticky top-0 w-64 shrink-0 border-r border-line bg-inset">
          <SchemaBrowser projectId={projectId} onInsert={(text) => editor.current?.insert(text)} />
        </aside>
      )}
      <div className="flex min-h-100 min-w-0 flex-1 flex-col">
        <div className="flex shrink-0 border-b border-line bg-inset">
          <QueryTabs all={all} onOpen={(id) => update((now) => ({ ...now, current: id }))} onClose={close} onNew={() => open('')} />
        </div>
        {tabs.error && (
          <Banner tone="warning">This insight cannot be opened here. {tabs.error.message}</Banner>
        )}
        <div className="min-h-20 shrink-0" style={{ height: `min(${height}px, 60%)` }}>
          <Suspense fallback={<Skeleton className="m-4 h-4 w-1/2" />}>
            <CodeEditor
              label="Question in SQL"
              docId={tab.id}
              value={question.text}
              onChange={(text) => ask({ text })}
              onRun={runText}
              onSave={() => void saving.save()}
              onHistory={() => setPast(true)}
              onUnformatted={() => toast('Not formatted: a bracket, a quote or a comment is not closed, or it holds a template', 'error')}
              sources={sources}
              check={check}
              onReady={(handle) => {
                editor.current = handle
                if (!handle || !entering.current) return
                entering.current = false
                handle.focus()
              }}
            />
          </Suspense>
        </div>
        <Variables question={question} onChange={ask} />
        <Divider height={height} />
        <Answer name={tab.name} question={question} run={run} onChange={ask} onRun={runSample} onCancel={cancel} onReplace={replace} />
      </div>
      <Suspense fallback={null}>
        {!wide && sheet && (
          <Drawer open onClose={() => setSheet(false)} title="Tables" modal>
            <SchemaBrowser
              projectId={projectId}
              onInsert={(text) => {
                setSheet(false)
                editor.current?.insert(text)
              }}
            />
          </Drawer>
        )}
        {saving.conflict && (
          <Confirm
            open
            onClose={saving.dismiss}
            title="Somebody saved another question meanwhile"
            action="Save mine over it"
            onConfirm={() => (saving.conflict ? saving.keep(saving.conflict) : undefined)}
          >
            Saving replaces it. “Keep it” leaves it, and your draft stays here.
          </Confirm>
        )}
      </Suspense>
    </Page>
  )
}

function copyLink() {
  copyText(window.location.href)
    .then(() => toast('Link copied'))
    .catch(() => toast('The browser does not allow copying here', 'error'))
}

interface PageKeys {
  onRun: () => void
  onSave: () => void
  onFormat: () => void
}

/** ⌘↵, ⌘S and ⌘⇧F wherever the focus is; the editor hears them first. */
function usePageKeys({ onRun, onSave, onFormat }: PageKeys) {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.defaultPrevented || !(event.metaKey || event.ctrlKey) || event.altKey) return
      if (event.target instanceof HTMLElement && event.target.closest('[role="dialog"], [role="menu"]')) return
      const key = `${event.shiftKey ? '⇧' : ''}${event.key.toLowerCase()}`
      if (key === 'enter') onRun()
      else if (key === 's') onSave()
      else if (key === '⇧f') onFormat()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
}

/** The line between question and answer, moved by pointer or arrows. */
function Divider({ height }: { height: number }) {
  const from = useRef<{ y: number; height: number }>(null)
  const set = (next: number) => heightStore.write(Math.round(Math.max(80, Math.min(900, next))))
  const onMove = (event: PointerEvent) => {
    if (from.current) set(from.current.height + event.clientY - from.current.y)
  }
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowUp: -20, ArrowDown: 20 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    set(height + by)
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a separator that can be moved is a control
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the question"
      aria-valuenow={height}
      aria-valuemin={80}
      aria-valuemax={900}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={onKey}
      onPointerDown={(event) => {
        from.current = { y: event.clientY, height }
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={onMove}
      onPointerUp={() => {
        from.current = null
      }}
      className="relative z-10 h-px shrink-0 cursor-row-resize touch-none bg-line before:absolute before:inset-x-0 before:-inset-y-1 hover:bg-accent focus-visible:bg-accent"
    />
  )
}
