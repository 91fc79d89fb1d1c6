import { act, renderHook } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { useSending } from './use_sending'

/** Work that goes on until it is let go, or fails. */
function open() {
  let done: () => void = () => {}
  let fail: (error: Error) => void = () => {}
  const work = vi.fn(
    () =>
      new Promise<void>((resolve, reject) => {
        done = resolve
        fail = reject
      }),
  )
  return { work, done: () => act(async () => done()), fail: (words: string) => act(async () => fail(new Error(words))) }
}

test('a write at a time: a second one of the same moment is refused', async () => {
  const { result } = renderHook(() => useSending())
  const first = open()
  const second = open()
  const answers: boolean[] = []
  await act(async () => {
    void result.current.send(first.work).then((done) => answers.push(done))
    void result.current.send(second.work).then((done) => answers.push(done))
  })
  expect(result.current.busy).toBe(true)
  await first.done()
  expect(second.work).not.toHaveBeenCalled()
  expect(answers).toEqual([false, true])
  expect(result.current.busy).toBe(false)
})

test('what was asked for last is done behind what is under way, by each name once', async () => {
  const { result } = renderHook(() => useSending())
  const works = { first: open(), old: open(), last: open(), other: open() }
  await act(async () => {
    void result.current.send(works.first.work)
    void result.current.sendLast('one', works.old.work)
    void result.current.sendLast('two', works.other.work)
    void result.current.sendLast('one', works.last.work)
  })
  await works.first.done()
  expect(works.old.work).not.toHaveBeenCalled()
  expect(works.last.work).toHaveBeenCalledTimes(1)
  await works.last.done()
  expect(works.other.work).toHaveBeenCalledTimes(1)
  expect(result.current.busy).toBe(true)
  await works.other.done()
  expect(result.current.busy).toBe(false)
})

test('work that is asked for again while it runs may take that on itself', async () => {
  const { result } = renderHook(() => useSending())
  const held = open()
  const heard: boolean[] = []
  const work = async (again: () => boolean) => {
    await held.work()
    heard.push(again(), again())
  }
  await act(async () => {
    void result.current.sendLast('save', work)
    void result.current.sendLast('save', work)
  })
  await held.done()
  expect(heard).toEqual([true, false])
  expect(held.work).toHaveBeenCalledTimes(1)
  expect(result.current.busy).toBe(false)
})

test('what fails is said, and what waited for it is not done', async () => {
  const { result } = renderHook(() => useSending())
  const [first, second] = [open(), open()]
  await act(async () => {
    void result.current.send(first.work)
    void result.current.sendLast('save', second.work)
  })
  await first.fail('The disk is full')
  expect(result.current.problem).toBe('The disk is full')
  expect(second.work).not.toHaveBeenCalled()
  expect(result.current.busy).toBe(false)
})
