import type { PathsQuery } from '@/api/types'
import { stepsOf, withPaths } from '@/lib/paths_query'
import { MenuSelect } from '@/ui/menu_select'
import { ControlsBar, type ControlsProps } from './controls_bar'

const counts = ['2', '3', '4', '5', '6', '7', '8', '9', '10']

/** Dates, and how many steps a path is followed. */
export function PathsControls({ query, onChange, ...rest }: ControlsProps<PathsQuery>) {
  const count = String(stepsOf(query))
  return (
    <ControlsBar {...rest} range={query.dateRange} onRange={(dateRange) => onChange({ ...query, dateRange })}>
      <MenuSelect
        label="Steps followed"
        prefix="for"
        value={count}
        options={[...new Set([...counts, count])].toSorted((a, b) => Number(a) - Number(b)).map((value) => ({ value, label: `${value} steps` }))}
        onChange={(value) => onChange(withPaths(query, { stepLimit: Number(value) }))}
      />
    </ControlsBar>
  )
}
