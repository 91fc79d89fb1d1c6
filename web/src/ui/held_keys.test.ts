// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { holdKeys } from './held_keys'

let heard: string[]
const listen = (event: KeyboardEvent) => void heard.push(`${event.key} on ${(event.target as Element).id || 'page'}`)

beforeEach(() => {
  vi.useFakeTimers()
  heard = []
  document.execCommand = () => true
  document.addEventListener('keydown', listen)
})
afterEach(() => {
  vi.runAllTimers()
  document.removeEventListener('keydown', listen)
  document.body.replaceChildren()
  vi.useRealTimers()
})

function press(...keys: string[]) {
  for (const key of keys) (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}

function openField(id = 'field') {
  const field = document.createElement('input')
  field.id = id
  document.body.append(field)
  field.focus()
}

const never = new Promise<void>(() => {})

test('keys wait for a field and reach it in their order, with those pressed while they are written', () => {
  holdKeys(never)
  press('p', 'l', 'x', 'Backspace')
  expect(heard).toEqual([])
  openField()
  press('a', 'Enter')
  vi.runAllTimers()
  expect(heard).toEqual(['p on field', 'l on field', 'a on field', 'Enter on field'])
  press('n')
  expect(heard.at(-1)).toBe('n on field')
})

test('a layer that is there at once costs nothing', () => {
  holdKeys(Promise.resolve())
  openField()
  press('p')
  expect(heard).toEqual(['p on field'])
})

test('where no field comes, the keys are the page’s', async () => {
  holdKeys(Promise.reject(new Error('gone')))
  press('x')
  await vi.advanceTimersByTimeAsync(400)
  expect(heard).toEqual([])
  await vi.advanceTimersByTimeAsync(200)
  expect(heard).toEqual(['x on page'])
  press('v')
  expect(heard).toEqual(['x on page', 'v on page'])
})

test('a layer that does not load keeps no keys from the page', async () => {
  holdKeys(never)
  press('x')
  await vi.advanceTimersByTimeAsync(6000)
  press('v')
  expect(heard).toEqual(['v on page'])
})

test('Esc forgets what was typed, and keys with Ctrl are never held', () => {
  holdKeys(never)
  press('p', 'l')
  press('Escape')
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true }))
  openField()
  vi.runAllTimers()
  expect(heard).toEqual(['Escape on page', 'z on page'])
})
