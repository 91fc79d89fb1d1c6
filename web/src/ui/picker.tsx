import { Combobox } from '@base-ui/react/combobox'
import { Check, LoaderCircle, Search } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './cx'
import { itemClass, popupClass } from './popup'

export interface PickerItem {
  id: string
  label: string
  /** The raw name, when it differs from the label. */
  note?: string
  icon?: ReactNode
}

export interface PickerGroup<T extends PickerItem> {
  label: string
  items: T[]
}

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
}

/** A button that opens a searchable list; arrows move, Enter picks, Esc closes. */
export function Picker<T extends PickerItem>(props: PickerProps<T>) {
  const { label, trigger, groups, search, onSearch, onPick, picked, loading, emptyText, open, onOpenChange } = props
  const shown = groups.filter((group) => group.items.length > 0)
  return (
    <Combobox.Root<T>
      items={shown}
      filter={null}
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
      autoHighlight
    >
      <Combobox.Trigger render={trigger} />
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} align="start" collisionPadding={8} className="z-40">
          <Combobox.Popup aria-label={label} className={cx(popupClass, 'w-80')}>
            <div className="flex items-center gap-2 border-b border-line px-3">
              {loading ? (
                <LoaderCircle size={15} strokeWidth={1.75} className="animate-spin text-fg-3" aria-hidden />
              ) : (
                <Search size={15} strokeWidth={1.75} className="text-fg-3" aria-hidden />
              )}
              <Combobox.Input
                aria-label={label}
                placeholder={label}
                className="h-9 min-w-0 flex-1 bg-transparent outline-none pointer-coarse:text-[16px]"
              />
            </div>
            <Combobox.Empty className="empty:hidden">
              <div className="px-3 py-6 text-center text-fg-3">{loading ? 'Looking…' : emptyText}</div>
            </Combobox.Empty>
            <Combobox.List className="scroll-thin max-h-[min(20rem,calc(var(--available-height)-40px))] scroll-py-7 overflow-y-auto overscroll-contain p-1 empty:hidden">
              {(group: PickerGroup<T>) => (
                <Combobox.Group key={group.label} items={group.items}>
                  <Combobox.GroupLabel className="px-2 pt-1.5 pb-1 text-small text-fg-3">{group.label}</Combobox.GroupLabel>
                  <Combobox.Collection>
                    {(item: T) => (
                      <Combobox.Item key={item.id} value={item} className={itemClass}>
                        {item.icon && <span className="shrink-0 text-fg-3">{item.icon}</span>}
                        <span className="min-w-0 shrink truncate">{item.label}</span>
                        {item.note && <span className="min-w-0 flex-1 truncate text-small text-fg-3">{item.note}</span>}
                        {picked === item.id && (
                          <Check size={14} strokeWidth={2} className="ml-auto shrink-0 text-accent-text" aria-label="current" />
                        )}
                      </Combobox.Item>
                    )}
                  </Combobox.Collection>
                </Combobox.Group>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
