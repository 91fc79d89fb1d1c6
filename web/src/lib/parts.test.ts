import { afterEach, expect, test } from 'vitest'
import { loadPart, waitForParts } from './parts'

afterEach(() => waitForParts(() => Promise.resolve()))

test('a part that does not come is asked for again when the wait is over', async () => {
  let back: () => void = () => {}
  waitForParts(() => new Promise((resolve) => (back = resolve)))
  let asked = 0
  const loaded = loadPart(() => (++asked === 1 ? Promise.reject(new Error('away')) : Promise.resolve('here')))
  await expect.poll(() => asked).toBe(1)
  back()
  expect(await loaded).toBe('here')
  expect(asked).toBe(2)
})

test('what is not there then is a failure', async () => {
  await expect(loadPart(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
})
