import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { groupTypesQuery, nameOfType } from '@/api/groups'
import { projectQuery } from '@/api/projects'
import { seriesMaths, type EventsNode } from '@/api/types'
import { mathLabels } from '@/charts/trends_data'
import { ProjectPropertyPicker } from '@/filters/pickers'
import { namesIn } from '@/lib/question_parts'
import { propertyLabel } from '@/lib/taxonomy'
import { needsProperty } from '@/lib/trends_query'
import { cx } from '@/ui/cx'
import { Input } from '@/ui/field'
import { Select } from '@/ui/select'

const small =
  'inline-flex h-6 max-w-full min-w-0 items-center gap-1 rounded-chip px-1 text-fg-2 transition-colors duration-100 hover:bg-hover hover:text-fg data-popup-open:bg-hover pointer-coarse:h-9'

/** Groups of each type are counted by the same maths. */
const groupMath = (index: number | undefined): string => `unique_group:${index ?? ''}`

interface CountingProps {
  letter: string
  node: EventsNode
  onChange: (node: EventsNode) => void
}

/** How the events of a series are counted. */
export function Counting({ letter, node, onChange }: CountingProps) {
  const math = node.math ?? 'total'
  const projectId = Number(useParams({ strict: false }).projectId)
  const { data: types = [] } = useQuery(groupTypesQuery(projectId))
  const project = useQuery(projectQuery(projectId))
  const group = node.math_group_type_index
  const ofGroups = types.map((type) => ({ value: groupMath(type.group_type_index), label: `Unique ${nameOfType(type, true).toLowerCase()}` }))
  const chosen = math === 'unique_group' ? groupMath(group) : math
  const unknown = math === 'unique_group' && !types.some((type) => type.group_type_index === group) ? [{ value: groupMath(group), label: mathLabels[math] }] : []
  const choose = (picked: string) => {
    const ofGroup = ofGroups.findIndex(({ value }) => value === picked)
    const next = ofGroup >= 0 ? 'unique_group' : seriesMaths.find((one) => one === picked)
    if (!next) return
    const { math_property, math_property_type, math_property_revenue_currency, math_hogql, math_group_type_index: _group, ...rest } = node
    onChange({
      ...rest,
      math: next,
      ...(needsProperty(next) ? { math_property, math_property_type, math_property_revenue_currency } : {}),
      ...(next === 'hogql' ? { math_hogql: math_hogql ?? 'count()' } : {}),
      ...(ofGroup >= 0 ? { math_group_type_index: types[ofGroup]?.group_type_index } : {}),
    })
  }
  return (
    <div className="flex flex-wrap items-center gap-x-1 pl-6.5">
      <Select
        label={`Counting of series ${letter}`}
        look="ghost"
        value={chosen}
        options={seriesMaths.flatMap((value) =>
          value === 'unique_group' ? [...ofGroups, ...unknown] : [{ value, label: needsProperty(value) ? `${mathLabels[value]} of a property` : mathLabels[value] }],
        )}
        onChange={choose}
        className="-ml-0.5 !h-6 !gap-1 !px-1.5"
      />
      {needsProperty(math) && (
        <ProjectPropertyPicker
          label="Find a numeric property"
          numerical
          eventNames={namesIn(node)}
          onPick={({ key, scope }) =>
            onChange({ ...node, math_property: key, math_property_type: scope === 'person' ? 'person_properties' : undefined })
          }
          trigger={
            <button
              type="button"
              aria-label={`Property of series ${letter}: ${node.math_property ? propertyLabel(node.math_property) : 'choose one'}`}
              className={cx(small, !node.math_property && 'text-accent-text')}
            >
              <span className="truncate">{node.math_property ? propertyLabel(node.math_property) : 'choose a property'}</span>
              <ChevronDown size={13} strokeWidth={1.75} className="shrink-0 text-fg-3" aria-hidden />
            </button>
          }
        />
      )}
      {needsProperty(math) && node.math_property && <Currency letter={letter} node={node} onChange={onChange} base={project.data?.base_currency ?? 'USD'} />}
      {math === 'hogql' && (
        <Input
          aria-label={`SQL expression of series ${letter}`}
          className="mt-1 mb-0.5 h-7 font-mono"
          placeholder="count() / uniq(person_id)"
          value={node.math_hogql ?? ''}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange({ ...node, math_hogql: event.target.value })}
        />
      )}
    </div>
  )
}

interface CurrencyProps extends CountingProps {
  /** The currency of the project: amounts of another one have no rate, and count nothing. */
  base: string
}

/** In which currency amounts are: not said, in one for all, or in the one that a property of the event names. */
function Currency({ letter, node, onChange, base }: CurrencyProps) {
  const [choosing, setChoosing] = useState(false)
  const { static: code, property } = node.math_property_revenue_currency ?? {}
  const set = (currency: EventsNode['math_property_revenue_currency']) => onChange({ ...node, math_property_revenue_currency: currency })
  return (
    <>
      <Select
        label={`Currency of series ${letter}`}
        look="ghost"
        value={code ?? (property || choosing ? 'property' : 'none')}
        options={[
          { value: 'none', label: 'Plain numbers' },
          ...[...new Set([base, ...(code ? [code] : [])])].map((value) => ({ value, label: `Amounts in ${value}` })),
          { value: 'property', label: `Only those in ${base}, by a property` },
        ]}
        onChange={(value) => {
          setChoosing(value === 'property')
          set(value === 'none' || value === 'property' ? undefined : { static: value })
        }}
        className="-ml-0.5 !h-6 !gap-1 !px-1.5"
      />
      {(property || choosing) && (
        <ProjectPropertyPicker
          label="Find the property with the currency"
          eventNames={namesIn(node)}
          onPick={({ key }) => set({ property: key })}
          trigger={
            <button type="button" aria-label={`Currency property of series ${letter}: ${property ? propertyLabel(property) : 'choose one'}`} className={cx(small, !property && 'text-accent-text')}>
              <span className="truncate">{property ? `by ${propertyLabel(property)}` : 'choose the property with the currency'}</span>
              <ChevronDown size={13} strokeWidth={1.75} className="shrink-0 text-fg-3" aria-hidden />
            </button>
          }
        />
      )}
    </>
  )
}
