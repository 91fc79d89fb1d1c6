import { Copy, Ellipsis, GripVertical, Pencil, RefreshCw, Trash2 } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { DashboardTile } from '@/api/dashboards'
import { tileName } from '@/tiles/tile_card'
import { IconButton } from '@/ui/button'
import { Menu, MenuItem, MenuLine } from '@/ui/menu'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

interface TileMenuProps {
  tile: DashboardTile
  editing: boolean
  onRefresh: () => void
  onEditText: () => void
  onDuplicate: () => void
  onRemove: () => void
}

/** What can be done with a tile. */
export function TileMenu({ tile, editing, onRefresh, onEditText, onDuplicate, onRemove }: TileMenuProps) {
  return (
    <Menu
      align="end"
      trigger={
        <IconButton
          label={`More for ${tileName(tile)}`}
          icon={<Ellipsis {...icon} />}
          className={editing ? '' : 'opacity-0 group-focus-within/tile:opacity-100 group-hover/tile:opacity-100 aria-expanded:opacity-100 pointer-coarse:opacity-100'}
        />
      }
    >
      {tile.insight && (
        <>
          <MenuItem icon={<RefreshCw {...icon} />} onClick={onRefresh}>
            Compute again
          </MenuItem>
          <MenuItem icon={<Copy {...icon} />} onClick={onDuplicate}>
            Duplicate
          </MenuItem>
        </>
      )}
      {tile.text && (
        <MenuItem icon={<Pencil {...icon} />} onClick={onEditText}>
          Edit text
        </MenuItem>
      )}
      <MenuLine />
      <MenuItem icon={<Trash2 {...icon} />} danger onClick={onRemove}>
        Remove from dashboard
      </MenuItem>
    </Menu>
  )
}

/** Where a tile is held: by the mouse, or by the keyboard, whose arrow keys move it. */
export function Grip({ tile, onKey }: { tile: DashboardTile; onKey: (event: KeyboardEvent<HTMLElement>) => void }) {
  return (
    <button
      type="button"
      data-move
      aria-label={`Move ${tileName(tile)}: arrow keys; with shift, resize`}
      onKeyDown={onKey}
      className="-ml-2 shrink-0 cursor-grab rounded-chip p-0.5 text-fg-3 hover:bg-hover"
    >
      <GripVertical size={14} strokeWidth={1.75} aria-hidden />
    </button>
  )
}
