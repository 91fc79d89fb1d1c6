import { Link, useParams } from '@tanstack/react-router'
import { ChevronDown, ChevronUp, User } from 'lucide-react'
import { useEffect, type RefObject } from 'react'
import type { EventRow } from '@/lib/event_columns'
import { libraryOf } from '@/lib/live_list'
import { eventLabel, rawNote } from '@/lib/taxonomy'
import { buttonClass, IconButton } from '@/ui/button'
import { Drawer } from '@/ui/dialog'
import { EventDetails } from '@/ui/event_details'

const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const

interface EventDrawerProps {
  event: EventRow | null
  onClose: () => void
  /** Opens the event this many rows below; null where there is none. */
  onStep: { up: (() => void) | null; down: (() => void) | null }
  onFilter: (key: string, value: string | number | boolean) => void
  returnFocus: RefObject<HTMLElement | null>
}

/** One event in full, and the ways to its neighbours in the list. */
export function EventDrawer({ event, onClose, onStep, onFilter, returnFocus }: EventDrawerProps) {
  const { projectId = '' } = useParams({ strict: false })
  const { up, down } = onStep
  const open = event !== null
  useEffect(() => {
    if (!open) return
    const onKeyDown = (pressed: KeyboardEvent) => {
      const step = { j: down, k: up }[pressed.key]
      const inPanel = pressed.target instanceof HTMLElement && pressed.target.closest('[role="dialog"]') && !pressed.target.closest('input')
      if (!step || !inPanel || pressed.metaKey || pressed.ctrlKey || pressed.altKey) return
      pressed.preventDefault()
      step()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [open, up, down])
  return (
    <Drawer
      open={open}
      onClose={onClose}
      title={eventLabel(event?.event ?? '')}
      subtitle={event ? [rawNote(eventLabel(event.event), event.event), event.person, libraryOf(event)].filter(Boolean).join(' · ') : ''}
      actions={
        <>
          {event?.person_id && (
            <Link to="/project/$projectId/persons/$personId" params={{ projectId, personId: event.person_id }} className={buttonClass()}>
              <User {...icon} size={14} />
              Person
            </Link>
          )}
          <IconButton label="Next event" shortcut="J" look="default" icon={<ChevronDown {...icon} />} disabled={!down} onClick={() => down?.()} />
          <IconButton label="Previous event" shortcut="K" look="default" icon={<ChevronUp {...icon} />} disabled={!up} onClick={() => up?.()} />
        </>
      }
      returnFocus={returnFocus}
    >
      {event && <EventDetails event={event} onFilter={onFilter} />}
    </Drawer>
  )
}
