import { useRef, useState } from 'react'
import { Button } from '@/ui/button'
import { Confirm } from '@/ui/confirm'
import { Dialog } from '@/ui/dialog'
import { Drawer, DrawerStack, type DrawerLevel } from '@/ui/drawer'
import { Field, Input } from '@/ui/field'
import { Popover } from '@/ui/popover'
import { Table } from '@/ui/table'
import { toast, toastUndo } from '@/ui/toast'
import { samplePeople } from './people'
import { Specimen } from './specimen'

const people = samplePeople(200)

export function Layers() {
  const [plain, setPlain] = useState(false)
  const [asking, setAsking] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const [path, setPath] = useState<string[] | null>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const person = people.find((one) => one.id === path?.[0])
  const levels: DrawerLevel[] = []
  if (path) {
    levels.push({
      key: 'people',
      name: 'people',
      title: '15,800 people left before “Started signup”',
      subtitle: 'Mobile · did “Viewed pricing” and then stopped',
      mark: 'var(--series-2)',
      actions: (
        <>
          <Button look="primary">Watch 4,898 recordings</Button>
          <Button>Save as cohort</Button>
          <Button>Open in SQL</Button>
        </>
      ),
      footer: 'Showing 200 of 15,800',
      content: (
        <Table
          label="People"
          rows={people}
          rowKey={(row) => row.id}
          onOpen={(row) => setPath([row.id])}
          columns={[
            { id: 'name', label: 'Person', grow: 2, cell: (row) => row.name },
            { id: 'place', label: 'Place', cell: (row) => row.place },
            { id: 'events', label: 'Events', align: 'end', width: 90, cell: (row) => row.events },
          ]}
        />
      ),
    })
    if (person) {
      levels.push({
        key: person.id,
        name: person.name,
        title: person.name,
        subtitle: person.email,
        content: (
          <div className="p-5">
            <Button onClick={() => setPath([person.id, 'event'])}>$pageview at 21:04</Button>
          </div>
        ),
      })
    }
    if (path[1]) levels.push({ key: 'event', name: 'the event', title: 'Pageview', subtitle: '$pageview', content: <p className="p-5">Its properties.</p> })
  }
  return (
    <>
    <Specimen name="Popover">
      <Popover label="Goal line" className="w-64" trigger={<Button>Open a popover</Button>}>
        <div className="p-3">
          <Field label="Goal">{(control) => <Input {...control} data-first inputMode="numeric" defaultValue="5000" />}</Field>
        </div>
      </Popover>
    </Specimen>
    <Specimen name="Dialog">
      <Button onClick={() => setAsking(true)}>Open a dialog</Button>
      <Button look="danger" onClick={() => setDeleting(true)}>
        Delete with its name
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="New project"
        actions={
          <>
            <Button size="form" onClick={() => setAsking(false)}>
              Cancel
            </Button>
            <Button size="form" look="primary" onClick={() => setAsking(false)}>
              Create project
            </Button>
          </>
        }
      >
        Events, people and settings of projects are kept apart.
      </Dialog>
      <Confirm
        open={deleting}
        onClose={() => setDeleting(false)}
        title="Delete the project Acme Notes?"
        action="Delete Acme Notes"
        nameToType="Acme Notes"
        onConfirm={() => setDeleting(false)}
      >
        Its events, people and dashboards go with it. This cannot be undone.
      </Confirm>
    </Specimen>
    <Specimen name="Toast">
      <Button onClick={() => toast('Link copied')}>Say something</Button>
      <Button onClick={() => toastUndo('Deleted the cohort Power users', () => toast('Power users is back'))}>With undo</Button>
      <Button onClick={() => toast('The name is taken. Choose another one.', 'error')}>Something failed</Button>
    </Specimen>
    <Specimen name="Drawer" note="From the right, 560 px, the page stays usable; below 860 px a sheet. Back and Esc step out one level.">
      <Button onClick={() => setPlain(true)}>Open a drawer</Button>
      <Button ref={opener} onClick={() => setPath([])}>
        Open a drill panel
      </Button>
      <Drawer open={plain} onClose={() => setPlain(false)} title="Signed up" subtitle="signed_up · web" footer="2 min ago">
        <p className="p-5">Anything can stand here.</p>
      </Drawer>
      <DrawerStack levels={levels} onBack={() => setPath(path && path.length > 0 ? path.slice(0, -1) : null)} onClose={() => setPath(null)} returnFocus={opener} />
    </Specimen>
    </>
  )
}
