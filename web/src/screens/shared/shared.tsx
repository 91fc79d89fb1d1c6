import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useLocation, useParams } from '@tanstack/react-router'
import { Lock, Unlink } from 'lucide-react'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { isApiError, messageOf } from '@/api/client'
import type { DashboardTile } from '@/api/dashboards'
import { exportedQuery, unlock, type Exported, type SharedFrame } from '@/api/sharing'
import type { Insight } from '@/api/types'
import { formatAgo } from '@/lib/format'
import { applyTheme } from '@/lib/theme'
import { insightName } from '@/tiles/insight_name'
import { placesOf } from '@/tiles/places'
import { TileCard } from '@/tiles/tile_card'
import { TileGrid } from '@/tiles/tile_grid'
import { Button } from '@/ui/button'
import { cx } from '@/ui/cx'
import { useNow } from '@/ui/event_time'
import { Field, Input } from '@/ui/field'
import { Mark } from '@/ui/mark'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'
import { answersOf, noProject } from './answers'
import { Numbers } from './numbers'

/** A page left open on a wall keeps up; the server computes each number no more often. */
const refetchEvery = 10 * 60_000

type Shown = Exclude<Exported, { type: 'unlock' }>

/** A dashboard or an insight for somebody who has nothing but its link. */
export default function Shared() {
  const { token } = useParams({ strict: false }) as { token: string }
  const { pathname, searchStr } = useLocation()
  const frame: SharedFrame = pathname.startsWith('/embedded/') ? 'embedded' : 'shared'
  const [pass, setPass] = useState<string | null>(null)
  const exported = useQuery({
    ...exportedQuery(frame, token, searchStr, pass),
    refetchInterval: refetchEvery,
    retry: (tries, error) => tries < 1 && !(isApiError(error) && error.status < 500),
  })
  const { data } = exported
  if (data?.type === 'unlock') return <Door frame={frame} token={token} onPass={setPass} wasOpen={pass !== null} />
  if (data) return <Page frame={frame} shown={data} />
  if (exported.isPending) return <Loading />
  const isGone = isApiError(exported.error) && exported.error.status === 404
  return (
    <Middle title={isGone ? 'Nothing here' : 'Not available'}>
      {isGone ? (
        <Empty icon={<Unlink size={22} strokeWidth={1.5} aria-hidden />} title="This link shows nothing">
          Whoever shared it may have turned it off or made a new one. Ask them for the link that works now.
        </Empty>
      ) : (
        <ErrorBox title="The page could not be read" message={messageOf(exported.error)} onRetry={() => void exported.refetch()} details={messageOf(exported.error)} />
      )}
    </Middle>
  )
}

function Page({ frame, shown }: { frame: SharedFrame; shown: Shown }) {
  const { dashboard, insight, noHeader, hideExtraDetails, whitelabel, theme } = shown
  const tiles = useMemo(() => dashboard?.tiles ?? (insight ? [tileOf(insight, shown.error ?? null)] : []), [dashboard, insight, shown.error])
  const answers = useMemo(() => answersOf(tiles.flatMap((tile) => (tile.insight ? [tile.insight] : []))), [tiles])
  const name = dashboard ? dashboard.name || 'Dashboard' : insight ? insightName(insight) : 'Nothing'
  const about = dashboard?.description || insight?.description
  useTitle(name)
  useEffect(() => {
    if (!theme || theme === 'system') return
    applyTheme(theme)
  }, [theme])
  const withHeader = frame === 'shared' && !noHeader
  const draw = (tile: DashboardTile) => <SharedTile key={tile.id} tile={tile} />
  return (
    <main className={cx('min-h-dvh bg-canvas text-fg', frame === 'shared' ? 'px-6 pt-6 pb-8 max-sm:px-3 max-sm:pt-4' : 'p-3')}>
      <div className="mx-auto flex max-w-[1440px] flex-col gap-4">
        {withHeader ? (
          <header className="flex items-start gap-4">
            <div className="min-w-0 flex-1">
              <h1 className="text-page font-semibold break-words">{name}</h1>
              {about && <p className="max-w-3xl break-words text-fg-2">{about}</p>}
            </div>
            {!hideExtraDetails && <Computed tiles={tiles} />}
          </header>
        ) : (
          <h1 className="sr-only">{name}</h1>
        )}
        <QueryClientProvider client={answers}>
          {tiles.length === 0 ? (
            <Empty title="Nothing is on this dashboard yet" />
          ) : insight ? (
            <>
              <div className={frame === 'shared' ? 'h-[min(34rem,70dvh)]' : 'h-[calc(100dvh-24px)] min-h-64'}>{tiles.map(draw)}</div>
              {shown.legend && <Numbers insight={insight} />}
            </>
          ) : (
            <TileGrid tiles={tiles} places={placesOf(tiles)} draw={draw} />
          )}
        </QueryClientProvider>
        {!whitelabel && (
          <footer className="flex items-center justify-end gap-1.5 text-small text-fg-3">
            Made with <Mark size={14} /> Tenrec
          </footer>
        )}
      </div>
    </main>
  )
}

/** A tile whose question failed says so; there is nothing to press. */
function SharedTile({ tile }: { tile: DashboardTile }) {
  if (!tile.error) return <TileCard projectId={noProject} tile={tile} isPublic />
  return (
    <section aria-label={tile.insight ? insightName(tile.insight) : 'Tile'} className="flex h-full min-h-0 flex-col rounded-card border border-line bg-surface">
      <h2 className="flex h-10 items-center px-4 font-semibold">{tile.insight && insightName(tile.insight)}</h2>
      <Empty title="This chart has no answer right now">The page asks again in a few minutes.</Empty>
    </section>
  )
}

function Computed({ tiles }: { tiles: DashboardTile[] }) {
  const now = useNow(30_000)
  const times = tiles.flatMap(({ insight }) => (insight?.last_refresh ? [Date.parse(insight.last_refresh)] : []))
  if (times.length === 0) return null
  return <p className="shrink-0 pt-1 text-small whitespace-nowrap text-fg-3">Computed {formatAgo(Math.min(...times), now)}</p>
}

const tileOf = (insight: Insight, error: { message: string } | null): DashboardTile => ({ id: 0, insight, text: null, layouts: null, color: null, order: 0, error })

function Door({ frame, token, onPass, wasOpen }: { frame: SharedFrame; token: string; onPass: (pass: string) => void; wasOpen: boolean }) {
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const submit = async () => {
    if (password === '') return setProblem('Enter the password')
    setBusy(true)
    try {
      onPass(await unlock(frame, token, password))
    } catch (error) {
      setProblem(isApiError(error) && error.status === 401 ? 'This is not the password.' : messageOf(error))
      setPassword('')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Middle title="Password">
      <form
        noValidate
        className="mx-auto grid w-full max-w-gate gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Lock size={22} strokeWidth={1.5} className="text-fg-3" aria-hidden />
        <div>
          <h1 className="text-page font-semibold">This page asks for a password</h1>
          <p className="text-fg-2">{wasOpen ? 'What you had is over. Enter the password again.' : 'Whoever sent you the link knows it.'}</p>
        </div>
        <Field label="Password" error={problem}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page has one purpose
              autoFocus
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" look="primary" size="form" busy={busy}>
          Look at it
        </Button>
      </form>
    </Middle>
  )
}

function Middle({ title, children }: { title: string; children: ReactNode }) {
  useTitle(title)
  return <main className="grid min-h-dvh content-center bg-bg px-4 py-10 text-fg">{children}</main>
}

function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · Tenrec`
  }, [title])
}

function Loading() {
  return (
    <main aria-busy className="grid min-h-dvh grid-cols-2 content-start gap-3 bg-canvas p-6 max-md:grid-cols-1 max-sm:p-3">
      <Skeleton className="col-span-full h-8 w-64" />
      {['a', 'b', 'c', 'd'].map((place) => (
        <Skeleton key={place} className="h-80 !rounded-card" />
      ))}
    </main>
  )
}
