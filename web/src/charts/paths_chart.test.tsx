import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { PathsQuery, PathsResponse } from '@/api/types'
import { drillPaths } from '@/drill/paths_point'
import { PathsChart, type PathsPick } from './paths_chart'
import { csvOfPaths, endedAt, readPaths, stepAway } from './paths_data'
import { layoutPaths } from './paths_layout'
import { PathsTable } from './paths_table'

const query: PathsQuery = { kind: 'PathsQuery', pathsFilter: { includeEventTypes: ['$pageview'] } }
const site = 'https://shop.example'
const link = (source: string, target: string, value: number) => ({ source, target, value, average_conversion_time: 1500 })
const response: PathsResponse = {
  results: [link(`1_${site}/`, `2_${site}/pricing`, 6), link(`1_${site}/blog_post`, `2_${site}/pricing`, 2), link(`2_${site}/pricing`, `3_${site}/signup`, 5), link(`1_${site}/`, `2_${site}/docs`, 1)],
} as PathsResponse
const data = readPaths(query, response)
const [home, blog] = data.steps[0] ?? []
const [pricing, docs] = data.steps[1] ?? []

afterEach(cleanup)

test('steps, what came and went, and where it ended', () => {
  expect(data.steps.map((nodes) => nodes.map((node) => [node.name, node.came, node.went]))).toEqual([
    [
      ['/', 0, 7],
      ['/blog_post', 0, 2],
    ],
    [
      ['/pricing', 8, 5],
      ['/docs', 1, 0],
    ],
    [['/signup', 5, 0]],
  ])
  expect([home, pricing, docs, data.steps[2]?.[0]].map((node) => node && endedAt(node, data))).toEqual([0, 3, 1, 0])
  expect(data.isCut).toBe(false)
  expect(readPaths({ ...query, pathsFilter: { edgeLimit: 4 } }, response).isCut).toBe(true)
})

test('pages of several sites keep their host, events their name, full addresses stay', () => {
  const mixed = { results: [link('1_https://a.example/x', '2_https://b.example/x?y=1', 1), link('1_$pageleave', '2_...', 1)] } as PathsResponse
  expect(readPaths(query, mixed).steps.flat().map((node) => node.name)).toEqual(['a.example/x', 'Pageleave', 'b.example/x?y=1', 'More steps'])
  expect(readPaths({ ...query, pathsFilter: { showFullUrls: true } }, response).steps[0]?.[0]?.name).toBe(`${site}/`)
})

test('bars are as tall as what they count, ribbons fill both ends, nothing leaves the frame', () => {
  const layout = layoutPaths(data, 900, 180)
  const at = (key: string) => layout.nodes.find((one) => one.node.item === site + key)
  expect(at('/pricing')?.height).toBeCloseTo(160)
  expect(at('/signup')?.height).toBeCloseTo(100)
  expect(at('/pricing')?.ended).toBeCloseTo(60)
  expect(layout.pitch).toBe(300)
  for (const { x, y, height } of layout.nodes) {
    expect(x).toBeLessThan(layout.width)
    expect(y + 36 + height).toBeLessThanOrEqual(layout.height)
  }
  // Ten steps on a narrow screen scroll rather than shrink to nothing.
  expect(layoutPaths(data, 200, 180).width).toBe(3 * 132)
})

test('arrows lead along what is connected', () => {
  if (!home || !blog || !pricing) throw new Error('the sample has them')
  const out = stepAway(data, { node: home }, 'ArrowRight')
  expect(out).toEqual({ link: data.links[0] })
  if (!out) throw new Error('there is one')
  expect(stepAway(data, out, 'ArrowRight')).toEqual({ node: pricing })
  expect(stepAway(data, out, 'ArrowDown')).toEqual({ link: home.links.out[1] })
  expect(stepAway(data, out, 'ArrowLeft')).toEqual({ node: home })
  expect(stepAway(data, { node: home }, 'ArrowDown')).toEqual({ node: blog })
  expect(stepAway(data, { node: home }, 'ArrowLeft')).toBeNull()
})

test('every way is in the table and in the file', () => {
  expect(csvOfPaths(data).split('\n').slice(0, 2)).toEqual(['step,from,to,times,average seconds', `1,${site}/,${site}/pricing,6,1.5`])
  const onPick = vi.fn<(pick: PathsPick) => void>()
  render(<PathsTable label="Paths" data={data} narrow={false} onPick={onPick} />)
  fireEvent.click(screen.getByRole('button', { name: '5 times from /pricing to /signup' }))
  expect(onPick).toHaveBeenCalledWith({ kind: 'link', link: data.links[1] })
})

test('Enter opens a ribbon; without anything to open they are pictures', () => {
  const onPick = vi.fn<(pick: PathsPick) => void>()
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900)
  const { unmount } = render(<PathsChart label="Paths" data={data} onPick={onPick} />)
  const start = screen.getByRole('button', { name: '/ 7, step 1' })
  expect(screen.getAllByRole('button').filter((one) => one.tabIndex === 0)).toEqual([start])
  start.focus()
  fireEvent.keyDown(start, { key: 'ArrowRight' })
  const ribbon = screen.getByRole('button', { name: '6 times from / to /pricing, step 1 to 2, 1.5 s on average' })
  expect(document.activeElement).toBe(ribbon)
  fireEvent.keyDown(ribbon, { key: 'Enter' })
  expect(onPick).toHaveBeenCalledWith({ kind: 'link', link: data.links[0] })
  unmount()
  render(<PathsChart label="Paths" data={data} />)
  expect(screen.queryAllByRole('button')).toEqual([])
  expect(screen.getByRole('img', { name: /^\/pricing 8, step 2, 3 went no further$/ })).toBeTruthy()
})

test('the people behind a ribbon, a step and an end', () => {
  if (!home || !pricing || !data.links[0]) throw new Error('the sample has them')
  const asked = (pick: PathsPick, of = data) => {
    const { source, title, ofEvents } = drillPaths(query, of, pick)
    return [(source.source as PathsQuery).pathsFilter, title, ofEvents]
  }
  const types = { includeEventTypes: ['$pageview'] }
  expect(asked({ kind: 'link', link: data.links[0] })).toEqual([{ ...types, pathStartKey: home.key, pathEndKey: pricing.key }, '6 times from “/” to “/pricing”', true])
  expect(asked({ kind: 'node', node: home })).toEqual([{ ...types, pathStartKey: home.key }, '7 times on from “/”', true])
  expect(asked({ kind: 'node', node: pricing })).toEqual([{ ...types, pathEndKey: pricing.key }, '8 times to “/pricing”', true])
  expect(asked({ kind: 'ended', node: pricing })).toEqual([{ ...types, pathDropoffKey: pricing.key }, '3 times no further than “/pricing”', true])
  expect(asked({ kind: 'node', node: pricing }, { ...data, isCut: true })).toEqual([{ ...types, pathEndKey: pricing.key }, 'To “/pricing”', false])
})
