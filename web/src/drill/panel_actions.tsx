import { useNavigate } from '@tanstack/react-router'
import { Code, Route, Users } from 'lucide-react'
import { useState } from 'react'
import { hogqlOfPoint } from '@/api/actors'
import { saveAsCohort } from '@/api/cohorts'
import { describeAround, partsAround, pathsAround, type AroundStep } from '@/lib/paths_query'
import { capitalized as startOf } from '@/lib/question_parts'
import { Button } from '@/ui/button'
import { Field, Input } from '@/ui/field'
import { FormDialog } from '@/ui/form_dialog'
import { Menu, MenuItem } from '@/ui/menu'
import { toast } from '@/ui/toast'
import { useSending } from '@/ui/use_sending'
import type { Drilled } from './point'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

/** What can be done with everybody behind a number. */
export function PanelActions({ projectId, drilled }: { projectId: number; drilled: Drilled }) {
  const navigate = useNavigate()
  const [saving, setSaving] = useState(false)
  const { busy, send } = useSending((words) => toast(words, 'error'))
  const openSql = () =>
    send(async () => {
      const hogql = await hogqlOfPoint(projectId, drilled)
      await navigate({ to: '/project/$projectId/sql', params: { projectId: String(projectId) }, search: { open_query: hogql } })
    })
  const { around } = drilled
  const openPaths = (step: AroundStep) =>
    void navigate({ to: '/project/$projectId/insights/$shortId', params: { projectId: String(projectId), shortId: 'new' }, search: { q: pathsAround(step) } })
  return (
    <div className="flex flex-wrap gap-2 px-5 pt-3">
      {drilled.actors?.group === undefined && (
        <Button icon={<Users {...icon} />} onClick={() => setSaving(true)}>
          Save as cohort
        </Button>
      )}
      <Button icon={<Code {...icon} />} busy={busy} onClick={() => void openSql()}>
        Open in SQL
      </Button>
      {around && (
        <Menu trigger={<Button icon={<Route {...icon} />}>Their paths</Button>}>
          {partsAround(around.step).map((part) => (
            <MenuItem key={part} onClick={() => openPaths({ ...around, part })}>
              {startOf(describeAround({ ...around, part }))}
            </MenuItem>
          ))}
        </Menu>
      )}
      {saving && <SaveAsCohort projectId={projectId} drilled={drilled} onClose={() => setSaving(false)} />}
    </div>
  )
}

function SaveAsCohort({ projectId, drilled, onClose }: { projectId: number; drilled: Drilled; onClose: () => void }) {
  const [name, setName] = useState(() => [drilled.title, drilled.subtitle].filter(Boolean).join(', ').slice(0, 400))
  const { busy, problem, setProblem, send } = useSending()
  const save = () => {
    if (name.trim() === '') return setProblem('Give it a name')
    void send(async () => {
      const made = await saveAsCohort(projectId, name.trim(), drilled.source)
      toast(`Saved the cohort ${made.name}`)
      onClose()
    })
  }
  return (
    <FormDialog onClose={onClose} title="Save these people as a cohort" action="Save cohort" busy={busy} onSend={save}>
      <p>The people behind this number as they are now. Filters, breakdowns and SQL can name them.</p>
      <Field label="Name" error={problem}>
        {(control) => <Input {...control} maxLength={400} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
    </FormDialog>
  )
}
