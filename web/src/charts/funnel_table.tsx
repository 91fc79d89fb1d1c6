import { actorsText } from '@/lib/question_parts'
import { formatExact, formatPercent } from '@/lib/format'
import { Margin, Num } from '@/ui/num'
import type { FunnelPick } from './funnel_chart'
import { converted, currentOf, differenceOf, entered, shareOf, type FunnelData } from './funnel_data'
import { Swatch } from './swatch'

interface FunnelTableProps {
  label: string
  /** What the groups are values of. */
  what: string
  data: FunnelData
  onPick?: (pick: FunnelPick) => void
}

const cell = 'h-row px-2.5 text-right whitespace-nowrap'

/** Every group with every step: the numbers behind the bars, and how groups differ. */
export function FunnelTable({ label, what, data, onPick }: FunnelTableProps) {
  const several = currentOf(data).length > 1
  return (
    <div className="scroll-thin overflow-x-auto">
      <table aria-label={label} className="w-full border-collapse">
        <thead>
          <tr className="border-y border-line bg-inset text-small text-fg-2">
            <th scope="col" className="h-row px-5 text-left font-medium max-sm:px-3">
              {what}
            </th>
            {data.steps.map((name, i) => (
              // oxlint-disable-next-line react/no-array-index-key -- a step is its place
              <th key={i} scope="col" className={`${cell} max-w-48 truncate font-medium`} title={name}>
                {i + 1} {name}
              </th>
            ))}
            <th scope="col" className={`${cell} font-medium ${several ? '' : 'pr-5'}`}>
              Converted
            </th>
            {several && (
              <th scope="col" className={`${cell} pr-5 font-medium`}>
                Against the rest
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {data.groups.map((group) => {
            const difference = several ? differenceOf(group, data) : null
            return (
              <tr key={group.id} className="border-b border-line hover:bg-hover">
                <th scope="row" className="h-row px-5 text-left font-normal max-sm:px-3">
                  <span className="flex max-w-72 items-center gap-2">
                    <Swatch slot={group.slot} />
                    <span className="truncate" title={group.name}>
                      {group.name}
                    </span>
                  </span>
                </th>
                {data.steps.map((name, step) => {
                  const count = group.counts[step] ?? 0
                  return (
                    // oxlint-disable-next-line react/no-array-index-key -- a step is its place
                    <td key={step} className={cell}>
                      <Num
                        value={count}
                        format={formatExact}
                        label={`${actorsText(count, data.actors)} of ${group.name} ${step === 0 ? 'entered with' : 'reached'} ${name}`}
                        onOpen={onPick && (() => onPick({ step, reached: true, count, group }))}
                      />
                      <Margin of={group.margins?.[step]} />
                      {step > 0 && <span className="ml-1.5 inline-block w-14 text-fg-3">{formatPercent(shareOf(count, entered(group)))}</span>}
                    </td>
                  )
                })}
                <td className={`${cell} font-medium ${several ? '' : 'pr-5'}`}>{formatPercent(shareOf(converted(group), entered(group)))}</td>
                {several && (
                  <td className={`${cell} pr-5`}>
                    {difference && (
                      <span
                        className={difference.clear ? (difference.points > 0 ? 'text-positive' : 'text-negative') : 'text-fg-3'}
                        title={difference.clear ? 'So large a difference comes by chance in fewer than one case of twenty' : 'So small a difference may come by chance'}
                      >
                        {difference.points >= 0 ? '+' : '−'}
                        {Math.abs(difference.points * 100).toFixed(1)} points{difference.clear ? '' : ', may be chance'}
                      </span>
                    )}
                  </td>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
