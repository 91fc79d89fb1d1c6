import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { ChartLine, Ellipsis, Plus, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { actionQuery, keepAction, readAction } from '@/api/actions'
import { isApiError, messageOf } from '@/api/client'
import { tagsQuery } from '@/api/insights'
import type { Action } from '@/api/types'
import { conditionsOfSteps, isFinished, newStep, readSteps } from '@/lib/action_steps'
import { questionHref } from '@/lib/href'
import { Button, buttonClass, IconButton } from '@/ui/button'
import { Confirm } from '@/ui/confirm'
import { Field, Input, inputClass } from '@/ui/field'
import { Menu, MenuItem } from '@/ui/menu'
import { Page } from '@/ui/page'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'
import { StatusPill } from '@/ui/status_pill'
import { TagInput } from '@/ui/tag_input'
import { toast, toastUndo } from '@/ui/toast'
import { useActionDraft, type ActionDraft, type KeptDraft } from './drafts'
import { Matches } from './matches'
import { StepCard } from './step_card'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

/** An action: its name, and which events it stands for. */
export default function ActionScreen() {
  const { projectId = '', actionId = '' } = useParams({ strict: false }) as { projectId?: string; actionId?: string }
  const id = actionId === 'new' ? null : Number(actionId)
  if (id === null) return <Editor key="new" projectId={Number(projectId)} action={null} />
  return <Saved key={actionId} projectId={Number(projectId)} id={id} />
}

const toList = (projectId: number) => (
  <Link to="/project/$projectId/data-management/actions" params={{ projectId: String(projectId) }} className="text-fg-2 no-underline hover:text-fg">
    Actions
  </Link>
)

function Saved({ projectId, id }: { projectId: number; id: number }) {
  const one = useQuery({ ...actionQuery(projectId, id), enabled: Number.isSafeInteger(id) })
  if (one.data && !one.data.deleted) return <Editor projectId={projectId} action={one.data} />
  const absent = !Number.isSafeInteger(id) || (isApiError(one.error) && one.error.status === 404)
  return (
    <Page title="Action" parent={toList(projectId)}>
      {one.data ? (
        <Empty title={`${one.data.name || 'This action'} was deleted`} action={<Button onClick={() => void keepAction(projectId, id, { deleted: false }).catch((error: unknown) => toast(messageOf(error), 'error'))}>Bring it back</Button>}>
          Insights that use it find nothing until then.
        </Empty>
      ) : absent ? (
        <Empty
          title="This action is not here"
          action={
            <Link to="/project/$projectId/data-management/actions" params={{ projectId: String(projectId) }} className={buttonClass()}>
              All actions
            </Link>
          }
        >
          It belongs to another project, or never was.
        </Empty>
      ) : one.error ? (
        <div className="p-6">
          <ErrorBox title="The action could not be read" message={messageOf(one.error)} onRetry={() => void one.refetch()} details={messageOf(one.error)} />
        </div>
      ) : (
        <div aria-busy className="grid max-w-3xl gap-4 px-5 py-5 max-sm:px-3">
          <Skeleton className="h-8 w-72" />
          <Skeleton className="h-40 w-full" />
        </div>
      )}
    </Page>
  )
}

const draftOf = ({ name, description, tags, steps }: Action): ActionDraft => ({ name: name ?? '', description, tags, steps: readSteps(steps) })
const isSame = (a: ActionDraft, b: ActionDraft): boolean => JSON.stringify(a) === JSON.stringify(b)

function Editor({ projectId, action }: { projectId: number; action: Action | null }) {
  const navigate = useNavigate()
  const { event } = useSearch({ strict: false }) as { event?: string }
  const [kept, keep] = useActionDraft(projectId, action?.id ?? null, event)
  const saved: ActionDraft = action ? draftOf(action) : { name: '', description: '', tags: [], steps: [newStep(event ?? null)] }
  const { on = saved, ...draft }: KeptDraft = kept ?? saved
  const changed = kept !== null && !isSame(draft, saved)
  const { data: tags } = useQuery(tagsQuery(projectId))
  const [busy, setBusy] = useState(false)
  const [conflict, setConflict] = useState(false)
  const [problem, setProblem] = useState<{ field: string | null; text: string } | null>(null)
  const change = (edit: Partial<ActionDraft>) => {
    setProblem(null)
    const next = { ...draft, ...edit }
    keep(isSame(next, saved) ? null : action ? { ...next, on } : next)
  }
  const steps = draft.steps
  const why = draft.name.trim() === '' ? 'Give it a name.' : steps.every(isFinished) ? null : 'A condition lacks its value.'
  const ready = why === null && !busy && (changed || action === null)

  /** Whether somebody saved something else since the change began. */
  const isChangedMeanwhile = async (id: number) => {
    const now = await readAction(projectId, id)
    return !now.deleted && !isSame(draftOf(now), on) && !isSame(draftOf(now), draft)
  }
  const save = async (overTheirs = false) => {
    if (!ready) return
    setBusy(true)
    setProblem(null)
    try {
      if (action && !overTheirs && (await isChangedMeanwhile(action.id))) return setConflict(true)
      const made = await keepAction(projectId, action?.id ?? null, { ...draft, name: draft.name.trim(), steps: steps as unknown as Action['steps'] })
      keep(null)
      setConflict(false)
      toast(action ? 'Saved' : `Made ${made.name}`)
      if (!action) await navigate({ to: '/project/$projectId/data-management/actions/$actionId', params: { projectId: String(projectId), actionId: String(made.id) }, replace: true })
    } catch (error) {
      setProblem({ field: isApiError(error) ? (error.attr ?? null) : null, text: messageOf(error) })
    } finally {
      setBusy(false)
    }
  }
  const remove = () => {
    if (!action) return
    const { id, name } = action
    const put = (deleted: boolean) => keepAction(projectId, id, { deleted })
    const fail = (error: unknown) => toast(messageOf(error), 'error')
    put(true)
      .then(async () => {
        keep(null)
        await navigate({ to: '/project/$projectId/data-management/actions', params: { projectId: String(projectId) } })
        toastUndo(`Deleted ${name}`, () => void put(false).catch(fail))
      })
      .catch(fail)
  }
  useSaveKey(save)
  const title = action ? action.name || `Action ${action.id}` : 'New action'
  return (
    <Page
      title={title}
      parent={toList(projectId)}
      status={
        changed && (
          <StatusPill tone="warning">
            <span className="max-sm:hidden">Draft kept</span>
            <span className="sm:hidden">Draft</span>
          </StatusPill>
        )
      }
      actions={
        <>
          {action && (
            <Menu align="end" trigger={<IconButton label="More" icon={<Ellipsis {...icon} />} />}>
              <MenuItem icon={<ChartLine {...icon} />} onClick={() => void navigate({ href: questionHref(projectId, { kind: 'TrendsQuery', series: [{ kind: 'ActionsNode', id: action.id, name: action.name ?? undefined }] }) })}>
                Its trend
              </MenuItem>
              <MenuItem icon={<Trash2 {...icon} />} danger onClick={remove}>
                Delete action
              </MenuItem>
            </Menu>
          )}
          {changed && (
            <Button
              onClick={() => {
                setProblem(null)
                keep(null)
              }}
            >
              {action ? 'Revert' : 'Start over'}
            </Button>
          )}
          {(changed || action === null) && (
            <Button look="primary" busy={busy} disabled={!ready} onClick={() => void save()}>
              Save
            </Button>
          )}
        </>
      }
    >
      <div className="grid max-w-[1180px] gap-x-10 gap-y-6 px-5 py-5 max-sm:px-3 lg:grid-cols-[1fr_360px]">
        <div className="flex min-w-0 flex-col gap-5">
          <Field label="Name" error={problem?.field === 'name' ? problem.text : null}>
            {(control) => <Input {...control} maxLength={400} placeholder="Signed up" value={draft.name} onChange={(input) => change({ name: input.target.value })} />}
          </Field>
          <section aria-label="Matches">
            <h2 className="font-medium">Matches</h2>
            <p className="mt-0.5 mb-3 text-small text-fg-3">An event counts when it fits one of these, and all that is said there.</p>
            <div className="grid gap-3">
              {steps.map((step, at) => (
                <StepCard
                  // oxlint-disable-next-line react/no-array-index-key -- matches have no other identity, and may be equal
                  key={at}
                  step={step}
                  number={at + 1}
                  onChange={(next) => change({ steps: steps.map((one, i) => (i === at ? next : one)) })}
                  onRemove={steps.length > 1 ? () => change({ steps: steps.filter((_, i) => i !== at) }) : undefined}
                />
              ))}
            </div>
            <Button className="mt-3" icon={<Plus {...icon} />} onClick={() => change({ steps: [...steps, newStep(null)] })}>
              Or match another event
            </Button>
            {conditionsOfSteps(steps) === null && <p className="mt-2 text-small text-fg-2">As it stands every event fits.</p>}
          </section>
          <Field label="Description">
            {(control) => <textarea {...control} className={`${inputClass} h-auto! min-h-20 resize-y py-1.5`} placeholder="What it stands for" value={draft.description} onChange={(input) => change({ description: input.target.value })} />}
          </Field>
          <Field label="Tags">{(control) => <TagInput id={control.id} label="Tags" tags={draft.tags} known={tags} onChange={(next) => change({ tags: next })} />}</Field>
          {changed && why && <p className="text-fg-2">{why}</p>}
          {problem && problem.field !== 'name' && (
            <p role="alert" className="text-negative">
              {placeOf(problem.field)}
              {problem.text}
            </p>
          )}
        </div>
        <div className="min-w-0">
          <Matches projectId={projectId} steps={steps} />
        </div>
      </div>
      <Confirm open={conflict} onClose={() => setConflict(false)} title={`${title} was changed meanwhile`} action="Save mine over it" onConfirm={() => save(true)}>
        Somebody saved another version since you began yours. Yours stays a draft until you save it over theirs; “Revert” shows theirs.
      </Confirm>
    </Page>
  )
}

/** "steps__1__url_matching" → "Match 2: " */
function placeOf(field: string | null): string {
  const step = /^steps__(\d+)/.exec(field ?? '')
  return step ? `Match ${Number(step[1]) + 1}: ` : ''
}

/** ⌘S keeps it, wherever the focus is. */
function useSaveKey(save: () => Promise<void>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 's') return
      event.preventDefault()
      void save()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
}
