import { Combobox } from '@base-ui/react/combobox'
import { Check, Plus, X } from 'lucide-react'
import { useId, useState } from 'react'
import { rankBy } from '@/lib/rank'
import { cx } from './cx'
import { itemClass, popupClass } from './popup'

interface TagInputProps {
  label: string
  tags: string[]
  onChange: (tags: string[]) => void
  /** Tags used elsewhere, offered while typing. */
  known?: string[]
  placeholder?: string
  disabled?: boolean
  id?: string
  className?: string
}

const maxLength = 100
const none: string[] = []

/** The form tags are kept in: trimmed, without a leading #, one space between words. */
export function tidyTag(text: string): string {
  return text.trim().replace(/^#+/, '').replace(/\s+/g, ' ').trim().slice(0, maxLength)
}

/** Short words on a thing: Enter or a comma adds, Backspace takes the last away, arrows walk over them. */
export function TagInput({ label, tags, onChange, known = none, placeholder = 'Add a tag', disabled, id, className }: TagInputProps) {
  const ownId = useId()
  const [text, setText] = useState('')
  const typed = tidyTag(text)
  const isOn = (tag: string) => tags.some((one) => one.toLowerCase() === tag.toLowerCase())
  const exists = [...known, ...tags].some((one) => one.toLowerCase() === typed.toLowerCase())
  const found = rankBy([...new Set([...tags, ...known])], typed, (tag) => [tag])
  const items = typed !== '' && !exists ? [...found, typed] : found

  const add = (...more: string[]) => {
    const next = [...tags]
    for (const tag of more.map(tidyTag)) {
      const same = known.find((one) => one.toLowerCase() === tag.toLowerCase()) ?? tag
      if (same !== '' && !next.some((one) => one.toLowerCase() === same.toLowerCase())) next.push(same)
    }
    if (next.length !== tags.length) onChange(next)
    setText('')
  }

  return (
    <Combobox.Root<string, true>
      multiple
      items={items}
      filter={null}
      value={tags}
      disabled={disabled}
      onValueChange={(next) => {
        // Typing a tag that is on and pressing Enter means: let it be on.
        if (typed === '' || next.length > tags.length) onChange(next)
        setText('')
      }}
      inputValue={text}
      onInputValueChange={(next, details) => {
        // Pasted or typed lists come in one piece.
        if (details.reason === 'input-change' && next.includes(',')) add(...next.split(','))
        else setText(next)
      }}
      autoHighlight={typed !== ''}
    >
      <Combobox.Chips
        className={cx(
          'flex min-h-form w-full flex-wrap items-center gap-1 rounded-control border border-line-2 bg-surface px-1 py-0.5 shadow-1 focus-within:outline-2 focus-within:outline-focus pointer-coarse:min-h-touch',
          disabled && 'opacity-60',
          className,
        )}
      >
        {tags.map((tag) => (
          <Combobox.Chip
            key={tag}
            aria-label={tag}
            className="inline-flex h-6 max-w-full items-center rounded-chip bg-hover pl-1.5 text-small text-fg outline-none data-highlighted:bg-active focus-visible:outline-2 focus-visible:outline-focus pointer-coarse:h-8"
          >
            <span className="truncate" title={tag}>
              {tag}
            </span>
            <Combobox.ChipRemove
              aria-label={`Remove ${tag}`}
              className="inline-flex size-6 shrink-0 items-center justify-center rounded-chip text-fg-3 hover:text-fg pointer-coarse:size-8"
            >
              <X size={12} strokeWidth={2} aria-hidden />
            </Combobox.ChipRemove>
          </Combobox.Chip>
        ))}
        <Combobox.Input
          id={id ?? ownId}
          aria-label={label}
          placeholder={tags.length === 0 ? placeholder : ''}
          maxLength={maxLength * 10}
          className="h-6 min-w-20 flex-1 bg-transparent px-1.5 outline-none pointer-coarse:h-8 pointer-coarse:text-touch"
          onBlur={() => {
            if (typed !== '') add(typed)
          }}
        />
      </Combobox.Chips>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} align="start" collisionPadding={8} className="z-50">
          <Combobox.Popup className={cx(popupClass, 'w-(--anchor-width) min-w-48', items.length === 0 && 'hidden')} aria-label={label}>
            <Combobox.List className="scroll-thin max-h-[min(16rem,var(--available-height))] overflow-y-auto overscroll-contain p-1">
              {(tag: string) => (
                <Combobox.Item key={tag} value={tag} className={itemClass}>
                  {!exists && tag === typed && <Plus size={14} strokeWidth={1.75} className="text-fg-3" aria-hidden />}
                  <span className="min-w-0 flex-1 truncate">{!exists && tag === typed ? `Make “${tag}”` : tag}</span>
                  {isOn(tag) && <Check size={14} strokeWidth={2} className="text-accent-text" aria-label="on" />}
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
