import { Combobox } from '@base-ui/react/combobox'
import { Dialog } from '@base-ui/react/dialog'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { LoaderCircle, Search } from 'lucide-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import { meQuery } from '@/api/session'
import { cx } from '@/ui/cx'
import { Kbd } from '@/ui/kbd'
import { itemClass } from '@/ui/popup'
import { useHeldEnter, useHeldList } from '@/ui/use_held_enter'
import { commandKey } from './command_key'
import { useCommands, type Command, type CommandGroup } from './commands'

interface CommandMenuProps {
  projectId: string
  onClose: () => void
  onHelp: () => void
}

/** Everything by name: Enter opens, ⌘Enter opens in a new tab, `>` and `#` narrow the search. */
export default function CommandMenu({ projectId, onClose, onHelp }: CommandMenuProps) {
  const { data: me } = useSuspenseQuery(meQuery)
  const router = useRouter()
  const [search, setSearch] = useState('')
  const highlighted = useRef<Command | null>(null)
  const { groups: found, loading, searching, layer } = useCommands({ me, projectId, search, onHelp, onClose })
  const groups = useHeldList(found, search, loading)

  const choose = (command: Command) => {
    if (command.href !== undefined) {
      onClose()
      void router.navigate({ href: command.href })
      return
    }
    command.run?.()
    if (!command.keepsOpen) onClose()
  }
  const holdEnter = useHeldEnter(searching)
  const onKeyDown = (event: KeyboardEvent) => {
    holdEnter(event)
    const href = highlighted.current?.href
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey) || href === undefined) return
    event.preventDefault()
    event.stopPropagation()
    window.open(href, '_blank', 'noopener')
    onClose()
  }

  if (layer) return layer
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup
          aria-label="Command menu"
          className="pop-motion fixed top-[12vh] left-1/2 z-40 flex max-h-[min(32rem,76vh)] w-[min(40rem,calc(100vw-24px))] -translate-x-1/2 flex-col overflow-hidden rounded-dialog border border-line bg-surface shadow-3 outline-none max-md:top-3"
        >
          <Combobox.Root<Command>
            inline
            open
            items={groups}
            filter={null}
            value={null}
            onValueChange={(command) => command !== null && choose(command)}
            inputValue={search}
            onInputValueChange={setSearch}
            itemToStringLabel={(command) => command.label}
            isItemEqualToValue={(a, b) => a.id === b.id}
            onItemHighlighted={(command) => {
              highlighted.current = command ?? null
            }}
            autoHighlight
          >
            <div className="flex shrink-0 items-center gap-2.5 border-b border-line px-4">
              {loading ? (
                <LoaderCircle size={16} strokeWidth={1.75} className="animate-spin text-fg-3" aria-hidden />
              ) : (
                <Search size={16} strokeWidth={1.75} className="text-fg-3" aria-hidden />
              )}
              <Combobox.Input
                aria-label="Search or jump to"
                placeholder="Search or jump to"
                spellCheck={false}
                className="h-12 min-w-0 flex-1 bg-transparent text-read outline-none pointer-coarse:text-touch"
                onKeyDownCapture={onKeyDown}
              />
              <Kbd hint>Esc</Kbd>
            </div>
            <Combobox.Empty className="empty:hidden">
              <p className="px-4 py-8 text-center text-fg-3">{loading ? 'Looking…' : `Nothing is called “${search.replace(/^[>#@]\s*/, '')}”.`}</p>
            </Combobox.Empty>
            <Combobox.List
              aria-label="Results"
              className="scroll-thin min-h-0 flex-1 scroll-py-8 overflow-y-auto overscroll-contain p-1.5 empty:hidden"
            >
              {(group: CommandGroup) => (
                <Combobox.Group key={group.label} items={group.items}>
                  <Combobox.GroupLabel className="px-2 pt-2 pb-1 text-small text-fg-3">{group.label}</Combobox.GroupLabel>
                  <Combobox.Collection>
                    {(command: Command) => (
                      <Combobox.Item key={command.id} value={command} className={cx(itemClass, 'min-h-8')}>
                        <command.icon size={15} strokeWidth={1.75} className="shrink-0 text-fg-3" aria-hidden />
                        <span className="min-w-0 shrink truncate">{command.label}</span>
                        {command.note && <span className="min-w-0 flex-1 truncate text-small text-fg-3">{command.note}</span>}
                        {command.keys && (
                          <span className="ml-auto flex shrink-0 gap-1">
                            {command.keys.split(' ').map((key) => (
                              <Kbd hint key={key}>
                                {key}
                              </Kbd>
                            ))}
                          </span>
                        )}
                      </Combobox.Item>
                    )}
                  </Combobox.Collection>
                </Combobox.Group>
              )}
            </Combobox.List>
          </Combobox.Root>
          <p aria-hidden className="flex shrink-0 items-center gap-x-4 gap-y-1 overflow-hidden border-t border-line px-4 py-2 text-small whitespace-nowrap text-fg-3 pointer-coarse:hidden">
            <span>
              <Kbd>↵</Kbd> open
            </span>
            <span>
              <Kbd>{commandKey.startsWith('⌘') ? '⌘↵' : 'Ctrl ↵'}</Kbd> new tab
            </span>
            <span className="ml-auto">
              <Kbd>&gt;</Kbd> commands
            </span>
            <span>
              <Kbd>#</Kbd> events
            </span>
            <span>
              <Kbd>@</Kbd> people
            </span>
          </p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
