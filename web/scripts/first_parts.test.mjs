// @vitest-environment node
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { partsOf, screensOf } from './first_parts.mjs'

const screens = screensOf(readFileSync(new URL('../src/routes.ts', import.meta.url), 'utf8'))

test('the screens of addresses are read from the routes', () => {
  const known = Object.fromEntries(screens)
  expect(known['/insights/new']).toBe('screens/insight/insight')
  expect(known['/insights/*']).toBe('screens/insight/insight')
  expect(known['/insights']).toBe('screens/insights/insights')
  expect(known['/dashboard/*']).toBe('screens/dashboard/dashboard')
  expect(known['/home']).toBe('screens/home/home')
  expect(known['/login']).toBe('screens/login/login')
  expect(screens.length).toBeGreaterThan(20)
})

test('an address names the files that its screen adds', () => {
  const chunk = (imports, more = {}) => ({ type: 'chunk', imports, ...more })
  const bundle = {
    'assets/index-1.js': chunk(['assets/vendor-1.js'], { isEntry: true, facadeModuleId: '/web/index.html' }),
    'assets/vendor-1.js': chunk([]),
    'assets/kit-1.js': chunk(['assets/vendor-1.js']),
    'assets/home-1.js': chunk(['assets/kit-1.js', 'assets/index-1.js'], { facadeModuleId: '/web/src/screens/home/home.tsx' }),
    'assets/index-1.css': { type: 'asset' },
  }
  expect(partsOf([['/home', 'screens/home/home']], bundle)).toEqual({ '/home': ['home-1', 'kit-1'] })
  expect(() => partsOf([['/persons', 'screens/persons/persons']], bundle)).toThrow('persons')
})
