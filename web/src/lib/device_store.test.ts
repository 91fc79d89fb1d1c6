import { act, renderHook } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { deviceStore, isStrings } from './device_store'

beforeEach(() => localStorage.clear())

test('what is written is read, and told to who uses it', () => {
  const store = deviceStore<string[]>('k', [], isStrings)
  const { result } = renderHook(() => store.use())
  expect(result.current).toEqual([])
  act(() => store.write(['a']))
  expect(result.current).toEqual(['a'])
  expect(localStorage.getItem('k')).toBe('["a"]')
})

test('another tab is seen', () => {
  const store = deviceStore<string[]>('k', [], isStrings)
  const { result } = renderHook(() => store.use())
  act(() => {
    localStorage.setItem('k', '["b"]')
    window.dispatchEvent(new StorageEvent('storage', { key: 'k' }))
  })
  expect(result.current).toEqual(['b'])
})

test('what is kept in another shape counts as nothing', () => {
  for (const text of ['{', '7', '[1]', 'null']) {
    localStorage.setItem('k', text)
    expect(deviceStore<string[]>('k', ['x'], isStrings).read(), text).toEqual(['x'])
  }
})

test('without storage the value lasts as long as the page', () => {
  const store = deviceStore<string[]>('k', [], isStrings)
  const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full')
  })
  store.write(['c'])
  expect(store.read()).toEqual(['c'])
  full.mockRestore()
})
