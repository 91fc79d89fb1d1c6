// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { holdKeys, holdKeysUntil, holdToo } from './held_keys'

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
  return field
}

const never = new Promise<void>(() => {})

test('keys wait for a field and reach it in their order, with those pressed while they are written', () => {
  holdKeys(never)
  press('p', 'l', 'x', 'Backspace')
  expect(heard).toEqual([])
  openField()
  press('a', 'Enter', 'Escape')
  vi.runAllTimers()
  expect(heard).toEqual(['p on field', 'l on field', 'a on field', 'Enter on field', 'Escape on field'])
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

test('keys wait for what opens once something else has closed, behind those pressed before', () => {
  expect(holdToo(['a'])).toBe(false)
  holdKeysUntil(() => void openField('value'))
  expect(holdToo(['p'])).toBe(true)
  press('r')
  expect(heard).toEqual([])
  vi.runAllTimers()
  expect(heard).toEqual(['p on value', 'r on value'])
  expect(holdToo(['a'])).toBe(false)
})

test('keys behind a held one that opens something else wait for that', () => {
  holdKeys(Promise.resolve())
  press('Enter', 'p', 'r', 'o')
  const search = openField('search')
  search.addEventListener('keydown', ({ key }) => {
    if (key !== 'Enter') return
    search.blur()
    holdKeysUntil(() => void openField('value'))
    holdToo(['a'])
  })
  vi.advanceTimersToNextTimer()
  press('!')
  vi.runAllTimers()
  expect(heard).toEqual(['Enter on search', 'a on value', 'p on value', 'r on value', 'o on value', '! on value'])
  press('n')
  expect(heard.at(-1)).toBe('n on value')
})

test('a held Enter activates a button or a link, unless somebody else takes it', async () => {
  const clicked: string[] = []
  const add = (tag: string, id: string) => {
    const element = Object.assign(document.createElement(tag), { id })
    if (tag === 'a') element.setAttribute('href', '#there')
    element.addEventListener('click', () => void clicked.push(id))
    document.body.append(element)
    return element
  }
  const pressOn = async (element: HTMLElement) => {
    element.focus()
    holdKeys(Promise.resolve())
    press('Enter')
    await vi.advanceTimersByTimeAsync(1000)
  }
  await pressOn(add('button', 'plain'))
  await pressOn(add('a', 'link'))
  const taken = add('button', 'taken')
  taken.addEventListener('keydown', (event) => event.preventDefault())
  await pressOn(taken)
  expect(clicked).toEqual(['plain', 'link'])
})
