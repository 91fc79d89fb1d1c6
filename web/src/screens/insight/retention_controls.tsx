import { retentionPeriods, type RetentionPeriod, type RetentionQuery } from '@/api/types'
import { defaultPeriods, periodOf, withRetention } from '@/lib/retention_query'
import { MenuSelect } from '@/ui/menu_select'
import { ControlsBar, type ControlsProps } from './controls_bar'

const counts = ['5', '8', '11', '15', '31']

/** Which people are looked at, in periods of what length, and for how many of them. */
export function RetentionControls({ query, onChange, ...rest }: ControlsProps<RetentionQuery>) {
  const period = periodOf(query)
  const count = String(query.retentionFilter.totalIntervals ?? defaultPeriods)
  const word = period.toLowerCase()
  return (
    <ControlsBar {...rest} range={query.dateRange} onRange={(dateRange) => onChange({ ...query, dateRange })}>
      <MenuSelect<RetentionPeriod>
        label="Period"
        prefix="by"
        value={period}
        options={retentionPeriods.map((value) => ({ value, label: value.toLowerCase() }))}
        onChange={(next) => onChange(withRetention(query, { period: next }))}
      />
      <MenuSelect
        label="Periods followed"
        prefix="for"
        value={count}
        options={[...new Set([...counts, count])].toSorted((a, b) => Number(a) - Number(b)).map((value) => ({ value, label: `${value} ${word}s` }))}
        onChange={(value) => onChange(withRetention(query, { totalIntervals: Number(value) }))}
      />
    </ControlsBar>
  )
}
