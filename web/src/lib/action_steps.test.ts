import { expect, test } from 'vitest'
import { autocapture, conditionsOfSteps, describeStep, isFinished, newStep, readSteps, withEvent } from './action_steps'

test('an event fits one of the steps, and all that the step asks', () => {
  const click = { ...newStep(autocapture), text: 'Buy', text_matching: 'contains' as const, selector: 'form > button', url: "/it's", properties: [{ type: 'event', key: 'plan', operator: 'exact', value: ['pro'] }] }
  expect(conditionsOfSteps([click, { ...newStep('paid'), url: '^/a', url_matching: 'regex' }])).toEqual({
    type: 'OR',
    values: [
      {
        type: 'AND',
        values: [
          { type: 'event_metadata', key: 'event', operator: 'exact', value: ['$autocapture'] },
          { type: 'element', key: 'selector', operator: 'exact', value: ['form > button'] },
          { type: 'element', key: 'text', operator: 'icontains', value: 'Buy' },
          { type: 'hogql', key: String.raw`properties.$current_url like '%/it\'s%'`, value: null },
          { type: 'event', key: 'plan', operator: 'exact', value: ['pro'] },
        ],
      },
      {
        type: 'AND',
        values: [
          { type: 'event_metadata', key: 'event', operator: 'exact', value: ['paid'] },
          { type: 'event', key: '$current_url', operator: 'regex', value: '^/a' },
        ],
      },
    ],
  })
})

test('without steps, and with one that asks nothing, every event fits', () => {
  expect(conditionsOfSteps([])).toBeNull()
  expect(conditionsOfSteps([newStep('paid'), newStep(null)])).toBeNull()
})

test('a condition without its value asks nothing yet, and keeps the step from being saved', () => {
  const open = { ...newStep('paid'), properties: [{ type: 'event', key: 'plan', operator: 'exact', value: [] }] }
  expect(conditionsOfSteps([open])).toEqual(conditionsOfSteps([newStep('paid')]))
  expect(isFinished(open)).toBe(false)
  expect(isFinished(newStep('paid'))).toBe(true)
})

test('elements are forgotten with the event that has them', () => {
  const click = { ...newStep(autocapture), text: 'Buy', url: '/a' }
  expect(withEvent(click, 'paid')).toEqual({ ...newStep('paid'), url: '/a' })
  expect(withEvent(click, autocapture)).toEqual(click)
})

test('steps of the server are read without what it adds', () => {
  const { properties: _, ...bare } = newStep('paid')
  expect(readSteps([{ ...bare, selector_regex: 'x', properties: null }])).toEqual([newStep('paid')])
})

test('a step is said in a sentence', () => {
  expect(describeStep(newStep(null))).toBe('Any event')
  expect(describeStep({ ...newStep(autocapture), text: 'Buy', url: '/pricing' })).toBe('Autocapture where text is Buy and URL contains /pricing')
  expect(describeStep({ ...newStep('paid'), properties: [{ type: 'event', key: 'plan', operator: 'exact', value: ['pro'] }] })).toBe('paid where plan is pro')
})
