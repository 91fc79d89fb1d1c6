import { expect, test } from 'vitest'
import type { CapturedEvent } from '@/api/types'
import { nextSteps } from './next_steps'

const event = { event: '$pageview', properties: { $pathname: '/' } } as unknown as CapturedEvent
const titles = (names: string[]) => nextSteps(7, event, names).map((step) => step.title)

test('three things are ready at once, and a funnel as soon as the names tell one', () => {
  expect(titles([])).toEqual(['Pageview by day', 'Top pages', 'Events as they arrive'])
  expect(titles(['$pageview', 'signed up'])).toEqual(['From visit to sign-up', 'Top pages', 'Events as they arrive'])
  expect(nextSteps(7, event, ['$pageview', 'signed up'])[0]?.text).toBe('A guess from your events: Pageview → signed up.')
})
