import { formatDuration, formatExact, plural } from '@/lib/format'
import { Num } from '@/ui/num'
import type { PathsPick } from './paths_chart'
import type { PathsData } from './paths_data'

interface PathsTableProps {
  label: string
  data: PathsData
  /** Both ends below each other, for phones. */
  narrow: boolean
  onPick?: (pick: PathsPick) => void
}

const head = 'h-row px-2.5 font-medium whitespace-nowrap'
const cell = 'h-row px-2.5 py-1'

/** Every way from one step to the next: what the ribbons show, in words and numbers. */
export function PathsTable({ label, data, narrow, onPick }: PathsTableProps) {
  return (
    <table aria-label={label} className="w-full table-fixed border-collapse">
      <thead>
        <tr className="border-y border-line bg-inset text-small text-fg-2">
          <th scope="col" className={`${head} w-20 pl-5 text-left max-sm:w-16 max-sm:pl-3`}>
            Step
          </th>
          <th scope="col" className={`${head} text-left`}>
            {narrow ? 'From, to' : 'From'}
          </th>
          {!narrow && (
            <th scope="col" className={`${head} text-left`}>
              To
            </th>
          )}
          <th scope="col" className={`${head} w-24 text-right max-sm:w-20`}>
            Times
          </th>
          <th scope="col" className={`${head} w-32 pr-5 text-right max-sm:w-24 max-sm:pr-3`}>
            Takes
          </th>
        </tr>
      </thead>
      <tbody>
        {data.links.map((link) => {
          const { source, target, value, took } = link
          return (
            <tr key={link.key} className="border-b border-line hover:bg-hover">
              <td className={`${cell} pl-5 whitespace-nowrap text-fg-3 max-sm:pl-3`}>
                {source.step} → {target.step}
              </td>
              <th scope="row" className={`${cell} text-left font-normal`}>
                <span className="block truncate" title={source.item}>
                  {source.name}
                </span>
                {narrow && (
                  <span className="block truncate" title={target.item}>
                    → {target.name}
                  </span>
                )}
              </th>
              {!narrow && (
                <td className={cell}>
                  <span className="block truncate" title={target.item}>
                    {target.name}
                  </span>
                </td>
              )}
              <td className={`${cell} text-right`}>
                <Num value={value} format={formatExact} label={`${plural(value, 'time', 'times')} from ${source.name} to ${target.name}`} onOpen={onPick && (() => onPick({ kind: 'link', link }))} />
              </td>
              <td className={`${cell} pr-5 text-right whitespace-nowrap text-fg-2 max-sm:pr-3`}>{formatDuration(took)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
