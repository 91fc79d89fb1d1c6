// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, renderHook, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { holdKeysUntil } from './held_keys'
import { useHeldEnter, useHeldList } from './use_held_enter'

beforeEach(() => {
  vi.useFakeTimers()
  document.execCommand = () => true
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

function Field({ searching, onEnter }: { searching: boolean; onEnter: () => void }) {
  const hold = useHeldEnter(searching)
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- only what it lets through counts
    <div onKeyDownCapture={hold}>
      <input onKeyDown={(event) => event.key === 'Enter' && onEnter()} />
    </div>
  )
}

test('Enter is held until the search has settled, and comes once', () => {
  const onEnter = vi.fn()
  const { rerender } = render(<Field searching onEnter={onEnter} />)
  fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Enter' })
  expect(onEnter).not.toHaveBeenCalled()
  rerender(<Field searching={false} onEnter={onEnter} />)
  act(() => void vi.runAllTimers())
  expect(onEnter).toHaveBeenCalledTimes(1)
})

test('a key that changes the search takes a held Enter back', () => {
  const onEnter = vi.fn()
  const { rerender } = render(<Field searching onEnter={onEnter} />)
  fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Enter' })
  fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Backspace' })
  rerender(<Field searching={false} onEnter={onEnter} />)
  act(() => void vi.runAllTimers())
  expect(onEnter).not.toHaveBeenCalled()
})

test('letters after a held Enter go, in their order, to what has focus after the choice', () => {
  const heard: string[] = []
  const listen = (event: KeyboardEvent) => heard.push(event.key)
  const { rerender } = render(<Field searching onEnter={() => screen.getByRole('textbox').blur()} />)
  const field = screen.getByRole('textbox')
  field.focus()
  for (const key of ['Enter', 'x', 'V']) {
    if (key === 'V') fireEvent.keyDown(field, { key: 'Shift' })
    expect(fireEvent.keyDown(field, { key }), key).toBe(false)
  }
  document.addEventListener('keydown', listen)
  rerender(<Field searching={false} onEnter={() => field.blur()} />)
  act(() => void vi.runAllTimers())
  document.removeEventListener('keydown', listen)
  expect(heard).toEqual(['Enter', 'x', 'V'])
})

test('keys that come between the end of the search and the choice wait behind the held Enter', () => {
  const heard: string[] = []
  const listen = (event: KeyboardEvent) => heard.push(event.key)
  const { rerender } = render(<Field searching onEnter={() => {}} />)
  const field = screen.getByRole('textbox')
  field.focus()
  const press = (...keys: string[]) => {
    for (const key of keys) expect(fireEvent.keyDown(field, { key }), key).toBe(false)
  }
  press('Enter', 'Enter', 'x')
  rerender(<Field searching={false} onEnter={() => field.blur()} />)
  press('v')
  rerender(<Field searching onEnter={() => {}} />)
  press('y', 'Enter')
  document.addEventListener('keydown', listen)
  rerender(<Field searching={false} onEnter={() => field.blur()} />)
  press('z')
  act(() => void vi.runAllTimers())
  document.removeEventListener('keydown', listen)
  expect(heard).toEqual(['Enter', 'x', 'v', 'y', 'Enter', 'z'])
})

test('letters after a held Enter are forgotten when the field keeps focus', () => {
  const onEnter = vi.fn()
  const { rerender } = render(<Field searching onEnter={onEnter} />)
  const field = screen.getByRole<HTMLInputElement>('textbox')
  field.focus()
  fireEvent.keyDown(field, { key: 'Enter' })
  fireEvent.keyDown(field, { key: 'x' })
  rerender(<Field searching={false} onEnter={onEnter} />)
  act(() => void vi.runAllTimers())
  expect(onEnter).toHaveBeenCalledTimes(1)
  expect(field.value).toBe('')
})

test('who moved along the list, or waits for nothing, is not made to wait', () => {
  const onEnter = vi.fn()
  const { rerender } = render(<Field searching onEnter={onEnter} />)
  fireEvent.keyDown(screen.getByRole('textbox'), { key: 'ArrowDown' })
  fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Enter' })
  expect(onEnter).toHaveBeenCalledTimes(1)
  rerender(<Field searching={false} onEnter={onEnter} />)
  fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Enter' })
  expect(onEnter).toHaveBeenCalledTimes(2)
})

test('a list keeps what it showed for a search until the search has found something, or nothing', () => {
  const groupOf = (...ids: string[]) => (ids.length > 0 ? [{ items: ids.map((id) => ({ id })) }] : [])
  const { result, rerender } = renderHook(({ ids, search, searching }) => useHeldList(groupOf(...ids), search, searching), { initialProps: { ids: ['a'], search: '', searching: false } })
  const shown = () => result.current.flatMap(({ items }) => items.map(({ id }) => id))
  rerender({ ids: [], search: 'b', searching: true })
  expect(shown()).toEqual([])
  rerender({ ids: ['ab'], search: 'b', searching: true })
  rerender({ ids: [], search: 'b', searching: true })
  expect(shown()).toEqual(['ab'])
  rerender({ ids: ['b'], search: 'b', searching: true })
  expect(shown()).toEqual(['b'])
  rerender({ ids: [], search: 'b', searching: false })
  expect(shown()).toEqual([])
})

test('letters after a held Enter reach what the choice opens, before those that come while it opens', () => {
  const heard: string[] = []
  const listen = (event: KeyboardEvent) => heard.push(`${event.key} on ${(event.target as Element).id}`)
  const value = Object.assign(document.createElement('input'), { id: 'value' })
  const onEnter = () => {
    screen.getByRole('textbox').blur()
    holdKeysUntil(() => {
      document.body.append(value)
      value.focus()
    })
  }
  const { rerender } = render(<Field searching onEnter={onEnter} />)
  const field = screen.getByRole('textbox')
  field.focus()
  for (const key of ['Enter', 'p', 'r']) fireEvent.keyDown(field, { key })
  document.addEventListener('keydown', listen)
  rerender(<Field searching={false} onEnter={onEnter} />)
  act(() => void vi.advanceTimersToNextTimer())
  fireEvent.keyDown(document.body, { key: 'o' })
  act(() => void vi.runAllTimers())
  document.removeEventListener('keydown', listen)
  value.remove()
  expect(heard).toEqual(['Enter on ', 'p on value', 'r on value', 'o on value'])
})
