import { WifiOff } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { followConnection, probe, readConnection } from '@/api/connection'
import { Button } from '@/ui/button'

/** Says that the server is away; what was loaded stays, and the page goes on by itself when it is back. */
export function ConnectionBanner() {
  const connection = useSyncExternalStore(followConnection, readConnection)
  return (
    <div role="status">
      {connection !== 'well' && (
        <div className="flex min-h-9 items-center gap-2 border-b border-line bg-warning-soft px-4 py-1 text-warning">
          <WifiOff size={15} strokeWidth={1.75} className="shrink-0" aria-hidden />
          <p className="min-w-0 flex-1">
            {connection === 'offline' ? 'You are offline. ' : 'The server does not answer. '}
            <span className="max-sm:hidden">What was loaded stays here; the page goes on by itself.</span>
          </p>
          <Button look="ghost" className="text-warning" onClick={() => void probe()}>
            Try now
          </Button>
        </div>
      )}
    </div>
  )
}
