import { Combobox as Base } from '@base-ui/react/combobox'
import { ChevronDown } from 'lucide-react'
import { useRef, useState } from 'react'
import { rankBy } from '@/lib/rank'
import { controlSize } from './button'
import { cx } from './cx'
import { countOf, OptionList, virtualOptionsFrom, type OptionListHandle, type PickerGroup, type PickerItem } from './option_list'
import { SearchBox } from './picker'
import { popupClass } from './popup'

interface ComboboxProps<T extends PickerItem> {
  /** Names the control where no visible label does. */
  label: string
  groups: PickerGroup<T>[]
  placeholder?: string
  size?: 'small' | 'form'
  disabled?: boolean
  loading?: boolean
  /** Given by a Field, with what describes the control. */
  id?: string
  'aria-describedby'?: string
  'aria-invalid'?: true
  className?: string
}

interface OneProps<T extends PickerItem> extends ComboboxProps<T> {
  /** The id of what is chosen. */
  value: string | null
  onChange: (id: string, item: T) => void
}

interface ManyProps<T extends PickerItem> extends ComboboxProps<T> {
  values: string[]
  onChange: (ids: string[]) => void
}

const matching = <T extends PickerItem>(groups: PickerGroup<T>[], search: string) =>
  groups
    .map((group) => ({ ...group, items: rankBy(group.items, search, (item) => (item.note ? [item.label, item.note] : [item.label])) }))
    .filter((group) => group.items.length > 0)

const find = <T extends PickerItem>(groups: PickerGroup<T>[], id: string) =>
  groups.flatMap((group) => group.items).find((item) => item.id === id)

/** One of many, found by typing. */
export function Combobox<T extends PickerItem>({ value, onChange, ...props }: OneProps<T>) {
  const [search, setSearch] = useState('')
  const groups = matching(props.groups, search)
  const chosen = value === null ? undefined : find(props.groups, value)
  const list = useRef<OptionListHandle>(null)
  return (
    <Base.Root<T>
      items={groups}
      filter={null}
      virtualized={countOf(groups) > virtualOptionsFrom}
      value={chosen ?? null}
      onValueChange={(item) => item && onChange(item.id, item)}
      inputValue={search}
      onInputValueChange={setSearch}
      onOpenChange={(open) => open && setSearch('')}
      itemToStringLabel={(item) => item.label}
      isItemEqualToValue={(a, b) => a.id === b.id}
      onItemHighlighted={(_, { reason, index }) => reason !== 'pointer' && queueMicrotask(() => list.current?.show(index))}
      disabled={props.disabled}
      autoHighlight
    >
      <Trigger {...props} text={chosen?.label ?? null} icon={chosen?.icon} />
      <Layer {...props} groups={groups} isOn={(item) => item.id === value} handle={list} />
    </Base.Root>
  )
}

/** Several of many: the list stays open while they are chosen. */
export function MultiCombobox<T extends PickerItem>({ values, onChange, ...props }: ManyProps<T>) {
  const [search, setSearch] = useState('')
  const groups = matching(props.groups, search)
  const chosen = values.map((id) => find(props.groups, id)).filter((item) => item !== undefined)
  const list = useRef<OptionListHandle>(null)
  return (
    <Base.Root<T, true>
      multiple
      items={groups}
      filter={null}
      virtualized={countOf(groups) > virtualOptionsFrom}
      value={chosen}
      onValueChange={(items) => onChange(items.map((item) => item.id))}
      inputValue={search}
      onInputValueChange={setSearch}
      onOpenChange={(open) => open && setSearch('')}
      itemToStringLabel={(item) => item.label}
      isItemEqualToValue={(a, b) => a.id === b.id}
      onItemHighlighted={(_, { reason, index }) => reason !== 'pointer' && queueMicrotask(() => list.current?.show(index))}
      disabled={props.disabled}
      autoHighlight
    >
      <Trigger {...props} text={summary(chosen.map((item) => item.label))} />
      <Layer {...props} groups={groups} isOn={(item) => values.includes(item.id)} handle={list} />
    </Base.Root>
  )
}

/** "Chrome, Safari and 2 more"; null for none. */
function summary(labels: string[]): string | null {
  if (labels.length === 0) return null
  if (labels.length <= 3) return labels.join(', ')
  return `${labels.slice(0, 2).join(', ')} and ${labels.length - 2} more`
}

type TriggerProps = Omit<ComboboxProps<PickerItem>, 'groups'> & { text: string | null; icon?: React.ReactNode }

function Trigger({ label, text, icon, placeholder = 'Choose', size = 'form', id, className, ...aria }: TriggerProps) {
  return (
    <Base.Trigger
      id={id}
      aria-label={id ? undefined : `${label}: ${text ?? placeholder}`}
      aria-describedby={aria['aria-describedby']}
      aria-invalid={aria['aria-invalid']}
      className={cx(
        'inline-flex max-w-full min-w-0 items-center gap-1.5 rounded-control border border-line-2 bg-surface px-2.5 text-left shadow-1 transition-colors select-none hover:bg-hover aria-invalid:border-negative data-disabled:opacity-50 data-popup-open:bg-hover',
        controlSize[size],
        className,
      )}
    >
      {icon}
      <span className={cx('truncate', text === null && 'text-fg-3')}>{text ?? placeholder}</span>
      <ChevronDown size={14} strokeWidth={1.75} className="ml-auto shrink-0 text-fg-3" aria-hidden />
    </Base.Trigger>
  )
}

type LayerProps<T extends PickerItem> = ComboboxProps<T> & { isOn: (item: T) => boolean; handle: React.Ref<OptionListHandle> }

function Layer<T extends PickerItem>({ label, groups, loading, isOn, handle }: LayerProps<T>) {
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} align="start" collisionPadding={8} className="z-50">
        <Base.Popup aria-label={label} className={cx(popupClass, 'w-[max(var(--anchor-width),16rem)]')}>
          <SearchBox label={`Find: ${label}`} placeholder="Find" loading={loading} />
          <Base.Empty className="empty:hidden">
            <div className="px-3 py-6 text-center text-fg-3">{loading ? 'Looking…' : 'Nothing matches.'}</div>
          </Base.Empty>
          <OptionList groups={groups} isOn={isOn} handle={handle} />
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}
