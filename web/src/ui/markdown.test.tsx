import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Markdown } from './markdown'

test('draws headings, lists, marks and links', () => {
  const { container } = render(<Markdown text={'## Goals\nReach **10%** by *June*\n\n- one\n- `two`\n\nSee [docs](https://example.com/a)'} />)
  expect(container.querySelector('strong')?.textContent).toBe('10%')
  expect(container.querySelector('em')?.textContent).toBe('June')
  expect(screen.getAllByRole('listitem').map((one) => one.textContent)).toEqual(['one', 'two'])
  expect(screen.getByRole('link', { name: 'docs' }).getAttribute('href')).toBe('https://example.com/a')
})

test('never makes HTML or follows scripts', () => {
  const { container } = render(<Markdown text={'<img src=x onerror=alert(1)> [x](javascript:alert(1)) [y](//evil.example)'} />)
  expect(container.querySelector('img')).toBeNull()
  expect(container.querySelector('a')).toBeNull()
  expect(container.textContent).toContain('javascript:alert(1)')
})
