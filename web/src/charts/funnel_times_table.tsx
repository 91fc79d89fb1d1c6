import { formatExact, formatPercent } from '@/lib/format'
import { actorsText, capitalized, type ActorWords } from '@/lib/question_parts'
import { Num } from '@/ui/num'
import { binName, shareOf, type TimeBin, type TimesData } from './funnel_data'

interface TimesTableProps {
  label: string
  data: TimesData
  actors: ActorWords
  onPick?: (bin: TimeBin) => void
}

const cell = 'h-row px-5 text-right whitespace-nowrap max-sm:px-3'

/** How many took how long, and the share that was through by then. */
export function TimesTable({ label, data: { bins, people: all }, actors, onPick }: TimesTableProps) {
  const throughBy = (last: number) => bins.slice(0, last + 1).reduce((sum, { count }) => sum + count, 0)
  return (
    <div className="scroll-thin overflow-x-auto border-t border-line">
      <table aria-label={label} className="w-full border-collapse">
        <thead>
          <tr className="border-b border-line bg-inset text-small text-fg-2">
            <th scope="col" className="h-row px-5 text-left font-medium max-sm:px-3">
              Time
            </th>
            <th scope="col" className={`${cell} font-medium`}>
              {capitalized(actors.many)}
            </th>
            <th scope="col" className={`${cell} font-medium`}>
              Through by then
            </th>
          </tr>
        </thead>
        <tbody>
          {bins.map((bin, i) => (
            <tr key={bin.from} className="border-b border-line hover:bg-hover">
              <th scope="row" className="h-row px-5 text-left font-normal whitespace-nowrap max-sm:px-3">
                {binName(bin)}
              </th>
              <td className={cell}>
                <Num
                  value={bin.count}
                  format={formatExact}
                  label={`${actorsText(bin.count, actors)} took ${binName(bin)}`}
                  onOpen={onPick && bin.count > 0 ? () => onPick(bin) : undefined}
                />
              </td>
              <td className={`${cell} text-fg-2`}>{formatPercent(shareOf(throughBy(i), all))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
