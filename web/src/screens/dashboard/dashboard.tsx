import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Check, Ellipsis, House, LayoutGrid, Link2, Maximize, Minimize, Pencil, Pin, Plus, RefreshCw, Share2, Trash2, Type } from 'lucide-react'
import { Suspense, useCallback, useEffect, useState, type KeyboardEvent } from 'react'
import { isApiError, messageOf } from '@/api/client'
import { changeDashboard, changeTiles, dashboardQuery, readTileText, type Dashboard, type DashboardFilters, type DashboardTile, type TilePlace } from '@/api/dashboards'
import { copyInsight, readInsight } from '@/api/insights'
import { changeProject, projectQuery } from '@/api/projects'
import { useWidth } from '@/charts/use_width'
import { formatAgo } from '@/lib/format'
import { lazy } from '@/lib/parts'
import { inReadingOrder, nudged, placesOf, smallestOf } from '@/tiles/places'
import { TileCard, tileName } from '@/tiles/tile_card'
import { TileGrid } from '@/tiles/tile_grid'
import { Button, buttonClass, IconButton } from '@/ui/button'
import { copyText } from '@/ui/copy'
import { cx } from '@/ui/cx'
import { EditableTitle } from '@/ui/editable_title'
import { useNow } from '@/ui/event_time'
import { FirstLook } from '@/ui/first_look'
import { holdKeys } from '@/ui/held_keys'
import { Kbd } from '@/ui/kbd'
import { Menu, MenuChoice, MenuItem, MenuLine } from '@/ui/menu'
import { Page } from '@/ui/page'
import { useShortcuts } from '@/ui/shortcuts'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'
import { StatusPill } from '@/ui/status_pill'
import { toast, toastUndo } from '@/ui/toast'
import { useNarrow } from '@/ui/use_media'
import { askedFilters, compared, FilterBar } from './filter_bar'
import { Grip, TileMenu } from './tile_menu'
import { useTv } from './use_tv'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

const EditGrid = lazy(() => import('./edit_grid'))
const loadAddInsight = () => import('./add_insight')
const AddInsight = lazy(loadAddInsight)
const TextDialog = lazy(() => import('./text_dialog'))
const ShareDialog = lazy(() => import('@/tiles/share_dialog'))

const autoRefreshes = { off: 0, '1': 1, '5': 5, '30': 30 } as const
type AutoRefresh = keyof typeof autoRefreshes

export default function DashboardScreen() {
  const { projectId, dashboardId } = useParams({ from: '/project/$projectId/dashboard/$dashboardId' })
  const { filters } = useSearch({ from: '/project/$projectId/dashboard/$dashboardId' })
  const id = Number(projectId)
  const board = useQuery({
    ...dashboardQuery(id, Number(dashboardId), filters ? askedFilters(filters) : null),
    // Other filters: the tiles stay until their questions are known.
    placeholderData: (before) => (before?.id === Number(dashboardId) ? before : undefined),
  })
  if (board.data) return <Board key={board.data.id} projectId={id} board={board.data} filters={filters} />
  if (board.isPending) {
    return (
      <Page title="Dashboard" className="bg-canvas">
        <div aria-busy className="grid grid-cols-2 gap-3 p-5 max-md:grid-cols-1">
          {['a', 'b', 'c', 'd'].map((place) => (
            <Skeleton key={place} className="h-80 !rounded-card" />
          ))}
        </div>
      </Page>
    )
  }
  const absent = isApiError(board.error) && board.error.status === 404
  return (
    <Page title="Dashboard">
      {absent ? (
        <Empty
          title="This dashboard is not here"
          action={
            <Link to="/project/$projectId/dashboard" params={{ projectId }} className={buttonClass()}>
              All dashboards
            </Link>
          }
        >
          It was deleted, or belongs to another project.
        </Empty>
      ) : (
        <div className="p-6">
          <ErrorBox title="The dashboard could not be read" message={messageOf(board.error)} onRetry={() => void board.refetch()} details={messageOf(board.error)} />
        </div>
      )}
    </Page>
  )
}

function Board({ projectId, board, filters }: { projectId: number; board: Dashboard; filters: DashboardFilters | undefined }) {
  const navigate = useNavigate()
  const narrow = useNarrow()
  const [editing, setEditing] = useState(false)
  const [adding, setAdding] = useState(false)
  const [sharing, setSharing] = useState(false)
  const [writing, setWriting] = useState<DashboardTile | 'new' | null>(null)
  const [picking, setPicking] = useState<'date' | 'filter' | null>(null)
  const [refreshes, setRefreshes] = useState<{ all: number; one: Record<number, number> }>({ all: 0, one: {} })
  const [auto, setAuto] = useState<AutoRefresh>('off')
  const [oldest, setOldest] = useState<number | null>(null)
  const [grid, width] = useWidth<HTMLDivElement>()
  const tv = useTv()
  const name = board.name || 'Untitled dashboard'
  const places = placesOf(board.tiles)
  const tiles = inReadingOrder(board.tiles, places)
  const fail = (error: unknown) => toast(messageOf(error), 'error')

  const refreshAll = useCallback(() => {
    setOldest(null)
    setRefreshes((known) => ({ ...known, all: known.all + 1 }))
  }, [])
  useEffect(() => {
    // Nobody stands at a wall to ask again.
    const minutes = autoRefreshes[auto] || (tv.on ? 5 : 0)
    if (minutes === 0) return
    const timer = setInterval(() => document.visibilityState === 'visible' && refreshAll(), minutes * 60_000)
    return () => clearInterval(timer)
  }, [auto, refreshAll, tv.on])
  const onAnswered = useCallback((at: number) => setOldest((known) => (known === null ? at : Math.min(known, at))), [])

  const setFilters = (next: DashboardFilters | undefined) =>
    void navigate({
      to: '/project/$projectId/dashboard/$dashboardId',
      params: { projectId: String(projectId), dashboardId: String(board.id) },
      search: next ? { filters: next } : {},
      replace: true,
      resetScroll: false,
    })
  const saved = board.persisted_filters ?? board.filters
  const shown = filters ?? saved
  const saveFilters = async () => {
    await changeDashboard(projectId, board.id, { filters: askedFilters({ ...saved, ...filters }) })
    setFilters(undefined)
  }

  const keep = (next: Map<number, TilePlace>) => {
    const moved = tiles.flatMap((tile) => {
      const [before, after] = [places.get(tile.id), next.get(tile.id)]
      return after && before && JSON.stringify(after) !== JSON.stringify(before) ? [{ id: tile.id, layouts: { ...tile.layouts, sm: after } }] : []
    })
    if (moved.length > 0) changeTiles(projectId, board.id, moved).catch(fail)
  }
  const nudge = (tile: DashboardTile) => (event: KeyboardEvent<HTMLElement>) => {
    const place = places.get(tile.id)
    const next = place ? nudged(place, event.key, event.shiftKey, smallestOf(tile)) : null
    if (!next) return
    event.preventDefault()
    // The moved tile stays where it was put; the others make room.
    const others = board.tiles.map((one) => ({ ...one, layouts: { sm: one.id === tile.id ? next : (places.get(one.id) ?? {}) } }))
    keep(placesOf([...others.filter((one) => one.id === tile.id), ...others.filter((one) => one.id !== tile.id)]))
  }
  const remove = (tile: DashboardTile) => {
    changeTiles(projectId, board.id, [{ id: tile.id, deleted: true }])
      .then(() => toastUndo('Removed the tile', () => void changeTiles(projectId, board.id, [{ id: tile.id, deleted: false }]).catch(fail)))
      .catch(fail)
  }
  const duplicate = (tile: DashboardTile) => {
    if (!tile.insight) return
    // The tile's question carries the dashboard's dates; the copy is made of what is saved.
    readInsight(projectId, tile.insight.short_id)
      .then((insight) => copyInsight(projectId, insight ?? tile.insight!, `${tileName(tile)} (copy)`, [board.id]))
      .then((made) => toast(`Made ${made.name}`))
      .catch(fail)
  }
  const pin = () => void changeDashboard(projectId, board.id, { pinned: !board.pinned }).catch(fail)
  const project = useQuery(projectQuery(projectId))
  const isMain = project.data?.primary_dashboard === board.id
  const showOnHome = () => {
    changeProject(projectId, { primary_dashboard: isMain ? null : board.id })
      .then(() => toast(isMain ? 'Home shows no dashboard now' : `Everybody sees ${name} on Home`))
      .catch(fail)
  }
  const deleteBoard = () => {
    changeDashboard(projectId, board.id, { deleted: true })
      .then(async () => {
        await navigate({ to: '/project/$projectId/dashboard', params: { projectId: String(projectId) } })
        toastUndo(`Deleted ${name}`, () => void changeDashboard(projectId, board.id, { deleted: false }).catch(fail))
      })
      .catch(fail)
  }

  useShortcuts({
    e: () => !narrow && setEditing((on) => !on),
    d: () => setPicking('date'),
    f: () => setPicking('filter'),
    x: () => setFilters(compared(shown)),
    r: refreshAll,
    n: () => {
      setAdding(true)
      holdKeys(loadAddInsight())
    },
    'Shift+f': tv.on ? tv.stop : tv.start,
    ...(tv.on ? { Escape: tv.stop } : editing ? { Escape: () => setEditing(false) } : {}),
  })

  const draw = (tile: DashboardTile) => (
    <TileCard
      key={tile.id}
      projectId={projectId}
      tile={tile}
      refreshes={refreshes.all + (refreshes.one[tile.id] ?? 0)}
      onAnswered={onAnswered}
      dashboardId={board.id}
      menu={
        <TileMenu
          tile={tile}
          editing={editing && !narrow}
          onRefresh={() => setRefreshes((known) => ({ ...known, one: { ...known.one, [tile.id]: (known.one[tile.id] ?? 0) + 1 } }))}
          onEditText={() => setWriting(tile)}
          onDuplicate={() => duplicate(tile)}
          onRemove={() => remove(tile)}
        />
      }
      grip={editing && !narrow ? <Grip tile={tile} onKey={nudge(tile)} /> : undefined}
    />
  )

  return (
    <Page
      parent={
        <Link to="/project/$projectId/dashboard" params={{ projectId: String(projectId) }} className="text-fg-2 no-underline hover:text-fg">
          Dashboards
        </Link>
      }
      title={name}
      heading={
        <h1 className="flex min-w-0 items-center font-semibold">
          <EditableTitle what="dashboard" value={board.name ?? ''} placeholder="Untitled dashboard" onSave={(next) => changeDashboard(projectId, board.id, { name: next })} />
        </h1>
      }
      status={
        <span className="flex shrink-0 items-center gap-1.5">
          <IconButton
            label={board.pinned ? 'Unpin' : 'Pin to the sidebar'}
            aria-pressed={board.pinned}
            icon={<Pin {...icon} className={board.pinned ? 'fill-brand text-brand' : undefined} />}
            onClick={pin}
          />
          {filters && <StatusPill tone="warning">Filters not saved</StatusPill>}
          {board.is_shared && (
            <button type="button" className="rounded-chip" onClick={() => setSharing(true)} aria-label="Shared with anyone who has the link">
              <StatusPill>Shared</StatusPill>
            </button>
          )}
        </span>
      }
      actions={
        <>
          <Age oldest={oldest} />
          <IconButton label="Compute all again" shortcut="R" icon={<RefreshCw {...icon} />} onClick={refreshAll} />
          <Menu align="end" trigger={<IconButton label="More" icon={<Ellipsis {...icon} />} />}>
            <MenuItem icon={<Type {...icon} />} onClick={() => setWriting('new')}>
              Add text
            </MenuItem>
            <MenuItem icon={<Pencil {...icon} />} shortcut="E" disabled={narrow} onClick={() => setEditing((on) => !on)}>
              {narrow ? 'Arrange tiles on a wider screen' : editing ? 'Done arranging' : 'Arrange tiles'}
            </MenuItem>
            <MenuItem icon={<Maximize {...icon} />} shortcut="⇧F" onClick={tv.start}>
              Full screen
            </MenuItem>
            <MenuItem icon={<House {...icon} />} onClick={showOnHome}>
              {isMain ? 'Take it off Home' : 'Show it on Home'}
            </MenuItem>
            <MenuItem icon={<Share2 {...icon} />} onClick={() => setSharing(true)}>
              Share outside
            </MenuItem>
            <MenuItem icon={<Link2 {...icon} />} onClick={() => void copyText(window.location.href).then(() => toast('Link copied'))}>
              Copy link
            </MenuItem>
            <MenuLine />
            <MenuChoice<AutoRefresh>
              label="Refresh by itself"
              value={auto}
              options={[
                { value: 'off', label: 'Off' },
                { value: '1', label: 'Every minute' },
                { value: '5', label: 'Every 5 minutes' },
                { value: '30', label: 'Every 30 minutes' },
              ]}
              onChange={setAuto}
            />
            <MenuLine />
            <MenuItem icon={<Trash2 {...icon} />} danger onClick={deleteBoard}>
              Delete dashboard
            </MenuItem>
          </Menu>
          {editing ? (
            <Button look="primary" icon={<Check {...icon} />} onClick={() => setEditing(false)}>
              Done
            </Button>
          ) : (
            <Button look="primary" icon={<Plus {...icon} />} onClick={() => setAdding(true)}>
              <span className="max-sm:sr-only">Add insight</span>
              <span className="max-md:hidden">
                <Kbd hint inverse>
                  N
                </Kbd>
              </span>
            </Button>
          )}
        </>
      }
      className="bg-canvas"
    >
      <FilterBar
        filters={shown}
        onChange={(next) => setFilters({ ...saved, ...next })}
        open={picking}
        onOpen={setPicking}
        draft={filters !== undefined}
        onSave={() => void saveFilters().catch(fail)}
        onRevert={() => setFilters(undefined)}
        about={board.description}
      />
      {editing && !narrow && (
        <p className="px-5 pt-2 text-small text-fg-2">
          Drag a tile by its head, or focus it and use the arrow keys; with ⇧ they change its size. Every change is kept at once.
        </p>
      )}
      <div className={cx('scroll-thin overflow-y-auto bg-canvas px-5 pt-3 pb-8 max-sm:px-3', tv.on && 'fixed inset-0 z-30')}>
        {tv.on && (
          <div className="flex items-center gap-3 pb-3">
            <p className="min-w-0 flex-1 truncate text-page font-semibold">{name}</p>
            <Age oldest={oldest} />
            <IconButton label="Leave full screen" shortcut="Esc" icon={<Minimize {...icon} />} onClick={tv.stop} />
          </div>
        )}
        <div ref={grid}>
          {tiles.length === 0 ? (
            <FirstLook preview="tiles"
              icon={<LayoutGrid size={22} strokeWidth={1.5} aria-hidden />}
              title="Nothing is on this dashboard yet"
              action={<Button onClick={() => setAdding(true)}>Add an insight</Button>}
            >
              Put the charts you look at every week here.
            </FirstLook>
          ) : editing && !narrow && width > 0 ? (
            <Suspense fallback={null}>
              <EditGrid tiles={tiles} places={places} width={width} onPlaces={keep} draw={draw} />
            </Suspense>
          ) : (
            <TileGrid tiles={tiles} places={places} draw={draw} />
          )}
        </div>
      </div>
      <Suspense fallback={null}>
        {sharing && <ShareDialog projectId={projectId} thing={{ kind: 'dashboards', id: board.id }} name={name} onClose={() => setSharing(false)} />}
        {adding && <AddInsight projectId={projectId} dashboardId={board.id} onClose={() => setAdding(false)} />}
        {writing && (
          <TextDialog
            text={writing === 'new' ? '' : (writing.text?.body ?? '')}
            onRead={writing === 'new' ? undefined : () => readTileText(projectId, board.id, writing.id)}
            onClose={() => setWriting(null)}
            onSave={(body) => changeTiles(projectId, board.id, [writing === 'new' ? { text: { body } } : { id: writing.id, text: { body } }])}
          />
        )}
      </Suspense>
    </Page>
  )
}

/** How old the oldest number on the page is. */
function Age({ oldest }: { oldest: number | null }) {
  const now = useNow(10_000)
  if (oldest === null) return null
  return <span className="text-small whitespace-nowrap text-fg-2 max-md:hidden">Computed {formatAgo(oldest, Math.max(now, oldest))}</span>
}
