import { useState } from 'react'
import { deleteAnnotation, readAnnotation, saveAnnotation } from '@/api/annotations'
import { messageOf } from '@/api/client'
import type { Annotation, AnnotationRequest } from '@/api/types'
import { parseWall, printWall, wallTimeIn, type WallTime } from '@/lib/wall_time'
import { Button } from '@/ui/button'
import { Field, Input, inputClass } from '@/ui/field'
import { FormDialog } from '@/ui/form_dialog'
import { Select } from '@/ui/select'
import { toast, toastUndo } from '@/ui/toast'
import { useSending } from '@/ui/use_sending'
import { replacesTheirs } from '@/ui/use_text_edit'

interface NoteDialogProps {
  projectId: number
  /** The one that is changed; none writes a new one. */
  note: Annotation | null
  /** When it happened, by the project's clock. */
  at: WallTime
  zone: string
  /** The number of the insight that it may belong to. */
  insight?: number
  onClose: () => void
}

type Scope = NonNullable<AnnotationRequest['scope']>

const isSame = (a: Annotation, b: Annotation): boolean => a.content === b.content && a.date_marker === b.date_marker && a.scope === b.scope

/** Says what happened and when, for the charts that it explains. */
export default function NoteDialog({ projectId, note, at, zone, insight, onClose }: NoteDialogProps) {
  const [text, setText] = useState(note?.content ?? '')
  const [when, setWhen] = useState(printWall(at))
  const [scope, setScope] = useState<Scope>(note?.scope ?? 'project')
  // The note that this one replaces: somebody may change it while it is open here.
  const [known, setKnown] = useState(note)
  const { busy, problem, send } = useSending()
  const ready = text.trim() !== '' && !Number.isNaN(parseWall(when))

  const save = () =>
    send(async () => {
      const now = known && (await readAnnotation(projectId, known.id))
      if (now && !isSame(now, known)) {
        setKnown(now)
        throw new Error(replacesTheirs(`${now.content ?? ''}, ${printWall(wallTimeIn(zone, Date.parse(now.date_marker ?? now.created_at))).replace('T', ' ')}`, 'Save once more'))
      }
      await saveAnnotation(projectId, note?.id ?? null, {
        content: text.trim(),
        // The server reads a time without a zone by the project's clock; one that was not touched keeps its seconds.
        ...((note === null || when !== printWall(at)) && { date_marker: `${when}:00` }),
        scope,
        ...(scope === 'dashboard_item' && insight !== undefined && note?.scope !== scope && { dashboard_item: insight }),
      })
      toast(note ? 'Saved' : 'Noted')
      onClose()
    })
  const remove = () => {
    if (!note) return
    onClose()
    const fail = (error: unknown) => toast(messageOf(error), 'error')
    deleteAnnotation(projectId, note.id)
      .then(() => toastUndo('Deleted the note', () => void deleteAnnotation(projectId, note.id, false).catch(fail)))
      .catch(fail)
  }
  const scopes: { value: Scope; label: string }[] = [
    { value: 'project', label: 'Every chart of this project' },
    ...(insight !== undefined || note?.scope === 'dashboard_item' ? [{ value: 'dashboard_item' as const, label: note?.insight_name ? `The insight ${note.insight_name}` : 'This insight only' }] : []),
    ...(note?.scope === 'dashboard' ? [{ value: 'dashboard' as const, label: `The dashboard ${note.dashboard_name ?? ''}` }] : []),
    { value: 'organization', label: 'Every project of the organization' },
  ]
  return (
    <FormDialog
      onClose={onClose}
      title={note ? 'Note' : 'Note what happened'}
      action={note ? 'Save' : 'Add note'}
      busy={busy}
      ready={ready}
      onSend={() => void save()}
      aside={
        note && (
          <Button size="form" look="danger" className="mr-auto" onClick={remove}>
            Delete note
          </Button>
        )
      }
    >
      <Field label="What happened" error={problem}>
        {(control) => (
          <textarea {...control} className={`${inputClass} h-auto! min-h-20 resize-y py-1.5`} maxLength={8192} placeholder="New pricing page" value={text} onChange={(event) => setText(event.target.value)} />
        )}
      </Field>
      <Field label="When" hint={`By the clock of the project: ${zone}`}>
        {(control) => <Input {...control} type="datetime-local" value={when} onChange={(event) => setWhen(event.target.value)} />}
      </Field>
      <Field label="Shown on">{(control) => <Select<Scope> {...control} label="Shown on" size="form" value={scope} options={scopes} onChange={setScope} />}</Field>
    </FormDialog>
  )
}
