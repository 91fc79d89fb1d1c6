import { afterEach, beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => {
  vi.useFakeTimers()
  vi.resetModules()
})
afterEach(() => vi.useRealTimers())

/** Whether the first answers are there, and the way to give the one that is asked for. */
async function asking() {
  const { firstAnswered, queryClient } = await import('./query_client')
  let answer = (_value: string) => {}
  const asked = queryClient.fetchQuery({ queryKey: ['first'], queryFn: () => new Promise<string>((done) => (answer = done)) })
  const state = { answered: false }
  void firstAnswered().then(() => (state.answered = true))
  return { state, asked, answer: () => answer('here') }
}

test('what comes later waits until what was asked first is answered', async () => {
  const { state, asked, answer } = await asking()
  await vi.advanceTimersByTimeAsync(1000)
  expect(state.answered).toBe(false)
  answer()
  await asked
  await vi.advanceTimersByTimeAsync(100)
  expect(state.answered).toBe(true)
})

test('it does not wait longer than a second and a half', async () => {
  const { state } = await asking()
  await vi.advanceTimersByTimeAsync(1400)
  expect(state.answered).toBe(false)
  await vi.advanceTimersByTimeAsync(200)
  expect(state.answered).toBe(true)
})
