import type { DateRange, QueryNode } from '@/api/types'

/** A SQL question with what its answer is shown as: what an insight of this kind holds. */
export interface SqlQuestion {
  text: string
  display: SqlDisplay
  /** What goes where in a chart; guessed from the answer where it is null. */
  chart: SqlChart | null
  /** The values of {variables.x}, by x. */
  variables: Record<string, VariableValue>
  /** The days of {filters}. */
  dateRange: DateRange | null
  /** What else the saved node holds, kept as it is. */
  rest?: { node?: Record<string, unknown>; source?: Record<string, unknown>; settings?: Record<string, unknown> }
}

export type VariableValue = string | number | boolean | null | string[]

export const sqlDisplays = ['ActionsTable', 'ActionsLineGraph', 'ActionsAreaGraph', 'ActionsBar', 'ActionsStackedBar', 'ActionsBarValue', 'ActionsPie', 'BoldNumber'] as const
export type SqlDisplay = (typeof sqlDisplays)[number]

export interface SqlChart {
  /** The column along the horizontal axis. */
  x: string | null
  /** One series a column. */
  y: string[]
  /** Splits the first of them by the values of another column. */
  by: string | null
}

export const emptyQuestion = (text = ''): SqlQuestion => ({ text, display: 'ActionsTable', chart: null, variables: {}, dateRange: null })

/** The question as PostHog saves it. */
export function writeVisualization({ text, display, chart, variables, dateRange, rest }: SqlQuestion): QueryNode {
  return {
    ...rest?.node,
    kind: 'DataVisualizationNode',
    source: hogqlQuery({ text, variables, dateRange, rest }),
    display,
    ...(chart && {
      chartSettings: {
        ...rest?.settings,
        ...(chart.x !== null && { xAxis: { column: chart.x } }),
        yAxis: chart.y.map((column) => ({ column })),
        ...(chart.by !== null && { seriesBreakdownColumn: chart.by }),
      },
    }),
  }
}

/** What the server is asked. */
export function hogqlQuery({ text, variables, dateRange, rest }: Pick<SqlQuestion, 'text' | 'variables' | 'dateRange' | 'rest'>): QueryNode & { kind: 'HogQLQuery'; query: string } {
  const named = variableNames(text)
  const filters = rest?.source?.filters
  return {
    ...rest?.source,
    kind: 'HogQLQuery',
    query: text,
    ...(named.length > 0 && {
      variables: Object.fromEntries(
        named.map((name) => {
          const value = variables[name] ?? null
          return [name, { variableId: name, code_name: name, value, ...(value === null && { isNull: true }) }]
        }),
      ),
    }),
    ...(hasFilters(text) && { filters: { ...(typeof filters === 'object' ? filters : {}), dateRange: dateRange ?? { date_from: '-7d' } } }),
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads a saved node or a bare question; null when it is another kind. */
export function readVisualization(node: unknown): SqlQuestion | null {
  if (!isObject(node)) return null
  if (node.kind === 'HogQLQuery') return readSource(node)
  if (!['DataVisualizationNode', 'DataTableNode', 'InsightVizNode'].includes(String(node.kind)) || !isObject(node.source) || node.source.kind !== 'HogQLQuery') return null
  const question = readSource(node.source)
  if (!question) return null
  const { kind: _kind, source: _source, display, chartSettings, ...rest } = node
  const settings = isObject(chartSettings) ? chartSettings : null
  const { xAxis, yAxis, seriesBreakdownColumn, ...others } = settings ?? {}
  return {
    ...question,
    display: sqlDisplays.find((one) => one === display) ?? 'ActionsTable',
    chart: settings && {
      x: columnOf(xAxis),
      y: Array.isArray(yAxis) ? yAxis.map(columnOf).filter((one) => one !== null) : [],
      by: typeof seriesBreakdownColumn === 'string' && seriesBreakdownColumn !== '' ? seriesBreakdownColumn : null,
    },
    rest: { ...question.rest, node: rest, settings: others },
  }
}

const columnOf = (axis: unknown): string | null => (isObject(axis) && typeof axis.column === 'string' && axis.column !== 'None' ? axis.column : null)

function readSource(source: Record<string, unknown>): SqlQuestion | null {
  if (typeof source.query !== 'string') return null
  const { kind: _kind, query, variables, ...rest } = source
  const values: Record<string, VariableValue> = {}
  for (const one of isObject(variables) ? Object.values(variables) : []) {
    if (!isObject(one) || typeof one.code_name !== 'string') continue
    values[one.code_name] = one.isNull === true ? null : readValue(one.value)
  }
  const filters = isObject(rest.filters) ? rest.filters : null
  return { ...emptyQuestion(query), variables: values, dateRange: filters && isObject(filters.dateRange) ? (filters.dateRange as DateRange) : null, rest: { source: rest } }
}

function readValue(value: unknown): VariableValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return Array.isArray(value) ? value.map(String) : null
}

/** The names in {variables.name}, in their order. */
export function variableNames(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\s*variables\.([A-Za-z_][A-Za-z0-9_]*)\s*\}/g)].map((found) => found[1] ?? ''))]
}

export const hasFilters = (text: string): boolean => /\{\s*filters\b/.test(text)

/** Whether both are the same question, drawn the same. */
export const sameQuestion = (a: SqlQuestion, b: SqlQuestion): boolean => JSON.stringify(writeVisualization(a)) === JSON.stringify(writeVisualization(b))
