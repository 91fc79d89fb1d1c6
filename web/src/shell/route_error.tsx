import { useParams, useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { isApiError, messageOf } from '@/api/client'
import { Page } from '@/ui/page'
import { ErrorBox } from '@/ui/states'

/** Stands in for a page that could not be opened at all. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const { projectId } = useParams({ strict: false })
  // After an upgrade of the server the parts of the old app are gone.
  const outdated = /dynamically imported module|module script failed|preload CSS/i.test(messageOf(error))
  const lost = isApiError(error) && error.status === 0
  const box = (
    <ErrorBox
      title={outdated ? 'This page is from an older version' : lost ? 'The server cannot be reached' : 'This page could not be opened'}
      message={outdated ? 'The server was upgraded, or cannot be reached right now. Load the page again.' : messageOf(error)}
      details={error instanceof Error ? (error.stack ?? error.message) : String(error)}
      onRetry={() => {
        if (outdated) return window.location.reload()
        reset()
        void router.invalidate()
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
