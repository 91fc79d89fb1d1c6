import { useParams, useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'
import { isApiError, messageOf } from '@/api/client'
import { followConnection, probe, readConnection } from '@/api/connection'
import { Page } from '@/ui/page'
import { ErrorBox } from '@/ui/states'

/** Stands in for a page that could not be opened at all, and opens it by itself once the server is back. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const { projectId } = useParams({ strict: false })
  const message = messageOf(error)
  // A part of the app that is not there: the server is away, or was upgraded and has other parts than this page knows.
  const missing = /dynamically imported module|module script failed|preload CSS/i.test(message)
  const lost = isApiError(error) && error.status === 0
  const there = useServerIsThere(missing || lost)
  const away = there === false

  const retry = () => {
    reset()
    void router.invalidate()
  }
  const goOn = useEffectEvent(() => {
    if (missing) reload()
    else if (lost) retry()
  })
  useEffect(() => {
    if (there) goOn()
  }, [there])

  const box = (
    <ErrorBox
      title={away ? 'The server cannot be reached' : there && missing ? 'This page is from an older version' : 'This page could not be opened'}
      message={away ? 'This page opens by itself as soon as the server answers.' : there && missing ? 'The server was upgraded. Load the page again.' : message}
      details={error instanceof Error ? (error.stack ?? error.message) : String(error)}
      onRetry={() => {
        if (away) void probe()
        else if (missing) window.location.reload()
        else retry()
      }}
    />
  )
  if (projectId !== undefined) {
    return (
      <Page title="This page could not be opened">
        <div className="flex min-h-[60vh] items-center px-4">{box}</div>
      </Page>
    )
  }
  return <main className="flex min-h-[70vh] items-center px-4">{box}</main>
}

/** Whether the server answers; null until it was asked. */
function useServerIsThere(wanted: boolean): boolean | null {
  const connection = useSyncExternalStore(followConnection, readConnection)
  const [asked, setAsked] = useState(false)
  useEffect(() => {
    if (wanted) void probe().then(() => setAsked(true))
  }, [wanted])
  return asked ? connection === 'well' : null
}

const reloadedKey = 'tenrec.reloaded-at'
const nextReloadMs = 20_000

/** Loads the page anew, unless that was done a moment ago and did not help. */
function reload(): void {
  if (Date.now() - Number(sessionStorage.getItem(reloadedKey) ?? 0) < nextReloadMs) return
  sessionStorage.setItem(reloadedKey, String(Date.now()))
  window.location.reload()
}
