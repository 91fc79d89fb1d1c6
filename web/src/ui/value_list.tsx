import { Combobox } from '@base-ui/react/combobox'
import { Check, Search } from 'lucide-react'
import { itemClass } from './popup'

interface ValueListProps {
  label: string
  values: string[]
  suggestions: string[]
  search: string
  onSearch: (search: string) => void
  onChange: (values: string[]) => void
  loading?: boolean
}

/**
 * What can be chosen while something is typed, the likeliest first, as Enter takes the first:
 * seen values that begin with it, the text itself, what merely contains it.
 */
export function offered(values: string[], suggestions: string[], typed: string): string[] {
  const known = [...new Set([...values, ...suggestions])]
  if (typed === '') return known
  const wanted = typed.toLowerCase()
  // A chosen value is not begun anew: Enter would take it away.
  const begins = (value: string) => value.toLowerCase().startsWith(wanted) && !values.includes(value)
  const contains = known.filter((value) => value !== typed && value.toLowerCase().includes(wanted))
  return known.includes(typed)
    ? [typed, ...contains]
    : [...contains.filter(begins), typed, ...contains.filter((value) => !begins(value))]
}

/** Chooses several values from what was seen, or takes the typed text as it is. */
export function ValueList({ label, values, suggestions, search, onSearch, onChange, loading }: ValueListProps) {
  const typed = search.trim()
  const items = offered(values, suggestions, typed)
  return (
    <Combobox.Root<string, true>
      inline
      open
      multiple
      items={items}
      filter={null}
      value={values}
      onValueChange={(next) => {
        onChange(next)
        onSearch('')
      }}
      inputValue={search}
      onInputValueChange={onSearch}
      autoHighlight
    >
      <div className="flex items-center gap-2 border-y border-line px-3">
        <Search size={14} strokeWidth={1.75} className="text-fg-3" aria-hidden />
        <Combobox.Input
          data-first
          aria-label={label}
          placeholder="Find or type a value"
          className="h-8 min-w-0 flex-1 bg-transparent outline-none pointer-coarse:text-touch"
        />
      </div>
      <Combobox.List className="scroll-thin max-h-56 overflow-y-auto overscroll-contain p-1 empty:hidden" aria-label={label}>
        {(value: string) => (
          <Combobox.Item key={value} value={value} className={itemClass}>
            <span className="min-w-0 flex-1 truncate">
              {value === '' ? <span className="text-fg-3">empty text</span> : value}
              {value === typed && !suggestions.includes(value) && !values.includes(value) && (
                <span className="text-fg-3"> use as typed</span>
              )}
            </span>
            <Combobox.ItemIndicator className="text-accent-text">
              <Check size={14} strokeWidth={2} aria-hidden />
            </Combobox.ItemIndicator>
          </Combobox.Item>
        )}
      </Combobox.List>
      {items.length === 0 && (
        <p className="px-3 py-3 text-fg-3">{loading ? 'Looking…' : 'No values seen yet. Type one.'}</p>
      )}
    </Combobox.Root>
  )
}
