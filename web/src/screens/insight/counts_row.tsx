import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { groupTypesQuery, nameOfType } from '@/api/groups'
import { Select } from '@/ui/select'
import { OptionRow } from './builder_section'

interface CountsRowProps<Q extends { aggregation_group_type_index?: number }> {
  query: Q
  onChange: (query: Q) => void
}

/** Whether people are counted or groups of a type; nothing to choose in a project without groups. */
export function CountsRow<Q extends { aggregation_group_type_index?: number }>({ query, onChange }: CountsRowProps<Q>) {
  const { data: types = [] } = useQuery(groupTypesQuery(Number(useParams({ strict: false }).projectId)))
  const group = query.aggregation_group_type_index
  if (types.length === 0 && group === undefined) return null
  const known = types.map((type) => ({ value: String(type.group_type_index), label: nameOfType(type, true) }))
  const own = group === undefined || types.some((type) => type.group_type_index === group) ? [] : [{ value: String(group), label: 'Groups' }]
  return (
    <OptionRow label="Counts">
      <Select
        label="Who is counted"
        value={group === undefined ? 'people' : String(group)}
        options={[{ value: 'people', label: 'People' }, ...known, ...own]}
        onChange={(value) => onChange({ ...query, aggregation_group_type_index: value === 'people' ? undefined : Number(value) })}
      />
    </OptionRow>
  )
}
