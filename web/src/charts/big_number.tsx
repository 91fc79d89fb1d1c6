import { changeOf } from '@/lib/format'
import { cx } from '@/ui/cx'
import { Delta, Margin, Num } from '@/ui/num'
import { isGap, wholePrevious, wholeValue, type ChartData, type OnPick } from './data'
import { Sparkline } from './sparkline'
import { compactValue, exactValue, numberLabel } from './value_format'

interface BigNumberProps {
  data: ChartData
  /** What it is compared with: "vs prev. 6 weeks". */
  comparison?: string
  /** In a tile beside its course, or alone in the middle of a screen. */
  size?: 'tile' | 'screen'
  onPick?: OnPick
  className?: string
}

/** The value over the range, how it changed, and its course. */
export function BigNumber({ data, comparison, size = 'tile', onPick, className }: BigNumberProps) {
  const several = data.series.length > 1
  return (
    <div className={cx(size === 'screen' ? 'flex flex-wrap content-center justify-center gap-x-16 gap-y-8' : 'flex flex-col gap-3', className)}>
      {data.series.map((series) => {
        const value = wholeValue(series)
        const before = wholePrevious(series)
        const change = before === null ? undefined : changeOf(value, before)
        const format = series.format ?? data.format
        const worse = !isGap(change) && Math.abs(change) >= 0.005 && series.goodWhen !== 'neither' && change > 0 !== (series.goodWhen !== 'down')
        const number = (
          <>
          <Num
            value={value}
            format={(amount) => compactValue(amount, format)}
            exact={(amount) => exactValue(amount, format)}
            label={numberLabel(value, format, compactValue, series.name)}
            onOpen={onPick && (() => onPick({ series, index: null, period: 'current', value }))}
          />
          <Margin of={series.margin} format={(amount) => compactValue(amount, format)} />
          </>
        )
        const course = series.values.length > 1 && (
          <Sparkline
            values={series.values}
            slot={series.slot}
            color={worse ? 'var(--negative)' : undefined}
            width={size === 'screen' ? 160 : 80}
            height={size === 'screen' ? 44 : 36}
            unfinished={data.axis.unfinished}
          />
        )
        const delta = change !== undefined && (
          <span className="inline-flex max-w-full items-baseline gap-1.5 text-small text-fg-2">
            <Delta change={change} goodWhen={series.goodWhen} />
            <span className="truncate">{comparison ?? `from ${compactValue(before ?? 0, format)}`}</span>
          </span>
        )
        if (size === 'screen') {
          return (
            <div key={series.id} className="flex flex-col items-center text-center">
              {several && <p className="text-fg-2">{series.name}</p>}
              <p className="text-huge font-semibold">{number}</p>
              {delta}
              {course && <div className="mt-4">{course}</div>}
            </div>
          )
        }
        return (
          <div key={series.id} className="flex items-end justify-between gap-3">
            <div className="min-w-0">
              {several && <p className="truncate text-small text-fg-2">{series.name}</p>}
              <p className="text-big font-semibold">{number}</p>
              {delta}
            </div>
            {course}
          </div>
        )
      })}
    </div>
  )
}
