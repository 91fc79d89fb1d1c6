import type { PathsQuery, PathsResponse } from '@/api/types'
import { defaultEdges, pageOf, placeOf, stepLabel } from '@/lib/paths_query'
import { eventLabel } from '@/lib/taxonomy'
import { csvLine } from './csv'

/** A page, screen or event at one step of the paths. */
export interface PathNode {
  /** As the server names it: step and item, "2_/pricing". */
  key: string
  /** From 1. */
  step: number
  /** What the server calls it: filters and end points are written so. */
  item: string
  /** What people read. */
  name: string
  /** How often it was come to and gone on from, over what is drawn. */
  came: number
  went: number
  links: { in: PathLink[]; out: PathLink[] }
}

/** From one step to the next. */
export interface PathLink {
  key: string
  source: PathNode
  target: PathNode
  value: number
  /** Milliseconds between the two. */
  took: number
}

export interface PathsData {
  /** By step, in each the largest first. */
  steps: PathNode[][]
  /** The largest first. */
  links: PathLink[]
  /** Whether rarer ways were left out, so that sums over what is drawn may be too small. */
  isCut: boolean
}

export const sizeOf = (node: PathNode): number => Math.max(node.came, node.went)
/** How often nobody went on from here, as far as it is drawn; the last step has no next. */
export const endedAt = (node: PathNode, data: PathsData): number => (node.step === 1 || node.step >= data.steps.length ? 0 : Math.max(0, node.came - node.went))

export function readPaths(query: PathsQuery, response: PathsResponse): PathsData {
  const nodes = new Map<string, PathNode>()
  const nameOf = namesOf(response.results.flatMap((row) => [itemOf(row.source), itemOf(row.target)]), query.pathsFilter.showFullUrls ?? false)
  const nodeAt = (key: string): PathNode => {
    const known = nodes.get(key)
    if (known) return known
    const item = itemOf(key)
    const made: PathNode = { key, step: Number.parseInt(key, 10) || 1, item, name: nameOf(item), came: 0, went: 0, links: { in: [], out: [] } }
    nodes.set(key, made)
    return made
  }
  const links = response.results
    .map((row): PathLink => ({ key: `${row.source} → ${row.target}`, source: nodeAt(row.source), target: nodeAt(row.target), value: row.value, took: row.average_conversion_time }))
    .toSorted((a, b) => b.value - a.value)
  for (const link of links) {
    link.source.went += link.value
    link.source.links.out.push(link)
    link.target.came += link.value
    link.target.links.in.push(link)
  }
  const last = Math.max(0, ...[...nodes.values()].map((node) => node.step))
  const steps = Array.from({ length: last }, (_, i) => [...nodes.values()].filter((node) => node.step === i + 1).toSorted((a, b) => sizeOf(b) - sizeOf(a) || a.name.localeCompare(b.name)))
  const { edgeLimit = defaultEdges, minEdgeWeight, maxEdgeWeight } = query.pathsFilter
  return { steps, links, isCut: links.length >= edgeLimit || minEdgeWeight !== undefined || maxEdgeWeight !== undefined }
}

const itemOf = (key: string): string => key.slice(key.indexOf('_') + 1)

/** Addresses without their site, where all are of the same; names of events as people read them. */
function namesOf(items: string[], showFullUrls: boolean): (item: string) => string {
  const hosts = new Set(items.map((item) => pageOf(item)?.host).filter((host) => host !== undefined))
  return (item) => {
    if (item === '...') return 'More steps'
    const page = hosts.size > 1 ? pageOf(item) : null
    return showFullUrls ? eventLabel(item) : page ? `${page.host}${placeOf(page)}` : stepLabel(item)
  }
}

/** One line a way from one step to the next. */
export function csvOfPaths({ links }: PathsData): string {
  const rows = links.map(({ source, target, value, took }) => [source.step, source.item, target.item, value, Math.round(took / 10) / 100])
  return [['step', 'from', 'to', 'times', 'average seconds'], ...rows].map(csvLine).join('\n')
}

export type PathsFocus = { node: PathNode } | { link: PathLink }

/** Where an arrow key leads from a node or a link; null when there is nothing that way. */
export function stepAway(data: PathsData, from: PathsFocus, key: string): PathsFocus | null {
  const along = <T>(list: T[], at: T): T | undefined => list[list.indexOf(at) + (key === 'ArrowDown' ? 1 : -1)]
  if ('node' in from) {
    const { node } = from
    if (key === 'ArrowRight' || key === 'ArrowLeft') {
      const link = (key === 'ArrowRight' ? node.links.out : node.links.in)[0]
      return link ? { link } : null
    }
    const next = key === 'ArrowDown' || key === 'ArrowUp' ? along(data.steps[node.step - 1] ?? [], node) : undefined
    return next ? { node: next } : null
  }
  const { link } = from
  if (key === 'ArrowRight') return { node: link.target }
  if (key === 'ArrowLeft') return { node: link.source }
  const next = key === 'ArrowDown' || key === 'ArrowUp' ? along(link.source.links.out, link) : undefined
  return next ? { link: next } : null
}
