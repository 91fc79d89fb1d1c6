import { retentionPeriods, retentionTypes, type RetentionEntity, type RetentionFilter, type RetentionPeriod, type RetentionQuery } from '@/api/types'
import { datesOnly, isFields, numberOf, oneOf, parseBreakdown, parseList, parseNarrowed, questionOf, readyBreakdowns, readyConditions, readyFilters, textOf, tidy, type EventNode } from './question_parts'

export const defaultPeriods = 8
export const mostPeriods = 31

/** Reads a retention question, also out of an insight node around it; null when it is none that can be shown. */
export function parseRetentionQuery(value: unknown): RetentionQuery | null {
  const found = questionOf(value)
  if (!isFields(found) || found.kind !== 'RetentionQuery') return null
  const filter = isFields(found.retentionFilter) ? found.retentionFilter : {}
  const [targetEntity, returningEntity] = [parseEntity(filter.targetEntity), parseEntity(filter.returningEntity)]
  if (!targetEntity || !returningEntity) return null
  const period = oneOf(retentionPeriods, filter.period)
  const type = oneOf(retentionTypes, filter.retentionType)
  const periods = numberOf(filter.totalIntervals)
  const least = numberOf(filter.minimumOccurrences)
  const brackets = Array.isArray(filter.retentionCustomBrackets) ? filter.retentionCustomBrackets.filter((size: unknown): size is number => numberOf(size) !== undefined && Number(size) >= 1) : []
  return tidy<RetentionQuery>({
    kind: 'RetentionQuery',
    ...parseNarrowed(found),
    dateRange: datesOnly(parseNarrowed(found).dateRange),
    breakdownFilter: parseBreakdown(found.breakdownFilter),
    samplingFactor: numberOf(found.samplingFactor),
    aggregation_group_type_index: numberOf(found.aggregation_group_type_index),
    retentionFilter: tidy<RetentionFilter>({
      period: period === 'Day' ? undefined : period,
      totalIntervals: periods === undefined || periods === defaultPeriods ? undefined : Math.min(mostPeriods, Math.max(2, Math.floor(periods))),
      targetEntity,
      returningEntity,
      retentionType: type === 'retention_recurring' ? undefined : type,
      minimumOccurrences: least === undefined || least <= 1 ? undefined : Math.floor(least),
      cumulative: filter.cumulative === true ? true : undefined,
      timeWindowMode: filter.timeWindowMode === '24_hour_windows' ? '24_hour_windows' : undefined,
      retentionCustomBrackets: brackets.length > 0 ? brackets : undefined,
    }),
  })
}

/** Page views where nothing is said, as the server has it; null for what is neither event nor action. */
function parseEntity(value: unknown): RetentionEntity | null {
  if (value === undefined || value === null) return { id: '$pageview', type: 'events' }
  if (!isFields(value)) return null
  const action = value.type === 'actions' ? numberOf(Number(value.id)) : undefined
  if (action !== undefined) return tidy<RetentionEntity>({ id: action, type: 'actions', name: textOf(value.name), custom_name: textOf(value.custom_name), properties: parseList(value.properties) })
  if (value.type !== undefined && value.type !== 'events') return null
  return tidy<RetentionEntity>({ id: textOf(value.id) ?? (value.id === undefined ? (textOf(value.name) ?? null) : null), type: 'events', custom_name: textOf(value.custom_name), properties: parseList(value.properties) })
}

export const entityOf = ({ kind, event, id, name, custom_name, properties }: EventNode): RetentionEntity =>
  tidy<RetentionEntity>(kind === 'ActionsNode' ? { id: id ?? null, type: 'actions', name, custom_name, properties } : { id: event ?? null, type: 'events', custom_name, properties })

export const nodeOf = ({ id, name, custom_name, properties }: RetentionEntity): EventNode =>
  tidy<EventNode>(typeof id === 'number' ? { kind: 'ActionsNode', id, name, custom_name, properties } : { kind: 'EventsNode', event: id, custom_name, properties })

export const periodOf = (query: RetentionQuery): RetentionPeriod => query.retentionFilter.period ?? 'Day'
export const withRetention = (query: RetentionQuery, edit: Partial<RetentionFilter>): RetentionQuery => ({ ...query, retentionFilter: { ...query.retentionFilter, ...edit } })

/** The question as it is asked: without what is still being filled in. */
export function askedRetention(query: RetentionQuery): RetentionQuery {
  const { targetEntity, returningEntity, ...filter } = query.retentionFilter
  const ready = (entity: RetentionEntity) => tidy<RetentionEntity>({ ...entity, properties: readyFilters(entity.properties) })
  return tidy<RetentionQuery>({
    ...query,
    properties: readyConditions(query),
    breakdownFilter: readyBreakdowns(query),
    retentionFilter: {
      ...filter,
      // The server refuses the two together.
      ...(filter.timeWindowMode ? { cumulative: undefined } : {}),
      totalIntervals: filter.totalIntervals ?? defaultPeriods,
      targetEntity: ready(targetEntity),
      returningEntity: ready(returningEntity),
    },
  })
}
