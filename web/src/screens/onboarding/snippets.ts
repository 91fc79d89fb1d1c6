import type { Place, Stack, Step } from './stack'
import { mobileStacks } from './stacks_mobile'
import { otherStacks } from './stacks_other'
import { serverStacks } from './stacks_server'
import { webStacks } from './stacks_web'

export type { Stack, Step }

/** Those shown before anybody searches, in this order. */
const firstTiles = ['html', 'react', 'next', 'js', 'vue', 'node', 'python', 'go', 'ios', 'android', 'curl', 'posthog']

/** Every way to send events, the most common first, with this server's address and the project's key filled in. */
export function stacksFor(place: Place): Stack[] {
  const all = [...webStacks(place), ...serverStacks(place), ...mobileStacks(place), ...otherStacks(place)]
  const rank = (stack: Stack) => {
    const at = firstTiles.indexOf(stack.id)
    return at < 0 ? firstTiles.length : at
  }
  return all.toSorted((a, b) => rank(a) - rank(b))
}

export const tileCount = firstTiles.length

/** The steps as text, for a teammate without an account here. */
export function asText(stack: Stack, what = 'Send events with'): string {
  const steps = stack.steps.map((step, i) => {
    const code = step.code ?? step.tabs?.[0]?.code
    return [`${i + 1}. ${step.title}`, ...(code ? ['', '```', code, '```'] : []), ...(step.note ? ['', step.note] : [])].join('\n')
  })
  return [`# ${what} ${stack.name}`, ...steps].join('\n\n')
}

/** What to tell a coding assistant that sits in the code of the product. */
export function asPrompt(stack: Stack, { origin, token }: Place): string {
  return `Add product analytics to this code base with PostHog's ${stack.name === 'curl' ? 'HTTP interface' : `SDK for ${stack.name}`}.
The events go to our own server, which speaks PostHog's protocol:
- host (api_host in browsers): ${origin}
- project API key: ${token} (it may be public)

Follow these steps, and change them where this code base does things differently:

${asText(stack)}

Then:
- Keep host and key in the place where this code base keeps its configuration.
- Start the library exactly once.
- Call identify with the user's id after they sign in, and reset after they sign out.
- Capture the five actions that matter most in this product, named in the past tense with underscores, such as signed_up.
- Do not send passwords, tokens or payment details as properties.
- Tell me how to see the first event arrive.`
}
