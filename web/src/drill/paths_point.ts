import type { PathsFilter, PathsQuery } from '@/api/types'
import type { PathsPick } from '@/charts/paths_chart'
import { endedAt, sizeOf, type PathsData } from '@/charts/paths_data'
import type { ActorWords } from '@/lib/question_parts'
import { describeDateRange } from '@/lib/date_range'
import { plural } from '@/lib/format'
import { quoted } from '@/lib/names'
import { askedPaths } from '@/lib/paths_query'
import type { Drilled } from './point'

/** Who went from one step to the next, came to one, or went no further. */
export function drillPaths(query: PathsQuery, data: PathsData, pick: PathsPick, actors?: ActorWords): Drilled {
  const asked = askedPaths(query)
  const behind = (keys: PathsFilter, count: number | null, says: string, step: string): Drilled => {
    const source = { kind: 'InsightActorsQuery' as const, source: { ...asked, pathsFilter: { ...asked.pathsFilter, ...keys } } }
    return {
      key: JSON.stringify(source),
      source,
      counted: { by: 'event_count', one: 'time', many: 'times' },
      ...(actors && { actors }),
      hasEvents: false,
      // Where rare ways are not drawn, the list is longer than what was summed up over the drawn ones.
      ofEvents: count !== null,
      title: count === null ? `${says.charAt(0).toUpperCase()}${says.slice(1)}` : `${plural(count, 'time')} ${says}`,
      subtitle: `${step} · ${describeDateRange(query.dateRange ?? {})}`,
    }
  }
  if (pick.kind === 'link') {
    const { source, target, value } = pick.link
    return behind({ pathStartKey: source.key, pathEndKey: target.key }, value, `from ${quoted(source.name)} to ${quoted(target.name)}`, `Step ${source.step} to ${target.step}`)
  }
  const { node } = pick
  const summed = (count: number) => (data.isCut ? null : count)
  const step = `Step ${node.step}`
  if (pick.kind === 'ended') return behind({ pathDropoffKey: node.key }, summed(endedAt(node, data)), `no further than ${quoted(node.name)}`, step)
  // A path of one step goes nowhere: the first steps count whoever went on.
  return node.step === 1
    ? behind({ pathStartKey: node.key }, summed(sizeOf(node)), `on from ${quoted(node.name)}`, step)
    : behind({ pathEndKey: node.key }, summed(node.came), `to ${quoted(node.name)}`, step)
}
