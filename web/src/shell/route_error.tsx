import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { isApiError } from '@/api/client'
import { ErrorBox } from '@/ui/states'

/** Stands in for a page that could not be opened at all. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const lost = isApiError(error) && error.status === 0
  const message = error instanceof Error ? error.message : String(error)
  return (
    <main className="flex min-h-[70vh] items-center px-4">
      <ErrorBox
        title={lost ? 'The server cannot be reached' : 'This page could not be opened'}
        message={message}
        details={error instanceof Error ? (error.stack ?? message) : message}
        onRetry={() => {
          reset()
          void router.invalidate()
        }}
      />
    </main>
  )
}
