import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChartLine, LayoutDashboard, Plus, type LucideIcon } from 'lucide-react'
import { useState, type DragEvent, type KeyboardEvent } from 'react'
import { dashboardsQuery } from '@/api/dashboards'
import { foundInsightsQuery } from '@/api/insights'
import { deviceStore, isStrings } from '@/lib/device_store'
import { useInsightName } from '@/tiles/use_insight_name'
import { cx } from '@/ui/cx'
import { Tooltip } from '@/ui/tooltip'
import { hrefOf } from './destinations'

/** The order people dragged their pins into, by id; what is not in it comes last. */
const pinOrder = deviceStore<string[]>('tenrec.pin-order', [], isStrings)
const most = 20

interface PinnedProps {
  projectId: string
  folded: boolean
  path: string
  onGo?: () => void
}

interface Pin {
  id: string
  label: string
  href: string
  icon: LucideIcon
}

/** Pinned dashboards and starred insights, in an order of one's own: drag them, or ⌥↑ and ⌥↓. */
export function Pinned({ projectId, folded, path, onGo }: PinnedProps) {
  const boards = useQuery(dashboardsQuery(Number(projectId), { pinned: true, limit: most }))
  const insights = useQuery(foundInsightsQuery(Number(projectId), { starred: true, limit: most }))
  const nameOf = useInsightName(insights.data?.results ?? [])
  const order = pinOrder.use()
  const [dragged, setDragged] = useState<string | null>(null)
  const rank = (pin: Pin) => {
    const at = order.indexOf(pin.id)
    return at < 0 ? order.length : at
  }
  const pins = [
    ...(boards.data?.results ?? []).map(
      (board): Pin => ({ id: `dashboard:${board.id}`, label: board.name || 'Untitled dashboard', href: hrefOf(projectId, `/dashboard/${board.id}`), icon: LayoutDashboard }),
    ),
    ...(insights.data?.results ?? []).map(
      (insight): Pin => ({ id: insight.short_id, label: nameOf(insight), href: hrefOf(projectId, `/insights/${insight.short_id}`), icon: ChartLine }),
    ),
  ].toSorted((a, b) => rank(a) - rank(b))
  if (pins.length === 0) return null

  const place = (id: string, to: number) => {
    const ids = pins.map((pin) => pin.id)
    const from = ids.indexOf(id)
    if (from < 0 || to < 0 || to >= ids.length) return
    ids.splice(to, 0, ...ids.splice(from, 1))
    pinOrder.write([...ids, ...order.filter((other) => !ids.includes(other))])
  }
  const onKeyDown = (event: KeyboardEvent, pin: Pin) => {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined
    if (step === undefined) return
    event.preventDefault()
    place(pin.id, pins.indexOf(pin) + step)
  }
  const onDragOver = (event: DragEvent, to: number) => {
    if (dragged === null) return
    event.preventDefault()
    if (pins[to]?.id !== dragged) place(dragged, to)
  }
  return (
    <div role="group" aria-label="Pinned" className={cx('flex flex-col gap-px', folded && 'items-center')}>
      {folded ? (
        <span aria-hidden className="my-2 h-px w-5 bg-line-2" />
      ) : (
        <div className="mt-4 mb-1 flex items-center justify-between pr-1 pl-2">
          <p aria-hidden className="text-small text-fg-3">
            Pinned
          </p>
          <Tooltip label="Star an insight or pin a dashboard">
            <Link
              to="/project/$projectId/insights"
              params={{ projectId }}
              onClick={onGo}
              aria-label="Choose what is pinned"
              className="inline-flex size-6 items-center justify-center rounded-chip text-fg-3 hover:bg-hover hover:text-fg"
            >
              <Plus size={14} strokeWidth={1.75} aria-hidden />
            </Link>
          </Tooltip>
        </div>
      )}
      {pins.map((pin, i) => {
        const link = (
          <Link
            key={pin.id}
            to={pin.href}
            onClick={onGo}
            draggable
            onDragStart={() => setDragged(pin.id)}
            onDragOver={(event) => onDragOver(event, i)}
            onDragEnd={() => setDragged(null)}
            onKeyDown={(event) => onKeyDown(event, pin)}
            aria-label={folded ? pin.label : undefined}
            aria-current={path === pin.href ? 'page' : undefined}
            title={folded ? undefined : pin.label}
            className={cx(
              'flex h-nav-row min-w-0 shrink-0 items-center gap-2.5 rounded-control no-underline transition-colors',
              folded ? 'w-8.5 justify-center' : 'px-2',
              // The product it belongs to is marked already: one mark on the sidebar is enough.
              path === pin.href ? 'font-medium text-fg hover:bg-hover' : 'text-fg-2 hover:bg-hover hover:text-fg',
              dragged === pin.id && 'opacity-50',
            )}
          >
            <pin.icon size={16} strokeWidth={1.75} className="shrink-0" aria-hidden />
            {!folded && <span className="truncate">{pin.label}</span>}
          </Link>
        )
        return folded ? (
          <Tooltip key={pin.id} label={pin.label} side="right">
            {link}
          </Tooltip>
        ) : (
          link
        )
      })}
    </div>
  )
}
