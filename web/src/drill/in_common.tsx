import { useQuery } from '@tanstack/react-query'
import { messageOf } from '@/api/client'
import { inCommonQuery } from '@/api/in_common'
import { plainValue, type Common } from '@/lib/in_common'
import { propertyLabel } from '@/lib/taxonomy'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'
import type { Drilled } from './point'

/** What the people behind a number have more often than everyone in the project. */
export default function InCommon({ projectId, drilled }: { projectId: number; drilled: Drilled }) {
  const answer = useQuery(inCommonQuery(projectId, drilled.source))
  if (answer.error) {
    return (
      <div className="p-5">
        <ErrorBox title="Their properties could not be compared" message={messageOf(answer.error)} onRetry={() => void answer.refetch()} details={messageOf(answer.error)} />
      </div>
    )
  }
  if (!answer.data) {
    return (
      <div aria-busy className="grid gap-5 px-5 py-5">
        {['w-2/3', 'w-1/2', 'w-3/5', 'w-2/5'].map((width) => (
          <Skeleton key={width} className={`h-4 ${width}`} />
        ))}
      </div>
    )
  }
  const { found, people, everyone } = answer.data
  if (found.length === 0) {
    return <Empty title="Nothing sets them apart">No value of a person property is clearly more frequent among these {people.toLocaleString('en')} than among all {everyone.toLocaleString('en')} people.</Empty>
  }
  return (
    <div className="pb-5">
      <p className="px-5 pt-3 pb-2 text-small text-fg-2">
        More frequent among these {people.toLocaleString('en')} than among all {everyone.toLocaleString('en')} people. The surest first.
      </p>
      <table className="w-full border-t border-line">
        <caption className="sr-only">Person properties that these people have more often than everyone</caption>
        <thead>
          <tr className="text-left text-small text-fg-3">
            <th scope="col" className="h-row pl-5 font-normal">
              Property
            </th>
            <th scope="col" className="px-3 text-right font-normal">
              Of these
            </th>
            <th scope="col" className="px-3 text-right font-normal whitespace-nowrap">
              Of all
            </th>
            <th scope="col" className="pr-5 text-right font-normal">
              Times
            </th>
          </tr>
        </thead>
        <tbody>
          {found.map((one) => (
            <Row key={`${one.key}\n${one.value}`} common={one} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`

function Row({ common }: { common: Common }) {
  const { key, value, share, shareOfAll } = common
  const times = shareOfAll > 0 ? share / shareOfAll : 0
  return (
    <tr className="border-t border-line">
      <td className="max-w-0 py-2 pl-5">
        <span className="block truncate font-medium" title={plainValue(value)}>
          {plainValue(value)}
        </span>
        <span className="block truncate text-small text-fg-3" title={key}>
          {propertyLabel(key)}
        </span>
        <span aria-hidden className="mt-1 block h-1 rounded-full bg-hover">
          <span data-outline className="block h-1 rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
        </span>
      </td>
      <td className="w-20 px-3 text-right align-top whitespace-nowrap tabular-nums py-2">{percent(share)}</td>
      <td className="w-20 px-3 text-right align-top whitespace-nowrap tabular-nums py-2 text-fg-2">{percent(shareOfAll)}</td>
      <td className="w-20 pr-5 text-right align-top whitespace-nowrap tabular-nums py-2 text-fg-2">{times >= 10 ? times.toFixed(0) : times.toFixed(1)} ×</td>
    </tr>
  )
}
