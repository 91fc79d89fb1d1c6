import { expect, test } from 'vitest'
import { describeScopes, scopeObjects, scopesOf } from './scopes'

test('a preset or choices become scopes', () => {
  expect(scopesOf('all', {})).toEqual(['*'])
  expect(scopesOf('read', {})).toHaveLength(scopeObjects.length)
  expect(scopesOf('custom', { query: 'read', project: 'write', user: 'none' })).toEqual(['query:read', 'project:write'])
})

test('scopes are told in short', () => {
  expect(describeScopes(['*'])).toBe('Everything')
  expect(describeScopes(['query:read'])).toBe('query:read')
  expect(describeScopes(['a:read', 'b:read', 'c:read'])).toBe('3 scopes')
})
