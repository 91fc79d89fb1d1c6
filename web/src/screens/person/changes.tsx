import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { deletePersons, mergePersons, personsQuery, splitPerson, type PersonRow } from '@/api/persons'
import { plural } from '@/lib/format'
import { Avatar } from '@/ui/avatar'
import { Button } from '@/ui/button'
import { Checkbox } from '@/ui/checkbox'
import { Confirm } from '@/ui/confirm'
import { Dialog } from '@/ui/dialog'
import { Field, Input } from '@/ui/field'
import { Select } from '@/ui/select'
import { Skeleton } from '@/ui/states'
import { Switch } from '@/ui/switch'
import { toast } from '@/ui/toast'
import { useSending } from '@/ui/use_sending'
import { messageOf } from '@/api/client'

interface ChangeProps {
  projectId: number
  person: PersonRow
  onClose: () => void
}

export function DeletePerson({ projectId, person, events, onClose }: ChangeProps & { events: number }) {
  const navigate = useNavigate()
  const [withEvents, setWithEvents] = useState(false)
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Delete ${person.name}?`}
      action={`Delete ${person.name}`}
      onConfirm={async () => {
        await navigate({ to: '/project/$projectId/persons', params: { projectId: String(projectId) } })
        try {
          await deletePersons(projectId, [person.uuid], { events: withEvents })
          toast(`Deleted ${person.name}`)
        } catch (error) {
          toast(messageOf(error), 'error')
        }
      }}
    >
      <p className="mb-3">
        {plural(Object.keys(person.properties).length, 'property', 'properties')} and {plural(person.distinct_ids.length, 'id')} go, for good. Somebody who comes back with one of these ids is a new person.
      </p>
      <Switch label={`Delete their ${plural(events, 'event')}, too`} checked={withEvents} onChange={setWithEvents} />
    </Confirm>
  )
}

const all = ''

export function SplitPerson({ projectId, person, onClose }: ChangeProps) {
  const [main, setMain] = useState(person.distinct_ids[0] ?? all)
  const others = person.distinct_ids.length - (main === all ? 0 : 1)
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Split ${person.name}?`}
      action={`Make ${plural(others, 'new person', 'new people')}`}
      onConfirm={async () => {
        await splitPerson(projectId, person.uuid, main === all ? null : main)
        toast(`Split into ${plural(person.distinct_ids.length, 'person', 'people')}`)
      }}
    >
      <p className="mb-3">Every id that does not stay becomes a person of its own, with its events and without properties.</p>
      <Field label="The id that stays">
        {(control) => <Select {...control} label="The id that stays" size="form" value={main} options={[...person.distinct_ids.map((id) => ({ value: id, label: id })), { value: all, label: 'None: all become new people' }]} onChange={setMain} className="w-full" />}
      </Field>
    </Confirm>
  )
}

export function MergePerson({ projectId, person, onClose }: ChangeProps) {
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<PersonRow[]>([])
  const { busy, problem, send } = useSending()
  const asked = useDeferredValue(search.trim())
  const list = useInfiniteQuery(personsQuery(projectId, asked, []))
  const rows = (list.data?.pages[0]?.results ?? []).filter((row) => row.uuid !== person.uuid).slice(0, 20)
  const shown = [...chosen, ...rows.filter((row) => !chosen.some((one) => one.uuid === row.uuid))]
  const merge = () =>
    send(async () => {
      await mergePersons(
        projectId,
        person.uuid,
        chosen.map((row) => row.uuid),
      )
      toast(`${plural(chosen.length, 'person', 'people')} merged into ${person.name}`)
      onClose()
    })
  const ids = chosen.reduce((sum, row) => sum + row.distinct_ids.length, 0)
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Merge others into ${person.name}`}
      actions={
        <>
          <Button size="form" onClick={onClose}>
            Cancel
          </Button>
          <Button size="form" look="danger" busy={busy} disabled={chosen.length === 0} onClick={() => void merge()}>
            Merge {chosen.length > 0 && plural(chosen.length, 'person', 'people')}
          </Button>
        </>
      }
    >
      <Field label="Who is the same person?" error={problem}>
        {(control) => <Input {...control} type="search" placeholder="Email, name or id" value={search} onChange={(event) => setSearch(event.target.value)} />}
      </Field>
      <ul aria-label="People" className="scroll-thin m-0 mt-3 -mx-2 h-56 list-none overflow-y-auto p-0 text-fg">
        {list.isPending ? (
          <li className="px-2 py-2.5">
            <Skeleton className="h-4 w-3/4" />
          </li>
        ) : shown.length === 0 ? (
          <li className="px-2 py-2.5 text-fg-2">{asked ? `Nobody else matches “${asked}”.` : 'There is nobody else.'}</li>
        ) : (
          shown.map((row) => (
            <li key={row.uuid}>
              <label className="flex min-h-8 items-center gap-2.5 rounded-control px-2 hover:bg-hover pointer-coarse:min-h-touch">
                <Checkbox label={row.name} checked={chosen.includes(row)} onChange={(on) => setChosen(on ? [...chosen, row] : chosen.filter((one) => one !== row))} />
                <Avatar name={row.name} />
                <span className="min-w-0 flex-1 truncate">{row.name}</span>
                <span className="shrink-0 text-small text-fg-3">{plural(row.distinct_ids.length, 'id')}</span>
              </label>
            </li>
          ))
        )}
      </ul>
      {chosen.length > 0 && (
        <p className="mt-3 text-small">
          {plural(ids, 'id')} with their events go to {person.name}; where both have a property, the value of {person.name} stays.
        </p>
      )}
    </Dialog>
  )
}
