// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useHeldEnter } from './use_held_enter'

beforeEach(() => void vi.useFakeTimers())
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

test('typing on takes a held Enter back', () => {
  const onEnter = vi.fn()
  const { rerender } = render(<Field searching onEnter={onEnter} />)
  fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Enter' })
  fireEvent.keyDown(screen.getByRole('textbox'), { key: 'a' })
  rerender(<Field searching={false} onEnter={onEnter} />)
  act(() => void vi.runAllTimers())
  expect(onEnter).not.toHaveBeenCalled()
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
