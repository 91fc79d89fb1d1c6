import { History } from 'lucide-react'
import { formatAgo } from '@/lib/format'
import type { PastQuery } from '@/lib/sql_tabs'
import { IconButton } from '@/ui/button'
import { useNow } from '@/ui/event_time'
import { Menu, MenuItem } from '@/ui/menu'

interface HistoryMenuProps {
  history: PastQuery[]
  open: boolean
  onOpenChange: (open: boolean) => void
  onPick: (text: string) => void
}

/** What was run on this device, newest first. */
export function HistoryMenu({ history, open, onOpenChange, onPick }: HistoryMenuProps) {
  const now = useNow(30_000)
  return (
    <Menu align="end" open={open} onOpenChange={onOpenChange} className="w-96 max-w-[calc(100vw-2rem)]" trigger={<IconButton label="What was run" shortcut="⌥↑" className="max-sm:hidden" icon={<History size={15} strokeWidth={1.75} aria-hidden />} />}>
      {history.length === 0 ? (
        <MenuItem disabled>Questions that you run are kept here</MenuItem>
      ) : (
        history.slice(0, 20).map((one) => (
          <MenuItem key={one.text} onClick={() => onPick(one.text)}>
            <span className="block truncate font-mono text-code">{one.text.replaceAll(/\s+/g, ' ')}</span>
            <span className="block text-small text-fg-3">{formatAgo(one.at, now)}</span>
          </MenuItem>
        ))
      )}
    </Menu>
  )
}
