import type { DateRange as Range } from '@/api/types'
import { hasFilters, variableNames, type SqlQuestion, type VariableValue } from '@/lib/visualization'
import { DateRange } from '@/ui/date_range'
import { Input } from '@/ui/field'
import { Select } from '@/ui/select'

const kinds = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'True or false' },
  { value: 'list', label: 'List' },
  { value: 'null', label: 'Nothing' },
] as const
type Kind = (typeof kinds)[number]['value']

function kindOf(value: VariableValue): Kind {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean'
}

/** The same value as another kind, as far as it can be. */
export function valueAs(kind: Kind, value: VariableValue): VariableValue {
  const text = value === null ? '' : Array.isArray(value) ? value.join(', ') : String(value)
  switch (kind) {
    case 'null':
      return null
    case 'text':
      return text
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : 0
    case 'boolean':
      return text === 'true' || text === '1'
    case 'list':
      return text === '' ? [] : text.split(',').map((item) => item.trim())
  }
}

interface VariablesProps {
  question: SqlQuestion
  onChange: (change: Partial<SqlQuestion>) => void
}

/** What the text leaves open: values for {variables.x} and days for {filters}. */
export function Variables({ question, onChange }: VariablesProps) {
  const names = variableNames(question.text)
  const dated = hasFilters(question.text)
  if (names.length === 0 && !dated) return null
  const set = (name: string, value: VariableValue) => onChange({ variables: { ...question.variables, [name]: value } })
  return (
    <div className="scroll-none flex shrink-0 items-center gap-4 overflow-x-auto border-t border-line bg-inset px-4 py-1.5">
      {dated && <DateRange value={question.dateRange ?? { date_from: '-7d' }} onChange={(dateRange: Range) => onChange({ dateRange })} />}
      {names.map((name) => {
        const value = question.variables[name] ?? null
        const kind = kindOf(value)
        return (
          <div key={name} role="group" aria-label={name} className="flex shrink-0 items-center gap-1.5">
            <span className="font-mono text-code text-fg-2">{name}</span>
            <Select<Kind> label={`Kind of ${name}`} look="ghost" value={kind} options={[...kinds]} onChange={(next) => set(name, valueAs(next, value))} />
            {kind === 'boolean' ? (
              <Select label={`Value of ${name}`} value={String(value)} options={['true', 'false'].map((one) => ({ value: one, label: one }))} onChange={(next) => set(name, next === 'true')} />
            ) : (
              kind !== 'null' && (
                <Input
                  aria-label={`Value of ${name}`}
                  type={kind === 'number' ? 'number' : 'text'}
                  step="any"
                  placeholder={kind === 'list' ? 'a, b, c' : undefined}
                  className="h-control! w-32! pointer-coarse:h-touch!"
                  value={Array.isArray(value) ? value.join(', ') : String(value)}
                  onChange={(event) => set(name, valueAs(kind, event.target.value))}
                />
              )
            )}
          </div>
        )
      })}
    </div>
  )
}
