import { endedAt, sizeOf, type PathLink, type PathNode, type PathsData } from './paths_data'

/** Where a node stands; a label stands over its bar. Pixels. */
export interface PlacedNode {
  node: PathNode
  x: number
  /** Of the label; the bar begins `labelHeight` below. */
  y: number
  height: number
  /** The part of the bar, at its lower end, from where nobody went on. */
  ended: number
}

export interface PlacedLink {
  link: PathLink
  /** The outline of the ribbon. */
  path: string
  /** The middle of the ribbon, where its words stand. */
  x: number
  y: number
}

export interface PathsLayout {
  nodes: PlacedNode[]
  links: PlacedLink[]
  width: number
  height: number
  /** From one step to the next. */
  pitch: number
}

export const barWidth = 8
export const labelHeight = 36
const gap = 14
/** Narrower than this the names would say nothing. */
const leastPitch = 132
const leastBar = 2

/** Steps from left to right, nodes below each other, ribbons between their bars. `room` is what all bars of the fullest step may take. */
export function layoutPaths(data: PathsData, width: number, room: number): PathsLayout {
  const count = Math.max(1, data.steps.length)
  const pitch = Math.max(leastPitch, Math.floor(width / count))
  const fullest = Math.max(1, ...data.steps.map((nodes) => nodes.reduce((sum, node) => sum + sizeOf(node), 0)))
  const tall = (value: number) => (value * room) / fullest
  const placed = new Map<PathNode, PlacedNode>()
  let height = 0
  data.steps.forEach((nodes, step) => {
    let y = 0
    for (const node of nodes) {
      const bar = Math.max(leastBar, tall(sizeOf(node)))
      placed.set(node, { node, x: step * pitch, y, height: bar, ended: tall(endedAt(node, data)) })
      y += labelHeight + bar + gap
    }
    height = Math.max(height, y - gap)
  })
  const topOf = (node: PathNode) => (placed.get(node)?.y ?? 0) + labelHeight
  const byPlace = (end: 'source' | 'target') => (a: PathLink, b: PathLink) => topOf(a[end]) - topOf(b[end])
  // Ribbons leave and arrive in the order of where they lead, so that few cross.
  const [leaves, arrives] = [new Map<PathLink, number>(), new Map<PathLink, number>()]
  for (const { node } of placed.values()) {
    const stack = (links: PathLink[], into: Map<PathLink, number>) => {
      let y = topOf(node)
      for (const link of links) {
        into.set(link, y)
        y += tall(link.value)
      }
    }
    stack(node.links.out.toSorted(byPlace('target')), leaves)
    stack(node.links.in.toSorted(byPlace('source')), arrives)
  }
  const links = data.links.map((link): PlacedLink => {
    const [from, to] = [placed.get(link.source), placed.get(link.target)]
    const [x0, x1] = [(from?.x ?? 0) + barWidth, to?.x ?? 0]
    const [y0, y1, thick] = [leaves.get(link) ?? 0, arrives.get(link) ?? 0, Math.max(1, tall(link.value))]
    return { link, path: ribbon(x0, y0, x1, y1, thick), x: (x0 + x1) / 2, y: (y0 + y1 + thick) / 2 }
  })
  return { nodes: [...placed.values()], links, width: pitch * count, height: Math.ceil(height), pitch }
}

const round = (value: number) => Math.round(value * 10) / 10

/** A band of the same thickness that leaves and arrives level. */
function ribbon(x0: number, y0: number, x1: number, y1: number, thick: number): string {
  const middle = round((x0 + x1) / 2)
  const [a, b, c, d] = [round(y0), round(y1), round(y1 + thick), round(y0 + thick)]
  return `M${x0} ${a}C${middle} ${a} ${middle} ${b} ${x1} ${b}V${c}C${middle} ${c} ${middle} ${d} ${x0} ${d}Z`
}
