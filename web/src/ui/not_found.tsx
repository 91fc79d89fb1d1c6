import { Link } from '@tanstack/react-router'
import { buttonClass } from '@/ui/button'
import { Empty } from '@/ui/states'

export function NotFound() {
  return (
    <main className="flex min-h-[60vh] items-center justify-center">
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
    </main>
  )
}
