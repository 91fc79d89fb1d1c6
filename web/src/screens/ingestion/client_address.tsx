import { useQuery } from '@tanstack/react-query'
import { messageOf } from '@/api/client'
import { clientAddressQuery, type ClientAddress as Address } from '@/api/ingestion'
import { Code } from '@/ui/code'
import { ErrorBox, Skeleton } from '@/ui/states'
import { StatusPill } from '@/ui/status_pill'

/** The way of our own request through proxies, and whom the server takes for its client. */
export function ClientAddress({ projectId }: { projectId: number }) {
  const found = useQuery(clientAddressQuery(projectId))
  return (
    <section aria-label="Proxies" className="border-t border-line px-5 py-5 max-sm:px-3">
      <h2 className="font-semibold">Where your request comes from</h2>
      <p className="pt-1 pb-3 text-small text-fg-2">Addresses of events are found in the same way. If this is not your own address, the settings of your proxy need a look.</p>
      {found.error && !found.data ? (
        <ErrorBox small title="The address could not be read" message={messageOf(found.error)} onRetry={() => void found.refetch()} />
      ) : found.data ? (
        <Way address={found.data} />
      ) : (
        <Skeleton className="h-24 w-full" />
      )}
    </section>
  )
}

const wordsOf = (source: string): string => (source === 'connection' ? 'the connection to this server' : source)

function Way({ address }: { address: Address }) {
  return (
    <>
      <p className="pb-3">
        Your address is taken to be <strong className="font-semibold">{address.client_ip}</strong>. <span className="text-fg-2">{address.why}</span>
      </p>
      <ol className="m-0 max-w-3xl list-none border-t border-line p-0">
        {address.hops.map((hop) => (
          <li key={`${hop.source} ${hop.address}`} className="flex min-h-row flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-1">
            <span className="min-w-40 flex-1 break-all font-medium">{hop.address}</span>
            <span className="text-small text-fg-3">{wordsOf(hop.source)}</span>
            {hop.client && <StatusPill tone="accent">The client</StatusPill>}
            {!hop.readable ? <StatusPill tone="negative">No address</StatusPill> : hop.trusted ? <StatusPill tone="positive">Trusted</StatusPill> : <StatusPill>Not trusted</StatusPill>}
          </li>
        ))}
      </ol>
      <p className="pt-3 pb-2 text-small text-fg-2">
        The word of {address.trusted} counts. The request came {address.secure ? 'over https' : 'over http'}. These headers said so:
      </p>
      <Code label="headers" text={address.headers.map((header) => `${header.name}: ${header.value}`).join('\n')} />
    </>
  )
}
