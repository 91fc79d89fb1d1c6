import { CircleSlash, LogOut, MapPin, MapPinCheck, Users } from 'lucide-react'
import { Suspense, useMemo, useRef } from 'react'
import type { PathsQuery, PathsResponse } from '@/api/types'
import { PathsChart, type PathsPick } from '@/charts/paths_chart'
import { csvOfPaths, endedAt, readPaths, type PathNode } from '@/charts/paths_data'
import { PathsTable } from '@/charts/paths_table'
import { drillPaths } from '@/drill/paths_point'
import { useOpened } from '@/drill/use_drill'
import { describeDateRange } from '@/lib/date_range'
import { formatExact, formatPercent } from '@/lib/format'
import { lazy } from '@/lib/parts'
import { withPaths } from '@/lib/paths_query'
import { MenuItem, MenuLine } from '@/ui/menu'
import { useNarrow } from '@/ui/use_media'
import { useActorWords } from './names'
import type { AnswerProps } from './answer_props'
import { ExportButton } from './export_button'
import { Facts } from './facts'

const DrillPanel = lazy(() => import('@/drill/drill_panel'))
const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

interface PathsAnswerProps extends AnswerProps<PathsQuery, PathsResponse> {
  /** Lets a node change the question: begin here, end here, leave it out. */
  onChange?: (query: PathsQuery) => void
}

/** Where people go, step by step: ribbons, and the same in a table, which alone fits a phone. */
export default function PathsAnswer({ projectId, query, response, name, size, height = 0, opens, nothing, onChange }: PathsAnswerProps) {
  const data = useMemo(() => readPaths(query, response), [query, response])
  const actors = useActorWords(projectId, query.aggregation_group_type_index, opens)
  const { opened, open, opener, close } = useOpened()
  const narrow = useNarrow()
  const picture = useRef<HTMLDivElement>(null)
  if (data.links.length === 0) return nothing
  const label = `${name}, ${describeDateRange(query.dateRange ?? {})}`
  const onPick = opens ? (pick: PathsPick) => open(drillPaths(query, data, pick, actors)) : undefined
  const panel = <Suspense fallback={null}>{opened && <DrillPanel projectId={projectId} drilled={opened} onClose={close} returnFocus={opener} />}</Suspense>
  const table = <PathsTable label={`Steps of ${name}`} data={data} narrow={narrow} onPick={onPick} />
  if (size === 'tile') {
    return (
      <div className="scroll-thin overflow-y-auto" style={{ height }}>
        {narrow ? table : <PathsChart label={label} data={data} room={Math.max(80, height / 3)} onPick={onPick} />}
        {panel}
      </div>
    )
  }
  const began = data.steps[0]?.reduce((sum, node) => sum + node.went, 0) ?? 0
  const last = data.steps.at(-1)?.reduce((sum, node) => sum + node.came, 0) ?? 0
  const menu = (node: PathNode) => onChange && onPick && <NodeMenu node={node} ended={endedAt(node, data) > 0} query={query} onChange={onChange} onPick={onPick} />
  return (
    <>
      <Facts
        facts={[
          { label: 'Paths begun', value: formatExact(began) },
          ...(data.steps.length > 2 ? [{ label: `Came to step ${data.steps.length}`, value: formatPercent(began === 0 ? 0 : last / began) }] : []),
        ]}
        end={<ExportButton chart={picture} csv={() => csvOfPaths(data)} query={query} name={name} />}
      />
      {data.isCut && <p className="px-5 pt-1 text-fg-3 max-sm:px-3">Rarer paths are not drawn.</p>}
      <div ref={picture}>
        {!narrow && (
          <div className="px-5 pt-3 pb-5">
            <PathsChart label={label} data={data} onPick={onPick} nodeMenu={onChange ? menu : undefined} />
          </div>
        )}
        {narrow && <div className="pt-3">{table}</div>}
      </div>
      {!narrow && table}
      {panel}
    </>
  )
}

interface NodeMenuProps {
  node: PathNode
  ended: boolean
  query: PathsQuery
  onChange: (query: PathsQuery) => void
  onPick: (pick: PathsPick) => void
}

/** What can be done with a node: see who, or ask about the paths from it, to it, or without it. */
function NodeMenu({ node, ended, query, onChange, onPick }: NodeMenuProps) {
  const { excludeEvents = [] } = query.pathsFilter
  return (
    <>
      <MenuItem icon={<Users {...icon} />} onClick={() => onPick({ kind: 'node', node })}>
        {node.step === 1 ? 'Who went on from here' : 'Who came here'}
      </MenuItem>
      {ended && (
        <MenuItem icon={<LogOut {...icon} />} onClick={() => onPick({ kind: 'ended', node })}>
          Who went no further
        </MenuItem>
      )}
      {node.item !== '...' && (
        <>
          <MenuLine />
          <MenuItem icon={<MapPin {...icon} />} onClick={() => onChange(withPaths(query, { startPoint: node.item, endPoint: undefined }))}>
            Start here
          </MenuItem>
          <MenuItem icon={<MapPinCheck {...icon} />} onClick={() => onChange(withPaths(query, { endPoint: node.item, startPoint: undefined }))}>
            End here
          </MenuItem>
          <MenuItem icon={<CircleSlash {...icon} />} onClick={() => onChange(withPaths(query, { excludeEvents: [...excludeEvents, node.item] }))}>
            Leave it out
          </MenuItem>
        </>
      )}
    </>
  )
}
