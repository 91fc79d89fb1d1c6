import { useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { formatCompact, formatDuration, formatExact, plural } from '@/lib/format'
import { cx } from '@/ui/cx'
import { Menu } from '@/ui/menu'
import { endedAt, sizeOf, stepAway, type PathLink, type PathNode, type PathsData, type PathsFocus } from './paths_data'
import { barWidth, labelHeight, layoutPaths, type PlacedLink, type PlacedNode } from './paths_layout'
import { Floating } from './tooltip'
import { useWidth } from './use_width'

/** A number of the paths that can be opened: those who came to a node, went along a link, or ended at a node. */
export type PathsPick = { kind: 'node' | 'ended'; node: PathNode } | { kind: 'link'; link: PathLink }

interface PathsChartProps {
  label: string
  data: PathsData
  /** Pixels that the bars of the fullest step take together. */
  room?: number
  onPick?: (pick: PathsPick) => void
  /** What else can be done with a node: items of its menu. Without it a node opens its people. */
  nodeMenu?: (node: PathNode) => ReactNode
}

export const linkSentence = ({ source, target, value, took }: PathLink): string =>
  `${plural(value, 'time', 'times')} from ${source.name} to ${target.name}, step ${source.step} to ${target.step}, ${formatDuration(took)} on average`

export function nodeSentence(node: PathNode, data: PathsData): string {
  const ended = endedAt(node, data)
  return `${node.name} ${numberOf(node)}, step ${node.step}${ended > 0 ? `, ${formatExact(ended)} went no further${data.isCut ? ' or on a path not drawn' : ''}` : ''}`
}

const numberOf = (node: PathNode): string => formatCompact(sizeOf(node))

const keyOf = (focus: PathsFocus): string => ('node' in focus ? focus.node.key : focus.link.key)

/** Steps from left to right with ribbons between them. Arrows move along what is connected, Enter opens it. */
export function PathsChart({ label, data, room = 260, onPick, nodeMenu }: PathsChartProps) {
  const [frame, width] = useWidth<HTMLDivElement>()
  const root = useRef<HTMLDivElement>(null)
  const gradient = useId()
  const layout = useMemo(() => layoutPaths(data, width, room), [data, width, room])
  const [pointed, setPointed] = useState<PathsFocus | null>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const first = data.steps[0]?.[0]
  // One stop for Tab: where the keyboard was last.
  const known = focused !== null && (layout.nodes.some((one) => one.node.key === focused) || layout.links.some((one) => one.link.key === focused))
  const stop = known ? focused : (first?.key ?? null)
  const lit = useMemo(() => litBy(pointed), [pointed])

  const onKeyDown = (from: PathsFocus) => (event: KeyboardEvent) => {
    const next = stepAway(data, from, event.key)
    if (!next) {
      if (event.key.startsWith('Arrow')) event.preventDefault()
      return
    }
    event.preventDefault()
    const element = [...(root.current?.querySelectorAll<HTMLElement>('[data-path]') ?? [])].find((one) => one.dataset.path === keyOf(next))
    element?.focus()
  }
  /** What nodes and links have in common: pointing and focus light up what is connected. */
  const handlers = (at: PathsFocus) => ({
    'data-path': keyOf(at),
    tabIndex: stop === keyOf(at) ? 0 : -1,
    onPointerEnter: () => setPointed(at),
    onPointerLeave: () => setPointed(null),
    onFocus: () => {
      setFocused(keyOf(at))
      setPointed(at)
    },
    onBlur: () => setPointed(null),
    onKeyDown: onKeyDown(at),
  })
  const shown = pointed && 'link' in pointed ? layout.links.find((one) => one.link.key === pointed.link.key) : undefined

  return (
    <div ref={frame} className="scroll-thin overflow-x-auto overflow-y-hidden">
      {width > 0 && (
        <div ref={root} role="group" aria-label={label} className="relative" style={{ width: layout.width, height: layout.height }}>
          <svg width={layout.width} height={layout.height} className="absolute inset-0 overflow-visible">
            <defs>
              <linearGradient id={gradient}>
                <stop offset="0" stopColor="var(--fg-3)" stopOpacity="0.4" />
                <stop offset="1" stopColor="var(--fg-3)" stopOpacity="0" />
              </linearGradient>
            </defs>
            {layout.links.map((placed) => (
              <Ribbon key={placed.link.key} placed={placed} lit={lit && lit.has(placed.link)} onPick={onPick} handlers={handlers({ link: placed.link })} />
            ))}
            {layout.nodes.map(({ node, x, y, height, ended }) => (
              <g key={node.key} pointerEvents="none">
                <rect x={x} y={y + labelHeight} width={barWidth} height={height} rx="2" fill="var(--accent)" opacity={lit && !lit.has(node) ? 0.35 : 1} />
                {ended >= 1 && <rect x={x + barWidth} y={y + labelHeight + height - ended} width={Math.min(36, layout.pitch / 4)} height={ended} fill={`url(#${gradient})`} />}
              </g>
            ))}
          </svg>
          {layout.nodes.map((placed) => (
            <NodeLabel key={placed.node.key} placed={placed} data={data} pitch={layout.pitch} faded={lit !== null && !lit.has(placed.node)} onPick={onPick} menu={nodeMenu?.(placed.node)} handlers={handlers({ node: placed.node })} />
          ))}
          {shown && (
            <Floating anchor={root} x={shown.x} y={shown.y}>
              <p className="px-2 font-medium break-words">
                {shown.link.source.name} → {shown.link.target.name}
              </p>
              <p className="px-2 text-fg-2">
                {plural(shown.link.value, 'time', 'times')}, {formatDuration(shown.link.took)} on average
              </p>
            </Floating>
          )}
        </div>
      )}
    </div>
  )
}

/** Everything on the ways through what is pointed at; null when nothing is. */
function litBy(pointed: PathsFocus | null): Set<PathNode | PathLink> | null {
  if (!pointed) return null
  const lit = new Set<PathNode | PathLink>()
  const walk = (node: PathNode, side: 'in' | 'out') => {
    lit.add(node)
    for (const link of node.links[side]) {
      if (lit.has(link)) continue
      lit.add(link)
      walk(side === 'in' ? link.source : link.target, side)
    }
  }
  if ('link' in pointed) {
    lit.add(pointed.link).add(pointed.link.source).add(pointed.link.target)
  } else {
    walk(pointed.node, 'in')
    walk(pointed.node, 'out')
  }
  return lit
}

type Handlers = ReturnType<() => Record<string, unknown>>

interface RibbonProps {
  placed: PlacedLink
  /** Null when nothing is pointed at. */
  lit: boolean | null
  onPick?: (pick: PathsPick) => void
  handlers: Handlers
}

function Ribbon({ placed: { link, path }, lit, onPick, handlers }: RibbonProps) {
  const opacity = lit === null ? 0.2 : lit ? 0.5 : 0.07
  const pick = onPick && (() => onPick({ kind: 'link', link }))
  const { onKeyDown, ...rest } = handlers as { onKeyDown: (event: KeyboardEvent) => void }
  return (
    <path
      d={path}
      role={pick ? 'button' : 'img'}
      aria-label={linkSentence(link)}
      fill="var(--accent)"
      fillOpacity={opacity}
      className={cx('transition-[fill-opacity] duration-100 focus-visible:outline-2 focus-visible:outline-focus', pick && 'cursor-pointer')}
      onClick={pick}
      onKeyDown={(event) => {
        if (pick && (event.key === 'Enter' || event.key === ' ')) {
          event.preventDefault()
          pick()
        } else onKeyDown(event)
      }}
      {...rest}
    />
  )
}

interface NodeLabelProps {
  placed: PlacedNode
  data: PathsData
  pitch: number
  faded: boolean
  onPick?: (pick: PathsPick) => void
  menu?: ReactNode
  handlers: Handlers
}

/** The name and the number of a node, over its bar. */
function NodeLabel({ placed: { node, x, y }, data, pitch, faded, onPick, menu, handlers }: NodeLabelProps) {
  const says = nodeSentence(node, data)
  const shared = {
    'aria-label': says,
    title: node.item === node.name ? node.name : `${node.name}\n${node.item}`,
    style: { left: x, top: y, width: pitch - 12, height: labelHeight },
    className: cx('absolute flex flex-col items-start justify-end rounded-chip pb-0.5 text-left leading-4 transition-opacity duration-100', faded && 'opacity-40'),
    ...handlers,
  }
  const words = (
    <>
      <span className="max-w-full truncate font-medium">{node.name}</span>{' '}
      <span className="text-small text-fg-2">{numberOf(node)}</span>
    </>
  )
  if (!onPick) {
    return (
      <span role="img" {...shared}>
        {words}
      </span>
    )
  }
  const button = (
    <button type="button" {...shared} className={cx(shared.className, 'hover:underline')} onClick={menu ? undefined : () => onPick({ kind: 'node', node })}>
      {words}
    </button>
  )
  return menu ? <Menu trigger={button}>{menu}</Menu> : button
}
