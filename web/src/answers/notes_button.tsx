import { MessageSquarePlus, Plus } from 'lucide-react'
import { IconButton } from '@/ui/button'
import { Menu, MenuItem, MenuLine } from '@/ui/menu'
import { MenuToggle } from '@/ui/menu_toggle'
import { hiddenNotes, noteKinds } from './notes'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

/** Notes what happened, and chooses which kinds of notes charts show. */
export function NotesButton({ onAdd }: { onAdd: () => void }) {
  const hidden = hiddenNotes.use()
  return (
    <Menu align="end" trigger={<IconButton label="Notes" icon={<MessageSquarePlus {...icon} />} />}>
      <MenuItem icon={<Plus {...icon} />} shortcut="A" onClick={onAdd}>
        Note what happened
      </MenuItem>
      <MenuLine />
      {noteKinds.map(({ kind, label }) => (
        <MenuToggle key={kind} checked={!hidden.includes(kind)} onChange={(on) => hiddenNotes.write(on ? hidden.filter((one) => one !== kind) : [...hidden, kind])}>
          Show {label.toLowerCase()}
        </MenuToggle>
      ))}
    </Menu>
  )
}
