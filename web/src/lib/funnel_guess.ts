import type { FunnelsQuery } from '@/api/types'

/** The words of an event's name, whichever way they are joined: "signUp_completed" is sign, up, completed. */
const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean)

const visits = ['$pageview', '$screen', 'page_view', 'page viewed', 'page_viewed', 'Page Viewed']
const begins = new Set(['start', 'started', 'begin', 'began', 'begun', 'click', 'clicked', 'open', 'opened', 'view', 'viewed', 'visit', 'visited', 'show', 'shown', 'initiated'])
const unlike = new Set(['fail', 'failed', 'error', 'cancel', 'cancelled', 'canceled', 'abandoned', 'skipped', 'declined', 'rejected', 'email', 'sent'])

/** Whether the name speaks of a new account. */
function isSignUp(words: string[]): boolean {
  const text = words.join(' ')
  return /(^| )(sign(ed)? up|signup|registered|registration|(user|account|customer) created|created? (user|account))( |$)/.test(text) || /^((user|account|customer|member) )?register( |$)/.test(text)
}

/**
 * The steps from a visit to an account, as far as the names of events tell; null without two of them.
 * Shape: "$pageview", "signup started", "signed up", of which those that are there.
 */
export function guessSignUp(names: string[]): string[] | null {
  const signUps = names.map((name) => ({ name, words: wordsOf(name) })).filter(({ words }) => isSignUp(words) && !words.some((word) => unlike.has(word)))
  const shortest = (list: typeof signUps) => list.toSorted((a, b) => a.words.length - b.words.length || a.name.localeCompare(b.name))[0]?.name
  const start = shortest(signUps.filter(({ words }) => words.some((word) => begins.has(word))))
  const done = shortest(signUps.filter(({ words }) => !words.some((word) => begins.has(word))))
  if (done === undefined) return null
  const visit = visits.find((name) => names.includes(name))
  const steps = [visit, start, done].filter((name): name is string => name !== undefined)
  return steps.length > 1 ? steps : null
}

/** The same as a question. */
export const signUpFunnel = (steps: string[]): FunnelsQuery => ({
  kind: 'FunnelsQuery',
  series: steps.map((event) => ({ kind: 'EventsNode', event })),
  dateRange: { date_from: '-30d' },
})
