import { expect, test } from 'vitest'
import { Turns } from './turns'

test('runs no more than so many at a time, in order', async () => {
  const turns = new Turns(2)
  const started: number[] = []
  const finish: (() => void)[] = []
  const runs = [0, 1, 2, 3].map((i) =>
    turns.run(() => {
      started.push(i)
      return new Promise<number>((resolve) => finish.push(() => resolve(i)))
    }),
  )
  await Promise.resolve()
  expect(started).toEqual([0, 1])
  finish[0]?.()
  expect(await runs[0]).toBe(0)
  await Promise.resolve()
  expect(started).toEqual([0, 1, 2])
  finish[1]?.()
  finish[2]?.()
  await runs[2]
  await Promise.resolve()
  finish[3]?.()
  expect(await Promise.all(runs)).toEqual([0, 1, 2, 3])
})

test('a task that fails or was given up leaves its place to the next', async () => {
  const turns = new Turns(1)
  const failing = turns.run(() => Promise.reject(new Error('no')))
  const control = new AbortController()
  let ran = false
  const given = turns.run(async () => {
    ran = true
  }, control.signal)
  control.abort(new Error('left'))
  const last = turns.run(async () => 'done')
  await expect(failing).rejects.toThrow('no')
  await expect(given).rejects.toThrow('left')
  expect(await last).toBe('done')
  expect(ran).toBe(false)
})
