import type { RefusedKey } from '@/api/types'

/** "with the key phc_abcd… that no project has" */
export function keyWords({ key, kind }: Pick<RefusedKey, 'key' | 'kind'>): string {
  if (kind === 'personal') return `with a personal API key, ${key}, in place of a project’s`
  if (kind === 'secret') return `with a secret key, ${key}, in place of a project’s`
  return `with the key ${key} that no project has`
}

/** What to do about it, in a sentence or two. */
export function keyRemedy({ kind }: Pick<RefusedKey, 'kind'>): string {
  switch (kind) {
    case 'similar':
      return 'It is almost this project’s key: copy that one again, as a whole.'
    case 'personal':
      return 'Send the project’s key instead. Whoever could read the personal one can use it: delete it in your settings and make another.'
    case 'secret':
      return 'Send the project’s key instead. Whoever could read the secret one can use it: replace it in the project’s settings.'
    case 'unknown':
      return 'If they are yours, the key was mistyped or is another server’s: copy this project’s key.'
  }
}

/** "from shop.example, posthog-js"; the sender may have named no library. */
export function senderWords({ origin, sdk }: Pick<RefusedKey, 'origin' | 'sdk'>): string {
  return [`from ${origin}`, libraryName(sdk)].filter((part) => part !== '').join(', ')
}

/** posthog-js calls itself "web" in its events. */
export const libraryName = (sdk: string): string => (sdk === 'web' ? 'posthog-js' : sdk)
