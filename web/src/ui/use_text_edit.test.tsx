import { act, renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useTextEdit } from './use_text_edit'

const open = (saved: string) => renderHook(({ now }) => useTextEdit(now), { initialProps: { now: saved } })

test('a text that nobody touched follows what is saved elsewhere', () => {
  const { result, rerender } = open('one')
  rerender({ now: 'two' })
  expect(result.current.text).toBe('two')
  expect(result.current.changed).toBe(false)
  expect(result.current.theirs).toBeNull()
})

test('what is typed stays, and what was saved meanwhile is told until one goes on over it', () => {
  const { result, rerender } = open('one')
  act(() => result.current.setText('mine'))
  rerender({ now: 'two' })
  expect(result.current.text).toBe('mine')
  expect(result.current.theirs).toBe('two')
  act(() => result.current.goOn())
  expect(result.current.theirs).toBeNull()
  expect(result.current.changed).toBe(true)
  act(() => result.current.revert())
  expect(result.current.text).toBe('two')
  expect(result.current.changed).toBe(false)
})

test('what one saves oneself is nobody else’s', () => {
  const { result, rerender } = open('one')
  act(() => result.current.setText('mine '))
  rerender({ now: 'mine' })
  expect(result.current.theirs).toBeNull()
  act(() => result.current.setText('mine and more'))
  expect(result.current.theirs).toBeNull()
  expect(result.current.changed).toBe(true)
})
