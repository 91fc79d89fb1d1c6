import { expect, test } from 'vitest'
import { stacksFor } from './snippets'

const stacks = stacksFor({ origin: 'https://t.example', token: 'phc_abc' })
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
