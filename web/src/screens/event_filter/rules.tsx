import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useId } from 'react'
import { eventDefinitionsQuery, propertyDefinitionsQuery, propertyValuesQuery } from '@/api/definitions'
import type { FilterCondition, FilterField, FilterMatch, FilterRule } from '@/lib/event_filter'
import { Button, IconButton } from '@/ui/button'
import { Input } from '@/ui/field'
import { Select } from '@/ui/select'
import { useSettled } from '@/ui/use_settled'

const fields: { value: FilterField; label: string }[] = [
  { value: 'event_name', label: 'Event name' },
  { value: 'distinct_id', label: 'Distinct ID' },
  { value: 'property', label: 'Property' },
]

type Operator = FilterMatch | `not_${FilterMatch}`
const operators: { value: Operator; label: string }[] = [
  { value: 'exact', label: 'is' },
  { value: 'not_exact', label: 'is not' },
  { value: 'contains', label: 'contains' },
  { value: 'not_contains', label: 'does not contain' },
  { value: 'starts_with', label: 'starts with' },
  { value: 'not_starts_with', label: 'does not start with' },
]

const fresh: FilterCondition = { field: 'event_name', key: '', match: 'exact', negated: false, value: '' }
const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const

interface RulesProps {
  projectId: number
  rules: FilterRule[]
  onChange: (rules: FilterRule[]) => void
}

export function Rules({ projectId, rules, onChange }: RulesProps) {
  const put = (at: number, rule: FilterRule) => onChange(rule.length === 0 ? rules.filter((_, i) => i !== at) : rules.map((one, i) => (i === at ? rule : one)))
  return (
    <div className="flex flex-col gap-2">
      {rules.map((rule, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- rules have no other identity, and may be equal
        <div key={at} role="group" aria-label={`Rule ${at + 1}`} className="rounded-card border border-line bg-inset p-3">
          <div className="flex flex-col gap-2 max-sm:gap-4">
            {rule.map((condition, i) => (
              <Condition
                // oxlint-disable-next-line react/no-array-index-key -- as above
                key={i}
                projectId={projectId}
                lead={i === 0 ? 'Drop if' : 'and'}
                name={`Rule ${at + 1}, condition ${i + 1}`}
                condition={condition}
                onChange={(next) => put(at, rule.map((one, other) => (other === i ? next : one)))}
                onRemove={() => put(at, rule.filter((_, other) => other !== i))}
              />
            ))}
          </div>
          <Button look="ghost" className="mt-1.5 -ml-2" icon={<Plus {...icon} />} onClick={() => put(at, [...rule, fresh])}>
            And
          </Button>
        </div>
      ))}
      <div>
        <Button icon={<Plus {...icon} />} onClick={() => onChange([...rules, [fresh]])}>
          {rules.length === 0 ? 'Add a rule' : 'Or another rule'}
        </Button>
      </div>
    </div>
  )
}

interface ConditionProps {
  projectId: number
  lead: string
  name: string
  condition: FilterCondition
  onChange: (condition: FilterCondition) => void
  onRemove: () => void
}

function Condition({ projectId, lead, name, condition, onChange, onRemove }: ConditionProps) {
  const operator: Operator = condition.negated ? `not_${condition.match}` : condition.match
  const ofProperty = condition.field === 'property'
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="w-12 shrink-0 text-fg-2">{lead}</span>
      <Select<FilterField> label={`${name}, what`} value={condition.field} options={fields} onChange={(field) => onChange({ ...condition, field, key: '' })} />
      {ofProperty && <Names projectId={projectId} label={`${name}, property`} value={condition.key} onChange={(key) => onChange({ ...condition, key })} />}
      <Select<Operator>
        label={`${name}, how`}
        value={operator}
        options={operators}
        onChange={(next) => onChange({ ...condition, negated: next.startsWith('not_'), match: next.replace('not_', '') as FilterMatch })}
      />
      <Value projectId={projectId} label={`${name}, value`} condition={condition} onChange={(value) => onChange({ ...condition, value })} />
      <IconButton label={`Remove ${name.toLowerCase()}`} icon={<X {...icon} />} onClick={onRemove} />
    </div>
  )
}

interface TextProps {
  projectId: number
  label: string
  value: string
  onChange: (value: string) => void
}

/** The key of a property, with those that were seen to choose from. */
function Names({ projectId, label, value, onChange }: TextProps) {
  const { data } = useQuery(propertyDefinitionsQuery(projectId, { type: 'event', search: useSettled(value, 200) }))
  return <Suggested label={label} placeholder="Property" value={value} known={data?.results.map((one) => one.name)} onChange={onChange} />
}

/** The text to compare with, and what such texts were lately. */
function Value({ projectId, label, condition, onChange }: Omit<TextProps, 'value'> & { condition: FilterCondition }) {
  const { field, key, value } = condition
  const typed = useSettled(value, 200)
  const events = useQuery({ ...eventDefinitionsQuery(projectId, typed), enabled: field === 'event_name' })
  const values = useQuery({ ...propertyValuesQuery(projectId, { type: 'event', key }, typed), enabled: field === 'property' && key !== '' })
  const known = field === 'event_name' ? events.data?.results.map((one) => one.name) : field === 'property' ? values.data?.map((one) => String(one.name)) : []
  return <Suggested label={label} placeholder="Text" value={value} known={known} onChange={onChange} />
}

interface SuggestedProps {
  label: string
  placeholder: string
  value: string
  known: string[] | undefined
  onChange: (value: string) => void
}

function Suggested({ label, placeholder, value, known, onChange }: SuggestedProps) {
  const list = useId()
  return (
    <span className="min-w-32 flex-1">
      <Input aria-label={label} placeholder={placeholder} maxLength={1000} autoComplete="off" spellCheck={false} list={list} value={value} className="h-control!" onChange={(event) => onChange(event.target.value)} />
      <datalist id={list}>
        {(known ?? []).slice(0, 50).map((one) => (
          <option key={one}>{one}</option>
        ))}
      </datalist>
    </span>
  )
}
