import { Combobox } from '@base-ui/react/combobox'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Check } from 'lucide-react'
import { useImperativeHandle, useRef, type ReactNode, type Ref } from 'react'
import { cx } from './cx'
import { itemClass } from './popup'
import { useMedia } from './use_media'

export interface PickerItem {
  id: string
  label: string
  /** The raw name, when it differs from the label. */
  note?: string
  icon?: ReactNode
  /** At the end of the row: a share, a count. */
  aside?: ReactNode
}

export interface PickerGroup<T extends PickerItem> {
  label: string
  items: T[]
}

/** Lists longer than this draw only what can be seen. */
export const virtualOptionsFrom = 60

export const countOf = (groups: PickerGroup<PickerItem>[]) => groups.reduce((sum, group) => sum + group.items.length, 0)

export interface OptionListHandle {
  /** Scrolls to the item with this place among all items. */
  show: (index: number) => void
}

interface OptionListProps<T extends PickerItem> {
  groups: PickerGroup<T>[]
  isOn: (item: T) => boolean
  handle: Ref<OptionListHandle>
  className?: string
}

/** The rows of a searchable list, under the names of their groups. */
export function OptionList<T extends PickerItem>({ groups, isOn, handle, className }: OptionListProps<T>) {
  const list = 'scroll-thin max-h-[min(20rem,calc(var(--available-height)-40px))] scroll-py-7 overflow-y-auto overscroll-contain p-1 empty:hidden'
  if (countOf(groups) > virtualOptionsFrom) return <LongList groups={groups} isOn={isOn} handle={handle} className={cx(list, className)} />
  return (
    <Combobox.List className={cx(list, className)}>
      {(group: PickerGroup<T>) => (
        <Combobox.Group key={group.label} items={group.items}>
          {group.label !== '' && <Combobox.GroupLabel className={groupLabel}>{group.label}</Combobox.GroupLabel>}
          <Combobox.Collection>
            {(item: T) => (
              <Combobox.Item key={item.id} value={item} className={itemClass}>
                <OptionRow item={item} on={isOn(item)} />
              </Combobox.Item>
            )}
          </Combobox.Collection>
        </Combobox.Group>
      )}
    </Combobox.List>
  )
}

const headingHeight = 28
const groupLabel = 'flex h-7 items-end px-2 pb-1 text-small text-fg-3'

type Row<T> = { heading: string } | { item: T; index: number }

/** Group names and items as one column of rows, with each item's place among all items. */
export function rowsOf<T extends PickerItem>(groups: PickerGroup<T>[]): Row<T>[] {
  const rows: Row<T>[] = []
  let index = 0
  for (const group of groups) {
    if (group.items.length === 0) continue
    if (group.label !== '') rows.push({ heading: group.label })
    for (const item of group.items) rows.push({ item, index: index++ })
  }
  return rows
}

function LongList<T extends PickerItem>({ groups, isOn, handle, className }: OptionListProps<T>) {
  const box = useRef<HTMLDivElement>(null)
  const rows = rowsOf(groups)
  const total = countOf(groups)
  const height = useMedia('(pointer: coarse)') ? 40 : 28
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (at) => ('item' in (rows[at] ?? {}) ? height : headingHeight),
    overscan: 10,
    scrollPaddingStart: 28,
    scrollPaddingEnd: 4,
    initialRect: { width: 320, height: 320 },
  })
  useImperativeHandle(handle, () => ({
    show: (index) => {
      const row = rows.findIndex((one) => 'item' in one && one.index === index)
      if (row >= 0) virtual.scrollToIndex(index === 0 ? 0 : row)
    },
  }))
  return (
    <Combobox.List ref={box} className={className}>
      <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((place) => {
          const row = rows[place.index]
          if (!row) return null
          const style = { transform: `translateY(${place.start}px)` }
          if ('heading' in row) {
            return (
              <div key={place.key} role="presentation" style={style} className={cx(groupLabel, 'absolute inset-x-0 top-0')}>
                {row.heading}
              </div>
            )
          }
          return (
            <Combobox.Item
              key={place.key}
              index={row.index}
              value={row.item}
              aria-setsize={total}
              aria-posinset={row.index + 1}
              style={style}
              className={cx(itemClass, 'absolute inset-x-0 top-0')}
            >
              <OptionRow item={row.item} on={isOn(row.item)} />
            </Combobox.Item>
          )
        })}
      </div>
    </Combobox.List>
  )
}

function OptionRow({ item, on }: { item: PickerItem; on: boolean }) {
  return (
    <>
      {item.icon && <span className="shrink-0 text-fg-3">{item.icon}</span>}
      <span className="min-w-0 shrink truncate">{item.label}</span>
      {item.note && <span className="min-w-0 flex-1 truncate text-small text-fg-3">{item.note}</span>}
      {(item.aside || on) && (
        <span className="ml-auto flex shrink-0 items-center gap-2 text-small text-fg-3">
          {item.aside}
          {on && <Check size={14} strokeWidth={2} className="text-accent-text" aria-label="current" />}
        </span>
      )}
    </>
  )
}
