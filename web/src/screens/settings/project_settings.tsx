import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { ChevronDown } from 'lucide-react'
import { useMemo, useState } from 'react'
import { changeProject, deleteProject, forgetProject, projectQuery, rotateProjectToken } from '@/api/projects'
import { meQuery } from '@/api/session'
import type { Project, ProjectChange } from '@/api/types'
import { rankBy } from '@/lib/rank'
import { Button, controlSize } from '@/ui/button'
import { Code } from '@/ui/code'
import { Confirm } from '@/ui/confirm'
import { cx } from '@/ui/cx'
import { Field, inputClass } from '@/ui/field'
import { Picker } from '@/ui/picker'
import { Segmented } from '@/ui/segmented'
import { ErrorBox, Skeleton } from '@/ui/states'
import { toast } from '@/ui/toast'
import { problemOf, Saved, TextSetting, useAutosave } from './autosave'
import { Section, Setting } from './section'

const admin = 8

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
      <Token key={`${project.id} key`} project={project} />
      <Deletion key={`${project.id} deletion`} project={project} />
    </>
  )
}

function General({ project }: { project: Project }) {
  const change = (edit: ProjectChange) => changeProject(project.id, edit)
  const [zone, saveZone] = useAutosave((timezone: string) => change({ timezone }))
  const [week, saveWeek] = useAutosave((day: 0 | 1) => change({ week_start_day: day }))
  return (
    <Section title="Project">
      <div className="flex max-w-md flex-col gap-5">
        <Setting id="name">
          <TextSetting label="Name" value={project.name} maxLength={200} onSave={(name) => change({ name })} />
        </Setting>
        <Setting id="time-zone">
          <Field label="Time zone" error={problemOf(zone)} hint={<Saved state={zone}>Days, weeks and dates in charts follow it.</Saved>}>
            {(control) => <ZonePicker id={control.id} value={project.timezone} onChange={saveZone} />}
          </Field>
        </Setting>
        <Setting id="week-start">
          <div className="flex flex-col gap-1.5">
            <span aria-hidden className="font-medium">
              Week starts on
            </span>
            <Segmented<'0' | '1'>
              label="Week starts on"
              value={project.week_start_day === 1 ? '1' : '0'}
              options={[
                { value: '0', label: 'Sunday' },
                { value: '1', label: 'Monday' },
              ]}
              onChange={(day) => saveWeek(day === '1' ? 1 : 0)}
            />
            <p className="text-small text-fg-3">{problemOf(week) ?? <Saved state={week} />}</p>
          </div>
        </Setting>
      </div>
    </Section>
  )
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
        <button id={id} type="button" aria-label={`Time zone: ${value.replaceAll('_', ' ')}`} className={cx(inputClass, controlSize.form, 'flex items-center justify-between text-left')}>
          {value.replaceAll('_', ' ')}
          <ChevronDown size={14} strokeWidth={1.75} className="text-fg-3" aria-hidden />
        </button>
      }
    />
  )
}

function Token({ project }: { project: Project }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Section
        id="api-key"
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
        id="install"
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
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={`Rotate the key of ${project.name}?`}
        action={`Rotate the key of ${project.name}`}
        nameToType={project.name}
        onConfirm={async () => {
          await rotateProjectToken(project.id)
          toast('The project has a new key')
        }}
      >
        Every SDK that uses the present key stops sending events until you give it the new one. This cannot be undone.
      </Confirm>
    </>
  )
}

function Deletion({ project }: { project: Project }) {
  const { data: me } = useSuspenseQuery(meQuery)
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  const mayDelete = (me.organization?.membership_level ?? 0) >= admin
  return (
    <Section
      id="delete-project"
      title="Delete the project"
      note={
        mayDelete
          ? 'Its events, people, insights and settings go with it.'
          : 'Admins and owners of the organization can do this.'
      }
      action={
        mayDelete && (
          <Button look="danger" onClick={() => setAsking(true)}>
            Delete project
          </Button>
        )
      }
    >
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={`Delete the project ${project.name}?`}
        action={`Delete the project ${project.name}`}
        nameToType={project.name}
        onConfirm={async () => {
          await deleteProject(project.id)
          toast(`The project ${project.name} is deleted`)
          await router.navigate({ to: '/' })
          forgetProject(project.id)
        }}
      >
        Everything that was sent to it is deleted for good, and SDKs with its key are refused from then on. This cannot be undone.
      </Confirm>
    </Section>
  )
}
