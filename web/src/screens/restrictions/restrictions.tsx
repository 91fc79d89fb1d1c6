import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { messageOf } from '@/api/client'
import { ledgerQuery } from '@/api/ingestion'
import { changeProject, projectQuery } from '@/api/projects'
import { meQuery } from '@/api/session'
import type { EventIngestionRestriction } from '@/api/types'
import { formatExact } from '@/lib/format'
import { ingestionTabs } from '@/lib/ingestion_tabs'
import {
  faultOf,
  isSameForm,
  restrictionKinds,
  restrictionLists,
  restrictionsForm,
  settingOf,
  takesAll,
  type RestrictionForm,
  type RestrictionKind,
  type RestrictionList,
} from '@/lib/restrictions'
import { Button } from '@/ui/button'
import { Confirm } from '@/ui/confirm'
import { cx } from '@/ui/cx'
import { Field, inputClass } from '@/ui/field'
import { Page } from '@/ui/page'
import { PageTabs } from '@/ui/page_tabs'
import { ErrorBox, Skeleton } from '@/ui/states'
import { StatusPill } from '@/ui/status_pill'
import { Switch } from '@/ui/switch'
import { toast } from '@/ui/toast'
import { useSending } from '@/ui/use_sending'
import { keepRestrictionDraft, restrictionDrafts } from './drafts'

const admin = 8

const kinds: Record<RestrictionKind, { label: string; note: string; all: string }> = {
  drop_event_from_ingestion: {
    label: 'Drop events',
    note: 'They are counted and thrown away. They cannot be brought back.',
    all: 'Every event of this project is dropped.',
  },
  redirect_to_dlq: {
    label: 'Set events aside',
    note: 'They wait as dead letters on the overview, until somebody retries or discards them.',
    all: 'Every event of this project is set aside.',
  },
  skip_person_processing: {
    label: 'Store events without a person',
    note: 'They neither make nor change a person, and $identify joins nobody.',
    all: 'No event of this project makes or changes a person.',
  },
}

const lists: Record<RestrictionList, string> = {
  distinct_ids: 'Distinct IDs',
  event_names: 'Event names',
  session_ids: 'Session IDs',
  event_uuids: 'Event UUIDs',
}

/** What a project holds against some of its events before anything else is done with them. */
export default function Restrictions() {
  const { projectId = '' } = useParams({ strict: false })
  const id = Number(projectId)
  const project = useQuery(projectQuery(id))
  const saved = project.data?.event_ingestion_restrictions
  return (
    <Page
      title="Ingestion"
      status={saved && <State saved={saved} />}
      tabs={<PageTabs label="Ingestion" tabs={ingestionTabs} base={`/project/${projectId}`} current="/data-management/restrictions" />}
    >
      {project.error && !saved ? (
        <div className="p-6">
          <ErrorBox title="The restrictions could not be read" message={messageOf(project.error)} onRetry={() => void project.refetch()} details={messageOf(project.error)} />
        </div>
      ) : saved ? (
        <Editor key={id} projectId={id} saved={saved} />
      ) : (
        <div aria-busy className="flex max-w-3xl flex-col gap-4 px-5 py-5 max-sm:px-3">
          <Skeleton className="h-5 w-64" />
          <Skeleton className="h-12 w-full" />
          <Skeleton className="h-12 w-full" />
          <Skeleton className="h-12 w-full" />
        </div>
      )}
    </Page>
  )
}

function State({ saved }: { saved: EventIngestionRestriction[] }) {
  const form = restrictionsForm(saved)
  const on = restrictionKinds.filter((kind) => form[kind].on).length
  return on === 0 ? <StatusPill>Nothing restricted</StatusPill> : <StatusPill tone="warning">{on === 1 ? '1 restriction on' : `${on} restrictions on`}</StatusPill>
}

function Editor({ projectId, saved }: { projectId: number; saved: EventIngestionRestriction[] }) {
  const { data: me } = useSuspenseQuery(meQuery)
  const mayChange = (me.organization?.membership_level ?? 0) >= admin
  const before = restrictionsForm(saved)
  const form = restrictionDrafts.use()[projectId] ?? before
  const changed = !isSameForm(form, before)
  const [asking, setAsking] = useState(false)
  const { busy, problem, setProblem, send } = useSending()
  const isFaulty = restrictionKinds.some((kind) => form[kind].on && restrictionLists.some((list) => faultOf(list, form[kind][list]) !== null))
  // What is dropped is gone, so whoever begins to drop, or drops otherwise, is asked.
  const dropsOtherwise = form.drop_event_from_ingestion.on && !isSameForm(form, { ...form, drop_event_from_ingestion: before.drop_event_from_ingestion })
  const change = (kind: RestrictionKind, edit: Partial<RestrictionForm>) => {
    setProblem(null)
    keepRestrictionDraft(projectId, { ...form, [kind]: { ...form[kind], ...edit } })
  }
  const save = () =>
    send(async () => {
      await changeProject(projectId, { event_ingestion_restrictions: settingOf(form, saved) })
      keepRestrictionDraft(projectId, null)
      toast('Restrictions saved')
    })

  return (
    <div className="flex max-w-3xl flex-col gap-5 px-5 py-5 max-sm:px-3">
      <p className="text-fg-2">
        For when one device, one user or one release floods or spoils a project. Restrictions come before everything else that is done with an event, also before the event filter; events that are stored already stay.
      </p>
      {!mayChange && <p className="text-fg-2">Only admins of the organization change them.</p>}
      {restrictionKinds.map((kind) => (
        <Kind key={kind} kind={kind} form={form[kind]} disabled={!mayChange} onChange={(edit) => change(kind, edit)} />
      ))}
      {mayChange && (
        <div className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
          <Button look="primary" size="form" busy={busy} disabled={!changed || isFaulty} onClick={() => (dropsOtherwise ? setAsking(true) : void save())}>
            Save restrictions
          </Button>
          {changed && (
            <Button size="form" look="ghost" onClick={() => keepRestrictionDraft(projectId, null)}>
              Revert
            </Button>
          )}
          {changed && <StatusPill>Draft kept</StatusPill>}
          {problem && (
            <p role="alert" className="w-full text-negative">
              {problem}
            </p>
          )}
        </div>
      )}
      <Taken projectId={projectId} />
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={takesAll(form.drop_event_from_ingestion) ? 'Drop every event from now on?' : 'Drop these events from now on?'}
        action={takesAll(form.drop_event_from_ingestion) ? 'Drop every event' : 'Drop these events'}
        onConfirm={save}
      >
        {takesAll(form.drop_event_from_ingestion)
          ? 'No list says which, so nothing this project sends is kept. What is dropped cannot be brought back; “Set events aside” keeps it.'
          : 'What is dropped cannot be brought back; “Set events aside” keeps it.'}
      </Confirm>
    </div>
  )
}

interface KindProps {
  kind: RestrictionKind
  form: RestrictionForm
  disabled: boolean
  onChange: (edit: Partial<RestrictionForm>) => void
}

function Kind({ kind, form, disabled, onChange }: KindProps) {
  const { label, note, all } = kinds[kind]
  return (
    <section aria-label={label} className="rounded-card border border-line p-3">
      <Switch label={label} note={note} checked={form.on} disabled={disabled} onChange={(on) => onChange({ on })} className="text-fg!" />
      {form.on && (
        <>
          <p className="mt-2 text-small text-fg-2">{takesAll(form) ? `${all} Fill in a list to narrow it.` : 'Taken are events that are in every list that is filled in.'}</p>
          <div className="mt-3 grid gap-3 sm:grid-cols-2">
            {restrictionLists.map((list) => (
              <Field key={list} label={lists[list]} error={faultOf(list, form[list])}>
                {(control) => (
                  <textarea
                    {...control}
                    aria-label={`${label}: ${lists[list]}`}
                    value={form[list]}
                    disabled={disabled}
                    rows={2}
                    spellCheck={false}
                    autoComplete="off"
                    placeholder="Any; or one on a line"
                    className={cx(inputClass, 'field-sizing-content h-auto! max-h-48 min-h-14 resize-y py-1.5')}
                    onChange={(event) => onChange({ [list]: event.target.value })}
                  />
                )}
              </Field>
            ))}
          </div>
        </>
      )}
    </section>
  )
}

/** What restrictions took on the last day, as the books of ingestion have it. */
function Taken({ projectId }: { projectId: number }) {
  const { data } = useQuery(ledgerQuery(projectId, '-24h'))
  const dropped: Record<string, number> = data?.total.dropped ?? {}
  const letters: Record<string, number> = data?.total.dead_lettered ?? {}
  const [gone, aside] = [dropped.event_restriction_drop ?? 0, letters.restricted_to_dlq ?? 0]
  if (!data || gone + aside === 0) return null
  return (
    <p className="text-fg-2">
      In the last 24 hours: {formatExact(gone)} dropped, {formatExact(aside)} set aside.
    </p>
  )
}
