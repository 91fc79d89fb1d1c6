import { useQuery } from '@tanstack/react-query'
import { LayoutDashboard, Square } from 'lucide-react'
import { useState } from 'react'
import { createDashboard, templatesQuery, type Dashboard } from '@/api/dashboards'
import { cx } from '@/ui/cx'
import { Field, Input } from '@/ui/field'
import { FormDialog } from '@/ui/form_dialog'
import { useSending } from '@/ui/use_sending'

interface NewDashboardProps {
  projectId: number
  onClose: () => void
  onMade: (board: Dashboard) => void
}

/** Names a dashboard and says what it begins with. */
export default function NewDashboard({ projectId, onClose, onMade }: NewDashboardProps) {
  const templates = useQuery(templatesQuery(projectId))
  const [template, setTemplate] = useState<string | null>(null)
  const [name, setName] = useState('')
  const { busy, problem, send } = useSending()
  const finalName = name.trim() || template || ''
  const make = () => send(async () => onMade(await createDashboard(projectId, { name: finalName, use_template: template ?? undefined })))
  const choices = [{ name: null, about: 'Add insights yourself.' }, ...(templates.data?.results ?? []).map((one) => ({ name: one.template_name, about: one.dashboard_description }))]
  return (
    <FormDialog onClose={onClose} title="New dashboard" action="Create dashboard" busy={busy} ready={finalName !== ''} onSend={() => void make()}>
      <Field label="Name" error={problem}>
        {(control) => <Input {...control} value={name} maxLength={400} placeholder={template ?? 'Weekly growth review'} autoComplete="off" onChange={(event) => setName(event.target.value)} />}
      </Field>
      <fieldset className="m-0 grid gap-1.5 border-0 p-0">
        <legend className="mb-1.5 p-0 font-medium">Begin with</legend>
        <div className="scroll-thin -mx-1 grid max-h-80 gap-1 overflow-y-auto px-1">
          {choices.map((choice) => (
            <label
              key={choice.name ?? ''}
              className={cx(
                'flex cursor-pointer gap-2.5 rounded-control border px-3 py-2 has-focus-visible:outline-2 has-focus-visible:outline-focus',
                template === choice.name ? 'border-accent bg-accent-soft' : 'border-line hover:bg-hover',
              )}
            >
              <input type="radio" name="template" className="sr-only" checked={template === choice.name} onChange={() => setTemplate(choice.name)} />
              {choice.name === null ? (
                <Square size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-fg-3" aria-hidden />
              ) : (
                <LayoutDashboard size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-fg-3" aria-hidden />
              )}
              <span className="min-w-0">
                <span className="block font-medium">{choice.name ?? 'Nothing'}</span>
                <span className="block text-small text-fg-2">{choice.about}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
    </FormDialog>
  )
}
