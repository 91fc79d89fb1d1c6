import { expect, test } from 'vitest'
import { keyRemedy, keyWords, senderWords } from './refused_keys'

test('a refused key is said with what it is and what to do', () => {
  expect(keyWords({ key: 'phc_abcd…', kind: 'unknown' })).toBe('with the key phc_abcd… that no project has')
  expect(keyWords({ key: 'phx_…', kind: 'personal' })).toBe('with a personal API key, phx_…, in place of a project’s')
  expect(keyWords({ key: 'phs_…', kind: 'secret' })).toBe('with a secret key, phs_…, in place of a project’s')
  expect(keyRemedy({ kind: 'similar' })).toContain('almost this project’s key')
  expect(keyRemedy({ kind: 'personal' })).toContain('delete it in your settings')
  expect(new Set((['unknown', 'similar', 'personal', 'secret'] as const).map((kind) => keyRemedy({ kind }))).size).toBe(4)
})

test('the sender is its place and its library, if it names one', () => {
  expect(senderWords({ origin: '127.0.0.1', sdk: 'posthog-node' })).toBe('from 127.0.0.1, posthog-node')
  expect(senderWords({ origin: 'shop.example', sdk: 'web' })).toBe('from shop.example, posthog-js')
  expect(senderWords({ origin: 'shop.example', sdk: '' })).toBe('from shop.example')
})
