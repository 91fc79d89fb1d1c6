import { expect, test } from 'vitest'
import { visited } from './recent_pages'

test('a page comes first and is kept once, in its newest state', () => {
  const first = visited([], { href: '/a?x=1', title: 'A' })
  const second = visited(first, { href: '/b', title: 'B' })
  expect(visited(second, { href: '/a?x=2', title: 'A again' })).toEqual([
    { href: '/a?x=2', title: 'A again' },
    { href: '/b', title: 'B' },
  ])
})

test('old pages fall off', () => {
  let pages = visited([], { href: '/0', title: '0' })
  for (let i = 1; i < 30; i++) pages = visited(pages, { href: `/${i}`, title: String(i) })
  expect(pages).toHaveLength(12)
  expect(pages[0]?.href).toBe('/29')
})
