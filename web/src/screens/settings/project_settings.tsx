import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check, ChevronDown } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { changeProject, projectQuery, rotateProjectToken } from '@/api/projects'
import type { Project, ProjectChange } from '@/api/types'
import { rankBy } from '@/lib/rank'
import { Button, controlSize } from '@/ui/button'
import { Code } from '@/ui/code'
import { cx } from '@/ui/cx'
import { Dialog } from '@/ui/dialog'
import { Field, Input, inputClass } from '@/ui/field'
import { Picker } from '@/ui/picker'
import { Select } from '@/ui/select'
import { ErrorBox, Skeleton } from '@/ui/states'
import { toast } from '@/ui/toast'
import { Section } from './section'

export function ProjectSettings({ projectId }: { projectId: number }) {
  const { data: project, error, refetch } = useQuery(projectQuery(projectId))
  if (error) return <ErrorBox title="The settings could not be read" message={error.message} onRetry={() => void refetch()} />
  if (!project) {
    return (
      <div className="flex flex-col gap-4" aria-busy>
        <Skeleton className="h-5 w-40" />
        <Skeleton className="h-8 w-80" />
        <Skeleton className="h-8 w-80" />
      </div>
    )
  }
  return (
    <>
      <General key={project.id} project={project} />
      <Token project={project} />
    </>
  )
}

type Saving = Partial<Record<keyof ProjectChange, 'saving' | 'saved' | string>>

function General({ project }: { project: Project }) {
  const [name, setName] = useState(project.name)
  const [saving, setSaving] = useState<Saving>({})

  const save = async (field: keyof ProjectChange, change: ProjectChange) => {
    setSaving((now) => ({ ...now, [field]: 'saving' }))
    try {
      await changeProject(project.id, change)
      setSaving((now) => ({ ...now, [field]: 'saved' }))
    } catch (error) {
      setSaving((now) => ({ ...now, [field]: error instanceof Error ? error.message : String(error) }))
    }
  }
  const saveName = () => {
    const next = name.trim()
    if (next === '') {
      setName(project.name)
      return
    }
    if (next !== project.name) void save('name', { name: next })
  }

  return (
    <Section title="Project">
      <div className="flex max-w-md flex-col gap-5">
        <Field label="Name" error={problemOf(saving.name)} hint={<Saved state={saving.name} />}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={200}
              onChange={(event) => setName(event.target.value)}
              onBlur={saveName}
              onKeyDown={(event) => {
                if (event.key === 'Enter') saveName()
              }}
            />
          )}
        </Field>
        <Field
          label="Time zone"
          error={problemOf(saving.timezone)}
          hint={<Saved state={saving.timezone}>Days, weeks and dates in charts follow it.</Saved>}
        >
          {(control) => <ZonePicker id={control.id} value={project.timezone} onChange={(timezone) => void save('timezone', { timezone })} />}
        </Field>
        <Field
          label="Week starts on"
          error={problemOf(saving.week_start_day)}
          hint={<Saved state={saving.week_start_day} />}
        >
          {(control) => (
            <Select<'0' | '1'>
              {...control}
              label="Week starts on"
              size="form"
              value={project.week_start_day === 1 ? '1' : '0'}
              options={[
                { value: '0', label: 'Sunday' },
                { value: '1', label: 'Monday' },
              ]}
              onChange={(day) => void save('week_start_day', { week_start_day: day === '1' ? 1 : 0 })}
              className="w-full"
            />
          )}
        </Field>
      </div>
    </Section>
  )
}

const problemOf = (state: Saving[keyof Saving]) => (state === undefined || state === 'saving' || state === 'saved' ? null : state)

function Saved({ state, children }: { state: Saving[keyof Saving]; children?: string }) {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (state !== 'saved') return
    setShown(true)
    const timer = setTimeout(() => setShown(false), 3000)
    return () => clearTimeout(timer)
  }, [state])
  if (state === 'saving') return <span role="status">Saving</span>
  if (shown && state === 'saved') {
    return (
      <span role="status" className="inline-flex items-center gap-1 text-positive">
        <Check size={13} strokeWidth={2} aria-hidden />
        Saved
      </span>
    )
  }
  return children ?? null
}

function ZonePicker({ id, value, onChange }: { id: string; value: string; onChange: (zone: string) => void }) {
  const [search, setSearch] = useState('')
  const zones = useMemo(() => [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])], [])
  const found = rankBy(zones, search, (zone) => [zone, zone.replaceAll('_', ' '), zone.split('/').at(-1) ?? zone])
  return (
    <Picker
      label="Find a time zone"
      picked={value}
      search={search}
      onSearch={setSearch}
      groups={[{ label: 'Time zones', items: found.slice(0, 100).map((zone) => ({ id: zone, label: zone.replaceAll('_', ' ') })) }]}
      onPick={(zone) => onChange(zone.id)}
      emptyText={`No time zone matches “${search}”.`}
      trigger={
        <button id={id} type="button" className={cx(inputClass, controlSize.form, 'flex items-center justify-between text-left')}>
          {value.replaceAll('_', ' ')}
          <ChevronDown size={14} strokeWidth={1.75} className="text-fg-3" aria-hidden />
        </button>
      }
    />
  )
}

function Token({ project }: { project: Project }) {
  const [asking, setAsking] = useState(false)
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const close = () => {
    setAsking(false)
    setTyped('')
  }
  const rotate = async () => {
    setBusy(true)
    try {
      await rotateProjectToken(project.id)
      close()
      toast('The project has a new key')
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error), 'error')
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Section
        title="Project API key"
        note="SDKs send events with it. It can only write events and read flags, so it may be public."
        action={
          <Button look="danger" onClick={() => setAsking(true)}>
            Rotate key
          </Button>
        }
      >
        <Code text={project.api_token} label="Project API key" className="max-w-md" />
      </Section>
      <Section
        title="Install"
        note="Code for your stack with this server’s address and the key filled in."
        action={
          <Link
            to="/project/$projectId/onboarding"
            params={{ projectId: String(project.id) }}
            className="inline-flex h-7 items-center text-accent-text"
          >
            Show the snippets
          </Link>
        }
      />
      <Dialog
        open={asking}
        onClose={close}
        title={`Rotate the key of ${project.name}?`}
        actions={
          <>
            <Button size="form" onClick={close}>
              Keep the key
            </Button>
            <Button size="form" look="danger" busy={busy} disabled={typed !== project.name} onClick={() => void rotate()}>
              <span className="truncate">Rotate the key of {project.name}</span>
            </Button>
          </>
        }
      >
        <p className="mb-4">
          Every SDK that uses the present key stops sending events until you give it the new one. This cannot be undone.
        </p>
        <Field label={`Type ${project.name} to go on`}>
          {(control) => <Input {...control} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />}
        </Field>
      </Dialog>
    </>
  )
}
