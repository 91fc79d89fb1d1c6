import { beforeEach, expect, test } from 'vitest'
import { optimistic } from './optimistic'
import { queryClient } from './query_client'

beforeEach(() => queryClient.clear())

const rename = { queryKey: ['things'], edit: (list: string[]) => list.map((name) => name.toUpperCase()) }

test('the outcome is there before the server answers', async () => {
  queryClient.setQueryData(['things', 'a'], ['x'])
  queryClient.setQueryData(['other'], ['x'])
  let answer: (value: string) => void = () => {}
  const written = optimistic([rename], () => new Promise<string>((resolve) => (answer = resolve)))
  await expect.poll(() => queryClient.getQueryData(['things', 'a'])).toEqual(['X'])
  expect(queryClient.getQueryData(['other'])).toEqual(['x'])
  answer('done')
  expect(await written).toBe('done')
  expect(queryClient.getQueryData(['things', 'a'])).toEqual(['X'])
})

test('a refusal takes it back', async () => {
  queryClient.setQueryData(['things', 'a'], ['x'])
  await expect(optimistic([rename], () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(queryClient.getQueryData(['things', 'a'])).toEqual(['x'])
})

test('what is not loaded is left alone', async () => {
  await optimistic([rename], async () => {})
  expect(queryClient.getQueryData(['things', 'a'])).toBeUndefined()
})

test('writes arrive in the order in which they were made', async () => {
  const begun: string[] = []
  let answer: () => void = () => {}
  const first = optimistic([rename], () => new Promise<void>((resolve) => ((answer = resolve), begun.push('first'))))
  const second = optimistic([rename], async () => void begun.push('second'))
  await expect.poll(() => begun).toEqual(['first'])
  answer()
  await Promise.all([first, second])
  expect(begun).toEqual(['first', 'second'])
})
