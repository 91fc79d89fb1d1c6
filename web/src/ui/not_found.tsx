import { Link } from '@tanstack/react-router'
import { buttonClass } from '@/ui/button'
import { Empty } from '@/ui/states'
import { Page } from './page'

function Nothing() {
  return (
    <Empty
      title="There is no page at this address"
      action={
        <Link to="/" className={buttonClass()}>
          Go to the start
        </Link>
      }
    >
      The link may be old, or belong to something that was deleted.
    </Empty>
  )
}

/** Outside of every project. */
export function NotFound() {
  return (
    <main className="flex min-h-[60vh] items-center justify-center">
      <Nothing />
    </main>
  )
}

/** Beside the sidebar of a project. */
export function PageNotFound() {
  return (
    <Page title="Not found" className="grid place-items-center">
      <Nothing />
    </Page>
  )
}
