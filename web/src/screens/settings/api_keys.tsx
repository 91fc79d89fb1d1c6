import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { KeyRound, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { createPersonalApiKey, deletePersonalApiKey, personalApiKeysQuery, rollPersonalApiKey } from '@/api/personal_api_keys'
import { meQuery } from '@/api/session'
import type { PersonalApiKey } from '@/api/types'
import { Button, IconButton } from '@/ui/button'
import { Code } from '@/ui/code'
import { Dialog } from '@/ui/dialog'
import { EventTime, useNow } from '@/ui/event_time'
import { Field, Input } from '@/ui/field'
import { FormDialog } from '@/ui/form_dialog'
import { Segmented } from '@/ui/segmented'
import { Select } from '@/ui/select'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'
import { toast } from '@/ui/toast'
import { describeScopes, presets, scopeObjects, scopesOf, type Preset, type ScopeChoice } from './scopes'
import { Section } from './section'
import { useFreshLogin } from './use_fresh_login'

export function ApiKeys() {
  const { data: keys, error, refetch } = useQuery(personalApiKeysQuery)
  const [creating, setCreating] = useState(false)
  const [made, setMade] = useState<PersonalApiKey | null>(null)
  const [deleting, setDeleting] = useState<PersonalApiKey | null>(null)
  const [rolling, setRolling] = useState<PersonalApiKey | null>(null)

  const remove = async (key: PersonalApiKey) => {
    setDeleting(null)
    try {
      await deletePersonalApiKey(key.id)
      if (made?.id === key.id) setMade(null)
      toast(`Deleted the key ${key.label}`)
    } catch (problem) {
      toast(problem instanceof Error ? problem.message : String(problem), 'error')
    }
  }

  return (
    <Section
      id="keys"
      title="Personal API keys"
      note="For scripts and tools that act as you. A key can do what its scopes allow and what you may do yourself."
      action={
        <Button look="primary" onClick={() => setCreating(true)}>
          New key
        </Button>
      }
    >
      {made?.value && (
        <div className="mb-4 rounded-card border border-positive/40 bg-positive-soft p-4" role="status">
          <p className="font-medium">Copy {made.label} now</p>
          <p className="mb-2 text-fg-2">It is shown this once and cannot be read again.</p>
          <Code text={made.value} label={`Key ${made.label}`} />
        </div>
      )}
      {error ? (
        <ErrorBox title="The keys could not be read" message={error.message} onRetry={() => void refetch()} />
      ) : !keys ? (
        <Skeleton className="h-24 w-full" />
      ) : keys.length === 0 ? (
        <div className="rounded-card border border-line">
          <Empty icon={<KeyRound size={22} strokeWidth={1.5} aria-hidden />} title="No keys yet">
            Keys let scripts, dashboards and agents use the API as you.
          </Empty>
        </div>
      ) : (
        <KeyTable keys={keys} onRoll={setRolling} onDelete={setDeleting} />
      )}
      <NewKey
        open={creating}
        onClose={() => setCreating(false)}
        onMade={(key) => {
          setMade(key)
          setCreating(false)
        }}
      />
      {rolling && (
        <RollKey
          rolled={rolling}
          onClose={() => setRolling(null)}
          onMade={(key) => {
            setMade(key)
            setRolling(null)
          }}
        />
      )}
      <Dialog
        open={deleting !== null}
        onClose={() => setDeleting(null)}
        title={`Delete the key ${deleting?.label ?? ''}?`}
        actions={
          <>
            <Button size="form" onClick={() => setDeleting(null)}>
              Keep it
            </Button>
            <Button size="form" look="danger" onClick={() => deleting && void remove(deleting)}>
              <span className="truncate">Delete the key {deleting?.label}</span>
            </Button>
          </>
        }
      >
        Everything that uses it is refused from then on. This cannot be undone.
      </Dialog>
    </Section>
  )
}

function KeyTable({ keys, onRoll, onDelete }: { keys: PersonalApiKey[]; onRoll: (key: PersonalApiKey) => void; onDelete: (key: PersonalApiKey) => void }) {
  const now = useNow(30_000)
  return (
    <div className="scroll-thin overflow-x-auto rounded-card border border-line">
      <table className="w-full border-collapse">
        <thead className="bg-inset text-left text-small text-fg-2">
          <tr className="h-row border-b border-line">
            <th scope="col" className="px-4 font-normal">
              Label
            </th>
            <th scope="col" className="px-3 font-normal max-sm:hidden">
              Key
            </th>
            <th scope="col" className="px-3 font-normal">
              Scopes
            </th>
            <th scope="col" className="px-3 font-normal whitespace-nowrap max-sm:hidden">
              Last used
            </th>
            <th scope="col" className="w-20">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id} className="h-10 border-b border-line last:border-0">
              <th scope="row" className="max-w-48 truncate px-4 text-left font-medium">
                {key.label}
              </th>
              <td className="px-3 font-mono text-small whitespace-nowrap text-fg-2 max-sm:hidden">{key.mask_value}</td>
              <td className="px-3 text-fg-2" title={key.scopes.join(', ')}>
                {describeScopes(key.scopes)}
              </td>
              <td className="px-3 whitespace-nowrap text-fg-2 max-sm:hidden">
                {key.last_used_at ? <EventTime time={key.last_used_at} now={now} /> : 'Never'}
              </td>
              <td className="pr-2 whitespace-nowrap">
                <IconButton label={`New value for ${key.label}`} icon={<RefreshCw size={15} strokeWidth={1.75} aria-hidden />} onClick={() => onRoll(key)} />
                <IconButton label={`Delete ${key.label}`} icon={<Trash2 size={15} strokeWidth={1.75} aria-hidden />} onClick={() => onDelete(key)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface NewKeyProps {
  open: boolean
  onClose: () => void
  onMade: (key: PersonalApiKey) => void
}

function NewKey({ open, onClose, onMade }: NewKeyProps) {
  const { data: me } = useSuspenseQuery(meQuery)
  const teams = me.organization?.teams ?? []
  const [label, setLabel] = useState('')
  const [preset, setPreset] = useState<Preset>('read')
  const [choices, setChoices] = useState<Record<string, ScopeChoice>>({})
  const [team, setTeam] = useState('')
  const { run, busy, problem, setProblem, field } = useFreshLogin()
  const scopes = scopesOf(preset, choices)

  const create = async () => {
    if (label.trim() === '') return setProblem('Give the key a label')
    if (scopes.length === 0) return setProblem('Choose at least one scope')
    await run(async () => {
      const key = await createPersonalApiKey({ label: label.trim(), scopes, ...(team !== '' && { scoped_teams: [Number(team)] }) })
      setLabel('')
      setChoices({})
      onMade(key)
    })
  }

  return (
    <FormDialog open={open} onClose={onClose} title="New personal API key" action="Create key" busy={busy} onSend={() => void create()}>
      <Field label="Label" error={problem} hint="What the key is for, such as “Nightly export”.">
        {(control) => <Input {...control} maxLength={40} value={label} autoComplete="off" onChange={(event) => setLabel(event.target.value)} />}
      </Field>
      <Field label="Scopes">
        {(control) => (
          <Select<Preset>
            {...control}
            label="Scopes"
            size="form"
            value={preset}
            options={(Object.keys(presets) as Preset[]).map((value) => ({ value, label: presets[value] }))}
            onChange={setPreset}
            className="w-full"
          />
        )}
      </Field>
      {preset === 'custom' && (
        <ul className="scroll-thin -mx-1 my-0 flex max-h-60 list-none flex-col gap-1 overflow-y-auto px-1 py-0">
          {scopeObjects.map((object) => (
            <li key={object.id} className="flex min-h-8 items-center justify-between gap-3">
              <span>{object.label}</span>
              <Segmented<ScopeChoice>
                label={`Access to ${object.label}`}
                value={choices[object.id] ?? 'none'}
                options={[
                  { value: 'none', label: 'None' },
                  ...object.actions.map((action) => ({ value: action, label: action === 'read' ? 'Read' : 'Write' })),
                ]}
                onChange={(choice) => setChoices({ ...choices, [object.id]: choice })}
              />
            </li>
          ))}
        </ul>
      )}
      {teams.length > 1 && (
        <Field label="Projects">
          {(control) => (
            <Select
              {...control}
              label="Projects"
              size="form"
              value={team}
              options={[{ value: '', label: 'Every project you can open' }, ...teams.map(({ id, name }) => ({ value: String(id), label: name }))]}
              onChange={setTeam}
              className="w-full"
            />
          )}
        </Field>
      )}
      {field}
    </FormDialog>
  )
}

/** Gives a key a new value, as after it was seen by somebody. */
function RollKey({ rolled, onClose, onMade }: { rolled: PersonalApiKey; onClose: () => void; onMade: (key: PersonalApiKey) => void }) {
  const { run, busy, problem, field } = useFreshLogin()
  const roll = () => run(async () => onMade(await rollPersonalApiKey(rolled.id)))
  return (
    <FormDialog onClose={onClose} title={`New value for ${rolled.label}?`} action="Make a new value" danger busy={busy} onSend={() => void roll()} cancel="Keep the old one">
      <p>What still uses the present value is refused from then on. Label and scopes stay.</p>
      {field}
      {problem && (
        <p role="alert" className="text-negative">
          {problem}
        </p>
      )}
    </FormDialog>
  )
}
