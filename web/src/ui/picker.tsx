import { Combobox } from '@base-ui/react/combobox'
import { LoaderCircle, Search } from 'lucide-react'
import { useLayoutEffect, useRef, type ReactElement, type ReactNode } from 'react'
import { cx } from './cx'
import { countOf, OptionList, virtualOptionsFrom, type OptionListHandle, type PickerGroup, type PickerItem } from './option_list'
import { popupClass } from './popup'
import { useHeldEnter, useHeldList } from './use_held_enter'

export type { PickerGroup, PickerItem } from './option_list'

interface PickerProps<T extends PickerItem> {
  /** What is being picked: names the list and its search box. */
  label: string
  trigger: ReactElement
  /** Already searched and in order. */
  groups: PickerGroup<T>[]
  search: string
  onSearch: (search: string) => void
  onPick: (item: T) => void
  picked?: string | null
  loading?: boolean
  /** Said when nothing matches. */
  emptyText: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** The item the arrows or the pointer are on. */
  onHighlight?: (item: T | null) => void
  /** Below the list: what is known about that item. */
  footer?: ReactNode
}

/** A button that opens a searchable list; arrows move, Enter picks, Esc closes. */
export function Picker<T extends PickerItem>(props: PickerProps<T>) {
  const { label, trigger, groups, search, onSearch, onPick, picked, loading, emptyText, open, onOpenChange, onHighlight, footer } = props
  const shown = useHeldList(
    groups.filter((group) => group.items.length > 0),
    search,
    loading ?? false,
  )
  const list = useRef<OptionListHandle>(null)
  const holdEnter = useHeldEnter(loading ?? false)
  return (
    <Combobox.Root<T>
      items={shown}
      filter={null}
      virtualized={countOf(shown) > virtualOptionsFrom}
      value={null}
      onValueChange={(item) => {
        if (item !== null) onPick(item)
      }}
      inputValue={search}
      onInputValueChange={onSearch}
      itemToStringLabel={(item) => item.label}
      isItemEqualToValue={(a, b) => a.id === b.id}
      open={open}
      onOpenChange={(next) => {
        onOpenChange?.(next)
        if (next) onSearch('')
      }}
      onItemHighlighted={(item, { reason, index }) => {
        onHighlight?.(item ?? null)
        if (reason !== 'pointer') queueMicrotask(() => list.current?.show(index))
      }}
      autoHighlight
    >
      {/* A combobox is not named by its text: the trigger names itself with aria-label, or gets the list's name. */}
      {/* Letters pressed on the closed button are shortcuts of the page, never a choice. */}
      <Combobox.Trigger
        aria-label={label}
        render={trigger}
        onKeyDown={(event) => {
          if (event.key.length === 1 && event.key !== ' ') event.preventBaseUIHandler()
        }}
      />
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} align="start" collisionPadding={8} className="z-50">
          <Combobox.Popup aria-label={label} className={cx(popupClass, 'w-80')} onKeyDownCapture={holdEnter}>
            <SearchBox label={label} loading={loading} />
            <Combobox.Empty className="empty:hidden">
              <div className="px-3 py-6 text-center break-words text-fg-3">{loading ? 'Looking…' : emptyText}</div>
            </Combobox.Empty>
            <OptionList groups={shown} isOn={(item) => item.id === picked} handle={list} />
            {footer && <div className="border-t border-line bg-inset px-3 py-2 text-small">{footer}</div>}
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}

/**
 * The field at the top of a searchable list. It has focus from the moment it is there, so that no letter typed right
 * after the list was opened goes to the page; where fingers type, a keyboard over the list would hide it.
 */
export function SearchBox({ label, placeholder = label, loading }: { label: string; placeholder?: string; loading?: boolean }) {
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    if (!window.matchMedia('(pointer: coarse)').matches) field.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className="flex items-center gap-2 border-b border-line px-3">
      {loading ? (
        <LoaderCircle size={15} strokeWidth={1.75} className="animate-spin text-fg-3" aria-hidden />
      ) : (
        <Search size={15} strokeWidth={1.75} className="text-fg-3" aria-hidden />
      )}
      <Combobox.Input
        ref={field}
        aria-label={label}
        placeholder={placeholder}
        className="h-9 min-w-0 flex-1 bg-transparent outline-none pointer-coarse:h-touch pointer-coarse:text-touch"
      />
    </div>
  )
}
