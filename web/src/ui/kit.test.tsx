import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { Button } from './button'
import { Field, Input } from './field'
import { FilterChip } from './filter_chip'
import { Delta } from './num'
import { useShortcuts } from './shortcuts'
import { onToast, toast } from './toast'

afterEach(cleanup)

test('a busy button keeps focus and does nothing', () => {
  const onClick = vi.fn()
  render(
    <Button busy onClick={onClick}>
      Save
    </Button>,
  )
  const button = screen.getByRole('button', { name: 'Save' })
  fireEvent.click(button)
  expect(onClick).not.toHaveBeenCalled()
  expect(button.getAttribute('aria-disabled')).toBe('true')
  expect(button.hasAttribute('disabled')).toBe(false)
})

test('a field ties its label, hint and error to the control', () => {
  const { rerender } = render(<Field label="Name" hint="Up to 40 letters">{(control) => <Input {...control} />}</Field>)
  const described = () => {
    const input = screen.getByLabelText('Name')
    return document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent
  }
  expect(described()).toBe('Up to 40 letters')
  rerender(<Field label="Name" hint="Up to 40 letters" error="Too long">{(control) => <Input {...control} />}</Field>)
  expect(described()).toBe('Too long')
  expect(screen.getByLabelText('Name').getAttribute('aria-invalid')).toBe('true')
})

test('a chip can be removed by its own button', () => {
  const onRemove = vi.fn()
  render(<FilterChip text="Plan is Pro" onRemove={onRemove} />)
  fireEvent.click(screen.getByRole('button', { name: 'Remove Plan is Pro' }))
  expect(onRemove).toHaveBeenCalledOnce()
})

test('a change is said in words as well as in colour', () => {
  const said = (change: number | null) => {
    const { container } = render(<Delta change={change} />)
    const text = container.textContent
    cleanup()
    return text
  }
  expect(said(0.407)).toContain('up 40.7%')
  expect(said(-0.1)).toContain('down 10.0%')
  expect(said(0.001)).toContain('unchanged')
  expect(said(null)).toBe('new')
})

function Keys({ keys }: { keys: Record<string, () => void> }) {
  useShortcuts(keys)
  return <input aria-label="text" />
}

test('shortcuts work alone and in pairs, but not while typing', () => {
  const one = vi.fn()
  const pair = vi.fn()
  render(<Keys keys={{ d: one, 'g i': pair }} />)
  fireEvent.keyDown(document.body, { key: 'd' })
  expect(one).toHaveBeenCalledOnce()
  fireEvent.keyDown(document.body, { key: 'g' })
  fireEvent.keyDown(document.body, { key: 'i' })
  expect(pair).toHaveBeenCalledOnce()
  fireEvent.keyDown(screen.getByLabelText('text'), { key: 'd' })
  fireEvent.keyDown(document.body, { key: 'd', ctrlKey: true })
  expect(one).toHaveBeenCalledOnce()
})

test('a toast that comes before its layer is drawn is kept', () => {
  const drawn: string[] = []
  toast('early')
  onToast(({ title }) => drawn.push(title))
  toast('late')
  expect(drawn).toEqual(['early', 'late'])
})
