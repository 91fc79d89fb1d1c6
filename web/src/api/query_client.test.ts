import { afterEach, beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => {
  vi.useFakeTimers()
  vi.resetModules()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

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

/** Something that is asked for: its answers are given by hand, in the order in which they were asked for. */
async function watched() {
  const { QueryObserver } = await import('@tanstack/react-query')
  const room = await import('./query_client')
  const answers: ((value: string) => void)[] = []
  const queryFn = ({ signal }: { signal: AbortSignal }) =>
    new Promise<string>((done, fail) => {
      answers.push(done)
      signal.addEventListener('abort', () => fail(new Error('taken back')))
    })
  const observer = new QueryObserver(room.queryClient, { queryKey: ['thing', 1], queryFn })
  const stop = observer.subscribe(() => {})
  return { ...room, observer, answers, shown: () => observer.getCurrentResult().data, stop }
}

test('a first answer that was asked for before a write is asked for once more', async () => {
  const { outdate, answers, shown, stop } = await watched()
  void outdate(['thing'])
  expect(answers.length).toBe(1)
  answers[0]?.('before')
  await vi.advanceTimersByTimeAsync(1)
  expect(answers.length).toBe(2)
  answers[1]?.('after')
  await vi.advanceTimersByTimeAsync(1)
  expect(shown()).toBe('after')
  stop()
})

test('an answer that was asked for before a write does not replace what the write answered', async () => {
  const { learn, observer, answers, shown, stop } = await watched()
  answers[0]?.('long ago')
  await vi.advanceTimersByTimeAsync(1)
  void observer.refetch()
  learn(['thing', 1], 'after')
  answers[1]?.('before')
  await vi.advanceTimersByTimeAsync(1)
  expect(shown()).toBe('after')
  expect(observer.getCurrentResult().isFetching).toBe(false)
  stop()
})

test('who waits for a first answer is given what a write answered meanwhile', async () => {
  const { learn, queryClient } = await watched()
  const waiting = queryClient.ensureQueryData({ queryKey: ['thing', 1] })
  learn(['thing', 1], 'after')
  expect(await waiting).toBe('after')
})

test('another tab hears what was written, also while it waits for a first answer', async () => {
  let hear = (_message: { data: { key: unknown[]; answer?: string } }) => {}
  vi.stubGlobal(
    'BroadcastChannel',
    class {
      addEventListener = (_kind: string, heard: typeof hear) => (hear = heard)
    },
  )
  const { followOtherTabs, observer, answers, shown, stop } = await watched()
  followOtherTabs()
  hear({ data: { key: ['thing', 1], answer: 'after' } })
  answers[0]?.('before')
  await vi.advanceTimersByTimeAsync(1)
  answers[1]?.('after')
  await vi.advanceTimersByTimeAsync(1)
  expect(shown()).toBe('after')
  void observer.refetch()
  hear({ data: { key: ['thing', 1], answer: 'later' } })
  answers[2]?.('before')
  await vi.advanceTimersByTimeAsync(1)
  expect(shown()).toBe('later')
  stop()
})
