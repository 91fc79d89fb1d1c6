import { expect, test } from 'vitest'
import { rankBy } from '@/lib/rank'
import { importsFor } from './imports'
import { asPrompt, asText, stacksFor, tileCount } from './snippets'

const place = { origin: 'https://t.example', token: 'phc_abc' }
const stacks = stacksFor(place)
const codes = (id: string) =>
  stacks
    .filter((stack) => stack.id === id)
    .flatMap((stack) => stack.steps)
    .flatMap((step) => [step.code ?? '', ...(step.tabs ?? []).map((tab) => tab.code)])
    .join('\n')

test('every stack has this server and this key filled in', () => {
  for (const stack of stacks) {
    expect(codes(stack.id), stack.id).toContain('https://t.example')
    expect(codes(stack.id), stack.id).toContain('phc_abc')
  }
})

test('more than twenty stacks have names of their own, the common ones first', () => {
  expect(stacks.length).toBeGreaterThanOrEqual(24)
  expect(new Set(stacks.map((stack) => stack.id)).size).toBe(stacks.length)
  expect(new Set(stacks.map((stack) => stack.name)).size).toBe(stacks.length)
  expect(stacks[0]?.id).toBe('html')
  expect(stacks[tileCount - 1]?.id).toBe('posthog')
})

test('stacks are found by the words people use', () => {
  const found = (search: string) => rankBy(stacks, search, (stack) => [stack.name, ...(stack.words ?? [])])[0]?.id
  expect(found('django')).toBe('python')
  expect(found('wordpress')).toBe('html')
  expect(found('c#')).toBe('dotnet')
  expect(found('expo')).toBe('react-native')
  expect(found('gtm')).toBe('gtm')
})

test('a teammate and an assistant get the steps with the address and the key', () => {
  const node = stacks.find((stack) => stack.id === 'node')
  if (!node) throw new Error('no Node.js')
  expect(asText(node)).toContain('1. Install the library')
  for (const text of [asText(node), asPrompt(node, place)]) {
    expect(text).toContain('https://t.example')
    expect(text).toContain('phc_abc')
  }
})

test('the page snippet parses as a script and queues calls made before the library is there', () => {
  const script = /<script>(.*)<\/script>/s.exec(codes('html'))?.[1] ?? ''
  document.body.append(document.createElement('script'))
  const inserted: string[] = []
  const parent = document.querySelector('script')?.parentNode as Node
  parent.insertBefore = ((node: HTMLScriptElement) => {
    inserted.push(node.src)
    return node
  }) as typeof parent.insertBefore
  // oxlint-disable-next-line no-new-func -- runs the snippet the way a page does
  new Function(`var posthog; ${script.replace('posthog.init', 'posthog = window.posthog; posthog.init')}`)()
  const queue = (window as unknown as { posthog: unknown[] & { _i: unknown[][]; capture: (name: string) => void } }).posthog
  expect(queue._i[0]?.slice(0, 2)).toEqual(['phc_abc', { api_host: 'https://t.example', defaults: '2025-05-24' }])
  queue.capture('early')
  expect(queue[0]).toEqual(['capture', 'early'])
  expect(inserted).toEqual(['https://t.example/static/array.js'])
})

test('every import ends with sending to this server, as history, under this key', () => {
  const imports = importsFor(place)
  expect(imports.map((one) => one.name)).toEqual(['PostHog', 'Mixpanel', 'Amplitude', 'A file'])
  for (const one of imports) {
    const last = one.steps.at(-1)?.code ?? ''
    for (const part of ['https://t.example/batch/', 'phc_abc', 'historical_migration: true']) expect(last, one.id).toContain(part)
  }
  expect(asText(imports[0] as (typeof imports)[number], 'Bring events from')).toContain('# Bring events from PostHog')
})
