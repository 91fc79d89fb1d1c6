import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { createProject } from '@/api/projects'
import { Button } from '@/ui/button'
import { Dialog, Drawer } from '@/ui/dialog'
import { Field, Input } from '@/ui/field'
import { Kbd } from '@/ui/kbd'

/** The sidebar on a small screen. */
export function Overlay({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  return (
    <Drawer open onClose={onClose} title="Menu" side="left" modal width="w-[264px]">
      <div className="flex h-full flex-col">{children}</div>
    </Drawer>
  )
}

export function NewProject({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const create = async () => {
    if (name.trim() === '') {
      setProblem('Give the project a name')
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      const project = await createProject(name.trim())
      onClose()
      await navigate({ to: '/project/$projectId', params: { projectId: String(project.id) } })
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="New project"
      actions={
        <>
          <Button size="form" onClick={onClose}>
            Cancel
          </Button>
          <Button size="form" look="primary" type="submit" form="new-project" busy={busy}>
            Create project
          </Button>
        </>
      }
    >
      <form
        id="new-project"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <Field label="Name" error={problem} hint="Events, people and settings of projects are kept apart.">
          {(control) => (
            <Input {...control} value={name} onChange={(event) => setName(event.target.value)} maxLength={200} autoComplete="off" />
          )}
        </Field>
      </form>
    </Dialog>
  )
}

export function ShortcutHelp({ onTrends, onLive, onClose }: { onTrends: boolean; onLive: boolean; onClose: () => void }) {
  const groups: [string, [string, string][]][] = [
    [
      'Everywhere',
      [
        ['G I', 'Go to insights'],
        ['G A', 'Go to events'],
        ['[', 'Fold or show the sidebar'],
        ['Esc', 'Close the top layer'],
      ],
    ],
  ]
  if (onTrends) {
    groups.push([
      'Trends',
      [
        ['E', 'Add an event'],
        ['F', 'Add a filter'],
        ['B', 'Break down'],
        ['D', 'Date range'],
        ['V', 'Next chart type'],
        ['X', 'Compare with the previous period'],
        ['R', 'Compute again'],
        ['← →', 'On the chart: move between points, ⇧ for a week'],
      ],
    ])
  }
  if (onLive) groups.push(['Live events', [['Space', 'Pause and go on']]])
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts" actions={<Button onClick={onClose}>Close</Button>}>
      <div className="flex flex-col gap-4">
      {groups.map(([title, entries]) => (
        <section key={title}>
          <h3 className="mb-1 text-small text-fg-3">{title}</h3>
          <dl className="m-0 grid grid-cols-[5rem_1fr] gap-y-1.5">
            {entries.map(([keys, does]) => (
              <div key={keys} className="contents">
                <dt className="flex gap-1">
                  {keys.split(' ').map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dt>
                <dd className="m-0 text-fg">{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      </div>
    </Dialog>
  )
}

