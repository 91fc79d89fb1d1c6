import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet, useParams, useRouter, useRouterState } from '@tanstack/react-router'
import { Menu as MenuIcon } from 'lucide-react'
import { Suspense, useEffect, useLayoutEffect, useState, type ComponentType } from 'react'
import { meQuery } from '@/api/session'
import { lazy } from '@/lib/parts'
import { recentPages, visited } from '@/lib/recent_pages'
import { IconButton } from '@/ui/button'
import { cx } from '@/ui/cx'
import { TopBarStart } from '@/ui/page'
import { holdKeys } from '@/ui/held_keys'
import { useShortcuts } from '@/ui/shortcuts'
import { ConnectionBanner } from './connection_banner'
import { destinations, hrefOf } from './destinations'
import { Sidebar } from './sidebar'
import { sidebarStore } from './sidebar_state'
import { useSignInAgain } from './use_sign_in_again'

// Layers load when they are first opened.
const Overlay = lazy(() => import('./layers').then((layers) => ({ default: layers.Overlay })))
const ShortcutHelp = lazy(() => import('./layers').then((layers) => ({ default: layers.ShortcutHelp })))
const SignInAgain = lazy(() => import('./layers').then((layers) => ({ default: layers.SignInAgain })))
const loadCommandMenu = () => import('./command_menu')
const CommandMenu = lazy(loadCommandMenu)

type AlarmBanner = ComponentType<{ projectId: string }>

/**
 * What keys open at once, and what is shown when the server cannot be asked for it any more. Gives the alarm of
 * ingestion, which rings from then on; without it the page works as well.
 */
async function loadAhead(): Promise<AlarmBanner | null> {
  const [layers] = await Promise.allSettled([import('./layers'), import('./route_error'), loadCommandMenu()])
  return layers.status === 'fulfilled' ? layers.value.IngestionAlarm : null
}

/** Sidebar and card around every screen of a project. */
export default function Frame() {
  const { projectId } = useParams({ from: '/project/$projectId' })
  const { data: me } = useSuspenseQuery(meQuery)
  const router = useRouter()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const folded = sidebarStore.use() === 'folded'
  // The overlay belongs to the page it was opened on: going elsewhere closes it.
  const [overlayOn, setOverlayOn] = useState<string | null>(null)
  const [layer, setLayer] = useState<'help' | 'commands' | null>(null)
  const [Alarm, setAlarm] = useState<AlarmBanner | null>(null)
  const asking = useSignInAgain()
  const pageTitle = usePageTitle(projectId)

  const fold = () => sidebarStore.write(folded ? 'open' : 'folded')
  const openCommands = () => {
    setLayer('commands')
    holdKeys(loadCommandMenu())
  }
  const go = (href: string) => void router.navigate({ href })
  const shortcuts: Record<string, () => void> = {
    '[': fold,
    '?': () => setLayer('help'),
    '/': openCommands,
  }
  for (const { key, path: to } of destinations) {
    if (key) shortcuts[`g ${key}`] = () => go(hrefOf(projectId, to))
  }
  shortcuts['g ,'] = () => go(hrefOf(projectId, '/settings'))
  useShortcuts(shortcuts)
  useCommandKey(() => (layer === 'commands' ? setLayer(null) : openCommands()))
  useLostFocus()
  useEffect(() => {
    const timer = setTimeout(() => void loadAhead().then((loaded) => setAlarm(() => loaded)), 2000)
    return () => clearTimeout(timer)
  }, [])

  const close = () => setLayer(null)
  const sidebar = {
    me,
    projectId,
    onHelp: () => setLayer('help'),
    onSearch: () => {
      setOverlayOn(null)
      setLayer('commands')
    },
  }
  return (
    <div className="flex h-dvh bg-bg">
      <a
        href="#content"
        className="absolute top-2 left-2 z-50 -translate-y-16 rounded-control bg-accent px-3 py-1.5 text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className={cx('flex shrink-0 flex-col max-md:hidden', folded ? 'w-13' : 'w-sidebar')}>
        <Sidebar {...sidebar} folded={folded} onFold={fold} />
      </div>
      <Suspense fallback={null}>
        {overlayOn === path && (
          <Overlay onClose={() => setOverlayOn(null)}>
            <Sidebar {...sidebar} folded={false} onGo={() => setOverlayOn(null)} />
          </Overlay>
        )}
        {layer === 'help' && <ShortcutHelp path={path} onClose={close} />}
        {layer === 'commands' && <CommandMenu projectId={projectId} onClose={close} onHelp={() => setLayer('help')} />}
        {asking && <SignInAgain me={me} onDone={asking} />}
      </Suspense>
      <div className="relative my-2 mr-2 flex min-w-0 flex-1 flex-col overflow-hidden rounded-card border border-line bg-surface max-md:m-0 max-md:rounded-none max-md:border-0">
        <ConnectionBanner />
        {Alarm && <Alarm projectId={projectId} />}
        <TopBarStart
          value={
            <IconButton
              label="Open menu"
              icon={<MenuIcon size={16} strokeWidth={1.75} aria-hidden />}
              onClick={() => setOverlayOn(path)}
              className="-ml-2 md:hidden"
            />
          }
        >
          <Outlet />
        </TopBarStart>
      </div>
      <p className="sr-only" aria-live="polite">
        {pageTitle}
      </p>
    </div>
  )
}

/** ⌘K or Ctrl+K, also while typing. */
function useCommandKey(onPress: () => void) {
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      onPress()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
}

/** What had focus may be gone with the page before: the content of the new one gets it. */
function useLostFocus() {
  const router = useRouter()
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged }) => {
        if (pathChanged && document.activeElement === document.body) document.getElementById('content')?.focus({ preventScroll: true })
      }),
    [router],
  )
}

/** The title of the page on screen, remembered among the pages opened last. */
function usePageTitle(projectId: string): string {
  const [title, setTitle] = useState('')
  useEffect(() => {
    const head = document.querySelector('title')
    if (!head) return
    const note = () => {
      const name = document.title.replace(/ · Tenrec$/, '')
      const { pathname, search } = window.location
      if (name === '' || name === 'Tenrec' || !pathname.startsWith(hrefOf(projectId, '/'))) return
      setTitle(name)
      recentPages.write(visited(recentPages.read(), { href: pathname + search, title: name }))
    }
    note()
    const observer = new MutationObserver(note)
    observer.observe(head, { childList: true, characterData: true, subtree: true })
    return () => observer.disconnect()
  }, [projectId])
  return title
}
