import { AreaChart, BarChart3, BarChartHorizontal, ChartColumnStacked, ChartLine, ChartPie, Hash, Table2 } from 'lucide-react'
import { fittingChart } from '@/charts/table_data'
import type { ResultTable } from '@/lib/result_table'
import type { SqlChart, SqlDisplay } from '@/lib/visualization'
import { MultiCombobox } from '@/ui/combobox'
import { Select } from '@/ui/select'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

/** What an answer can be shown as, in the order of the menu. */
export const displays = [
  { value: 'ActionsTable', label: 'Table', icon: <Table2 {...icon} /> },
  { value: 'ActionsLineGraph', label: 'Line', icon: <ChartLine {...icon} /> },
  { value: 'ActionsAreaGraph', label: 'Area', icon: <AreaChart {...icon} /> },
  { value: 'ActionsBar', label: 'Bars', icon: <BarChart3 {...icon} /> },
  { value: 'ActionsStackedBar', label: 'Stacked bars', icon: <ChartColumnStacked {...icon} /> },
  { value: 'ActionsBarValue', label: 'Bars by name', icon: <BarChartHorizontal {...icon} /> },
  { value: 'ActionsPie', label: 'Pie', icon: <ChartPie {...icon} /> },
  { value: 'BoldNumber', label: 'Number', icon: <Hash {...icon} /> },
] satisfies { value: SqlDisplay; label: string; icon: React.ReactNode }[]

interface ChartOptionsProps {
  table: ResultTable
  display: SqlDisplay
  chart: SqlChart | null
  onChange: (chart: SqlChart) => void
}

const none = ''

/** Which columns go where. */
export function ChartOptions({ table, display, chart, onChange }: ChartOptionsProps) {
  const shown = fittingChart(table, chart)
  const names = [...new Set(table.columns.map((column) => column.name))]
  const numbers = [...new Set(table.columns.filter((column) => column.kind === 'number' || column.kind === 'boolean').map((column) => column.name))]
  const one = display === 'BoldNumber'
  return (
    <div className="scroll-none flex shrink-0 items-center gap-2 overflow-x-auto border-b border-line px-4 py-2">
      {!one && (
        <Select
          label="Along the axis"
          prefix="x"
          value={shown.x ?? none}
          options={[...names.map((name) => ({ value: name, label: name })), { value: none, label: 'Nothing' }]}
          onChange={(x) => onChange({ ...shown, x: x === none ? null : x })}
        />
      )}
      {one ? (
        <Select label="Number" value={shown.y[0] ?? none} options={numbers.map((name) => ({ value: name, label: name }))} onChange={(y) => onChange({ ...shown, y: [y] })} />
      ) : (
        <MultiCombobox
          label="Values"
          size="small"
          placeholder="Values"
          groups={[{ label: 'Numbers', items: numbers.map((name) => ({ id: name, label: name })) }]}
          values={shown.y}
          onChange={(y) => onChange({ ...shown, y, by: y.length === 1 ? shown.by : null })}
        />
      )}
      {!one && shown.y.length === 1 && (
        <Select
          label="Split by"
          prefix="split by"
          value={shown.by ?? none}
          options={[{ value: none, label: 'Nothing' }, ...names.filter((name) => name !== shown.x && name !== shown.y[0]).map((name) => ({ value: name, label: name }))]}
          onChange={(by) => onChange({ ...shown, by: by === none ? null : by })}
        />
      )}
    </div>
  )
}
