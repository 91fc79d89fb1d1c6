import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type RefObject } from 'react'
import { messageOf } from '@/api/client'
import { changeDefinition, definitionQuery, metricsQuery, type Definition, type DefinitionChange, type DefinitionKind } from '@/api/definitions'
import { tagsQuery } from '@/api/insights'
import type { PropertyType } from '@/api/types'
import { formatExact } from '@/lib/format'
import { eventLabel, propertyLabel, rawNote } from '@/lib/taxonomy'
import { buttonClass } from '@/ui/button'
import { Drawer } from '@/ui/drawer'
import { formatExactTime } from '@/ui/event_time'
import { Field, inputClass } from '@/ui/field'
import { Select } from '@/ui/select'
import { ErrorBox, Skeleton } from '@/ui/states'
import { Switch } from '@/ui/switch'
import { TagInput } from '@/ui/tag_input'
import { toast } from '@/ui/toast'
import { replacesTheirs, useTextEdit } from '@/ui/use_text_edit'
import { Owner } from './owner'
import { OfEvent, OfProperty } from './relations'

interface DefinitionDrawerProps {
  projectId: number
  kind: DefinitionKind
  /** Which one is open; none closes the panel. */
  id: string | null
  /** It, as the list has it. */
  known?: Definition
  onClose: () => void
  returnFocus: RefObject<HTMLElement | null>
}

/** What is said about an event or a property; every change is kept at once. */
export function DefinitionDrawer({ projectId, kind, id, known, onClose, returnFocus }: DefinitionDrawerProps) {
  const one = useQuery({ ...definitionQuery(projectId, kind, id ?? ''), enabled: id !== null, placeholderData: known })
  const definition = id === null ? undefined : one.data
  const label = definition && (kind.of === 'events' ? eventLabel(definition.name) : propertyLabel(definition.name))
  return (
    <Drawer
      open={id !== null}
      onClose={onClose}
      title={label ?? (one.error ? 'Not found' : 'Definition')}
      subtitle={definition && label ? rawNote(label, definition.name) : undefined}
      actions={
        definition && kind.of === 'events' ? (
          <>
            <Link to="/project/$projectId/activity/explore" params={{ projectId: String(projectId) }} search={{ q: { kind: 'EventsQuery', select: ['*'], event: definition.name } }} className={buttonClass()}>
              Its events
            </Link>
            <Link to="/project/$projectId/insights/new" params={{ projectId: String(projectId) }} search={{ q: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: definition.name }] } }} className={buttonClass()}>
              Its trend
            </Link>
          </>
        ) : undefined
      }
      returnFocus={returnFocus}
    >
      {one.error ? (
        <div className="p-5">
          <ErrorBox title="This definition could not be read" message={messageOf(one.error)} onRetry={() => void one.refetch()} />
        </div>
      ) : definition ? (
        <Form key={definition.id} projectId={projectId} kind={kind} definition={definition} />
      ) : (
        <Skeleton className="m-5 h-5 w-1/2" />
      )}
    </Drawer>
  )
}

const typeLabels: Record<PropertyType, string> = { String: 'Text', Numeric: 'Number', Boolean: 'True or false', DateTime: 'Time', Duration: 'Duration' }

const exactOrDash = (count: number | null | undefined) => (typeof count === 'number' ? formatExact(count) : '–')

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-small text-fg-2">{name}</dt>
      <dd className="m-0 font-medium">{value}</dd>
    </div>
  )
}

function Form({ projectId, kind, definition }: { projectId: number; kind: DefinitionKind; definition: Definition }) {
  const { data: tags } = useQuery(tagsQuery(projectId))
  const { data: metrics } = useQuery(metricsQuery(projectId, kind, definition.id))
  const { text, setText, changed, theirs, goOn } = useTextEdit(definition.description ?? '')
  const [told, setTold] = useState<string | null>(null)
  const keep = (change: DefinitionChange) => {
    changeDefinition(projectId, kind, definition.id, change)
      .then(() => toast('Saved'))
      .catch((error: unknown) => toast(messageOf(error), 'error'))
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 px-5 py-4">
      <dl className="m-0 flex flex-wrap gap-x-8 gap-y-3">
        {(kind.of === 'events' || kind.type === 'event') && <Fact name="Events in 30 days" value={exactOrDash(metrics?.volume_30_day)} />}
        <Fact name="Questions in 30 days" value={exactOrDash(metrics?.query_usage_30_day)} />
        {kind.of === 'events' && <Fact name="Last seen" value={definition.last_seen_at ? formatExactTime(definition.last_seen_at) : '–'} />}
      </dl>
      <Field label="Description" error={told === null ? null : replacesTheirs(told, 'Leave the field once more')}>
        {(control) => (
          <textarea
            {...control}
            placeholder="What it means, and when it is sent"
            className={`${inputClass} h-auto! min-h-24 resize-y py-1.5`}
            maxLength={1000}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onBlur={() => {
              setTold(theirs)
              if (theirs !== null) goOn()
              else if (changed) keep({ description: text.trim() })
            }}
          />
        )}
      </Field>
      <Field label="Tags">{(control) => <TagInput id={control.id} label="Tags" tags={definition.tags} known={tags} onChange={(next) => keep({ tags: next })} />}</Field>
      {kind.of === 'events' && <Owner owner={definition.owner_user ?? null} onChange={(owner) => keep({ owner })} />}
      {kind.of === 'properties' && (
        <Field label="Type" hint="Decides how it is compared and drawn.">
          {(control) => (
            <Select
              {...control}
              label="Type"
              size="form"
              value={definition.property_type ?? 'String'}
              options={(Object.keys(typeLabels) as PropertyType[]).map((type) => ({ value: type, label: typeLabels[type] }))}
              onChange={(property_type) => keep({ property_type })}
            />
          )}
        </Field>
      )}
      <div>
        <Switch label="Verified" note="It is right, and others may build on it." checked={definition.verified} disabled={definition.hidden === true} onChange={(verified) => keep({ verified })} />
        <Switch label="Hidden" note="It is left out where one chooses." checked={definition.hidden === true} disabled={definition.verified} onChange={(hidden) => keep({ hidden })} />
      </div>
      {kind.of === 'events' ? <OfEvent projectId={projectId} event={definition.name} /> : kind.type === 'event' && <OfProperty projectId={projectId} property={definition.name} />}
    </div>
  )
}
