/** What an installation can be told from here, by asking the way an SDK would. */
export type Check = { state: 'well' } | { state: 'wrong'; problem: string; fix: string }

const well: Check = { state: 'well' }
const farOffMs = 120_000

async function ask(path: string, options?: RequestInit): Promise<Response | null> {
  try {
    return await fetch(path, { cache: 'no-store', credentials: 'omit', ...options })
  } catch {
    return null
  }
}

/** Whether the server knows the key, as it tells SDKs when they start. */
export async function checkKey(token: string): Promise<Check> {
  const answer = await ask(`/array/${encodeURIComponent(token)}/config`)
  if (answer === null) return blocked('the request for the project’s settings')
  if (answer.ok) return well
  return { state: 'wrong', problem: 'The server does not know this key.', fix: 'It may have been changed since: load this page again for the present one.' }
}

/** Whether the address that takes events can be reached from this browser. */
export async function checkCapture(): Promise<Check> {
  const answer = await ask('/i/v0/e/', { method: 'OPTIONS' })
  if (answer === null) return blocked('the address that takes events')
  if (answer.status < 500) return well
  return { state: 'wrong', problem: `The address that takes events answers ${answer.status}.`, fix: 'Look at the server’s log; a full disk is the usual reason.' }
}

/** Whether this browser loads the library for pages. */
export async function checkScript(): Promise<Check> {
  const answer = await ask('/static/array.js')
  if (answer === null) return blocked('the library for pages')
  if (answer.ok) return well
  return { state: 'wrong', problem: 'This server has no library for pages.', fix: 'Install posthog-js from a package manager instead of the HTML snippet.' }
}

/** Whether this browser keeps cookies: without them nobody stays signed in. */
export async function checkCookies(): Promise<Check> {
  if (navigator.cookieEnabled) return well
  return { state: 'wrong', problem: 'This browser refuses cookies.', fix: 'Allow them for this site, or you cannot stay signed in.' }
}

/** Whether this computer's clock agrees with the server's: events are placed in time by both. */
export async function checkClock(): Promise<Check> {
  const asked = Date.now()
  const date = Date.parse((await ask('/_health'))?.headers.get('Date') ?? '')
  if (Number.isNaN(date)) return well
  const off = Math.abs((asked + Date.now()) / 2 - date)
  if (off < farOffMs) return well
  return {
    state: 'wrong',
    problem: `The clocks of this computer and of the server differ by ${Math.round(off / 60_000)} minutes.`,
    fix: 'Set the wrong one; events would stand at the wrong time.',
  }
}

function blocked(what: string): Check {
  return {
    state: 'wrong',
    problem: `Something in this browser blocks ${what}.`,
    fix: 'An ad blocker does that. Try a private window without extensions; for your users, send events through a path of your own site.',
  }
}
