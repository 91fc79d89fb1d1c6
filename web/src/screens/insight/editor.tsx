import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Code, Copy, Ellipsis, LayoutDashboard, Link2, Redo2, RefreshCw, RotateCcw, Share2, Star, Trash2, Undo2 } from 'lucide-react'
import { Suspense, useEffect, useState } from 'react'
import { messageOf } from '@/api/client'
import { noteViewed } from '@/api/insights'
import { projectQuery } from '@/api/projects'
import { firstAnswered } from '@/api/query_client'
import type { Insight } from '@/api/types'
import { questionTitle } from '@/charts/question_words'
import { lazy } from '@/lib/parts'
import type { Question } from '@/lib/question'
import { Button, IconButton } from '@/ui/button'
import { copyText } from '@/ui/copy'
import { EditableTitle } from '@/ui/editable_title'
import { holdKeys } from '@/ui/held_keys'
import { Kbd } from '@/ui/kbd'
import { Menu, MenuItem, MenuLine } from '@/ui/menu'
import { Page } from '@/ui/page'
import { useShortcuts } from '@/ui/shortcuts'
import { RunningBar } from '@/ui/states'
import { StatusPill } from '@/ui/status_pill'
import { toast } from '@/ui/toast'
import { Body } from './body'
import { Controls } from './controls'
import { Freshness } from './freshness'
import { KindTabs } from './kind_tabs'
import type { OpenPicker } from './open_picker'
import { statementOf } from './statement'
import { useAnswer } from './use_answer'
import { useEditor } from './use_editor'
import { useKindKeys } from './use_kind_keys'
import { useSaving } from './use_saving'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

// The chart does not wait for the pickers.
const loadBuilder = () => firstAnswered().then(() => import('./builder'))
const Builder = lazy(loadBuilder)
// Layers and what stands below the fold.
const About = lazy(() => import('./about'))
const Drawer = lazy(() => import('@/ui/dialog').then((part) => ({ default: part.Drawer })))
const Placing = lazy(() => import('./placing'))
const ShareDialog = lazy(() => import('@/tiles/share_dialog'))
const Confirm = lazy(() => import('@/ui/confirm').then((part) => ({ default: part.Confirm })))

interface EditorProps {
  projectId: number
  insight: Insight | null
  /** What is saved, or what a new insight begins with. */
  base: Question
  /** Where a new insight is put when it is saved. */
  dashboard?: number
}

/** A question with its answer; every change is asked at once and kept as a draft. */
export function InsightEditor({ projectId, insight, base, dashboard }: EditorProps) {
  const editor = useEditor({ projectId, shortId: insight?.short_id ?? null, base, on: insight ? JSON.stringify(insight.query) : undefined })
  const { query, change } = editor
  const [open, setOpen] = useState<OpenPicker>(null)
  const [sheet, setSheet] = useState(false)
  const [placing, setPlacing] = useState(false)
  const [sharing, setSharing] = useState(false)
  const [newName, setNewName] = useState('')
  const project = useQuery(projectQuery(projectId))
  const answer = useAnswer(projectId, query)
  const title = questionTitle(query)
  const given = insight ? insight.name || insight.derived_name : newName
  const name = given || title
  const saving = useSaving({ projectId, insight, query, name, dashboard, beganFrom: editor.beganFrom, onSaved: editor.settle })
  useViewed(projectId, insight?.id)
  const zone = (answer.data?.response as { timezone?: string | null } | undefined)?.timezone ?? project.data?.timezone ?? 'UTC'

  const navigate = useNavigate()
  const statement = statementOf(answer.data?.response)
  const openSql = () => void navigate({ to: '/project/$projectId/sql', params: { projectId: String(projectId) }, search: { open_query: statement ?? '' } })
  const openBuilder = (picker: OpenPicker) => {
    if (window.matchMedia('(width < 1100px)').matches) setSheet(true)
    setOpen(picker)
  }
  const openByKey = (picker: OpenPicker) => {
    openBuilder(picker)
    holdKeys(loadBuilder())
  }
  useShortcuts({
    e: () => openByKey('event'),
    f: () => openByKey('filter'),
    b: () => openByKey('breakdown'),
    d: () => setOpen('date'),
    r: answer.refresh,
  })
  useKindKeys(query, change, editor.turn)
  useEditKeys({ onUndo: editor.undo, onRedo: editor.redo, onSave: () => void saving.save(), onSaveCopy: () => void saving.saveCopy() })

  const rename = async (next: string) => {
    if (insight) await saving.change({ name: next })
    else setNewName(next)
  }
  const star = () => {
    saving.change({ favorited: !insight?.favorited }).catch((error: unknown) => toast(messageOf(error), 'error'))
  }
  const builder = (shown: OpenPicker) => (
    <Suspense fallback={null}>
      <Builder query={query} onChange={change} open={shown} onOpen={setOpen} />
      {insight && <About projectId={projectId} insight={insight} onChange={saving.change} />}
    </Suspense>
  )
  return (
    <Page
      parent={
        <Link to="/project/$projectId/insights" params={{ projectId: String(projectId) }} className="text-fg-2 no-underline hover:text-fg">
          Insights
        </Link>
      }
      title={name}
      heading={
        <h1 className="flex min-w-0 items-center font-semibold">
          <EditableTitle what="insight" value={insight ? (insight.name ?? '') : newName} placeholder={title} onSave={rename} />
        </h1>
      }
      status={
        <span className="flex shrink-0 items-center gap-1.5">
          {insight && (
            <IconButton
              label={insight.favorited ? 'Take the star away' : 'Star'}
              aria-pressed={insight.favorited}
              icon={<Star {...icon} className={insight.favorited ? 'fill-brand text-brand' : undefined} />}
              onClick={star}
            />
          )}
          {editor.changed && (
            <StatusPill tone="warning">
              <span className="max-sm:hidden">{editor.kept ? (insight ? 'Draft kept' : 'Not saved, draft kept') : 'Not saved'}</span>
              <span className="sm:hidden">Draft</span>
            </StatusPill>
          )}
        </span>
      }
      actions={
        <>
          <Freshness key={String(answer.running)} answer={answer.data} running={answer.running} onCancel={answer.cancel} />
          <IconButton
            label="Compute again"
            shortcut="R"
            icon={<RefreshCw {...icon} className={answer.running ? 'animate-spin' : undefined} />}
            onClick={answer.refresh}
          />
          <Menu align="end" trigger={<IconButton label="More" icon={<Ellipsis {...icon} />} />}>
            <MenuItem icon={<Undo2 {...icon} />} shortcut="⌘Z" onClick={editor.undo}>
              Undo
            </MenuItem>
            <MenuItem icon={<Redo2 {...icon} />} shortcut="⌘⇧Z" onClick={editor.redo}>
              Redo
            </MenuItem>
            <MenuItem icon={<RotateCcw {...icon} />} disabled={!editor.changed} onClick={editor.revert}>
              {insight ? 'Revert to what is saved' : 'Start over'}
            </MenuItem>
            <MenuLine />
            <MenuItem icon={<Link2 {...icon} />} onClick={copyLink}>
              Copy link
            </MenuItem>
            <MenuItem icon={<Code {...icon} />} disabled={statement === null} onClick={openSql}>
              Open in SQL
            </MenuItem>
            {insight && (
              <MenuItem icon={<LayoutDashboard {...icon} />} onClick={() => setPlacing(true)}>
                Add to dashboard
              </MenuItem>
            )}
            {insight && (
              <MenuItem icon={<Share2 {...icon} />} onClick={() => setSharing(true)}>
                Share outside
              </MenuItem>
            )}
            {insight && (
              <MenuItem icon={<Copy {...icon} />} shortcut="⌘⇧S" onClick={() => void saving.saveCopy()}>
                Save a copy
              </MenuItem>
            )}
            {insight && (
              <MenuItem icon={<Trash2 {...icon} />} danger onClick={() => void saving.remove()}>
                Delete
              </MenuItem>
            )}
          </Menu>
          {editor.changed && insight && (
            <Button className="max-sm:hidden" onClick={editor.revert}>
              Revert
            </Button>
          )}
          {insight && !editor.changed ? (
            <Button icon={<Link2 {...icon} />} className="max-sm:hidden" onClick={copyLink}>
              Copy link
            </Button>
          ) : (
            <Button look="primary" busy={saving.busy} onClick={() => void saving.save()}>
              Save
              <span className="max-md:hidden">
                <Kbd hint inverse>
                  ⌘S
                </Kbd>
              </span>
            </Button>
          )}
        </>
      }
      tabs={<KindTabs kind={query.kind} onTurn={editor.turn} />}
      className="relative flex"
    >
      <RunningBar running={answer.running} />
      <div className="scroll-thin w-builder shrink-0 overflow-y-auto border-r border-line bg-inset max-lg:hidden">{builder(sheet ? null : open)}</div>
      <Suspense fallback={null}>
        {sheet && (
          <Drawer open onClose={() => setSheet(false)} title="Question" side="left" modal width="w-[340px]">
            <div className="min-h-full bg-inset">{builder(open)}</div>
          </Drawer>
        )}
      </Suspense>
      <div className="scroll-thin min-w-0 flex-1 overflow-y-auto">
        <Controls query={query} onChange={change} open={open} onOpen={setOpen} onSheet={() => setSheet(true)} />
        <Body projectId={projectId} query={query} answer={answer} zone={zone} insight={insight?.id} name={given || questionTitle(answer.answered)} onChange={change} onAdd={() => openBuilder('event')} />
      </div>
      <Suspense fallback={null}>
        {sharing && insight && <ShareDialog projectId={projectId} thing={{ kind: 'insights', id: insight.id }} name={name} onClose={() => setSharing(false)} />}
        {placing && insight && <Placing projectId={projectId} insight={insight} onClose={() => setPlacing(false)} />}
        {saving.conflict && (
          <Confirm
            open
            onClose={saving.dismiss}
            title={`${name} was changed meanwhile`}
            action="Save mine over it"
            onConfirm={async () => {
              if (saving.conflict) await saving.overwrite(saving.conflict)
            }}
          >
            {saving.conflict.last_modified_by?.first_name || 'Somebody'} saved another question under this name since you opened it. Yours stays a draft until you
            save it over theirs, or as a copy with ⌘⇧S.
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

/** Tells the server once that the insight was looked at. */
function useViewed(projectId: number, id: number | undefined) {
  useEffect(() => {
    if (id === undefined) return
    noteViewed(projectId, id).catch(() => {
      // Only the order of lists depends on it.
    })
  }, [projectId, id])
}

interface EditKeys {
  onUndo: () => void
  onRedo: () => void
  onSave: () => void
  onSaveCopy: () => void
}

/** ⌘Z, ⌘⇧Z, ⌘S and ⌘⇧S; in a text field the first two belong to the field. */
function useEditKeys({ onUndo, onRedo, onSave, onSaveCopy }: EditKeys) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey) return
      const key = event.key.toLowerCase()
      const inText = event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]') !== null
      if (key === 's') {
        event.preventDefault()
        if (event.shiftKey) onSaveCopy()
        else onSave()
      } else if (key === 'z' && !inText) {
        event.preventDefault()
        if (event.shiftKey) onRedo()
        else onUndo()
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
}
