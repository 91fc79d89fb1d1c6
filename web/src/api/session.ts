import { queryOptions } from '@tanstack/react-query'
import { forgetSession, hasSessionHint, isApiError, request, withParams } from './client'
import { outdate, queryClient } from './query_client'
import type { InviteOffer, ServerChecks } from './schema.gen'
import type { Me, Preflight } from './types'

export const preflightQuery = queryOptions({
  queryKey: ['preflight'],
  queryFn: ({ signal }) => request<Preflight>('/_preflight', { signal }),
})

/** How everything that the server needs stands; open to anybody until the first sign-up. */
export const serverChecksQuery = queryOptions({
  queryKey: ['preflight', 'checks'],
  queryFn: ({ signal }) => request<ServerChecks>('/_preflight/checks', { signal, signedOut: 'refuse' }),
  staleTime: 0,
})

const meKey = ['me'] as const

/** The user as this tab has them: another tab may be in another project, which then is the server's current one. */
function inThisTab(me: Me): Me {
  const here = queryClient.getQueryData<Me>(meKey)?.team?.id
  const team = here === me.team?.id ? me.team : me.organization?.teams.find((one) => one.id === here)
  return team ? { ...me, team } : me
}

export const meQuery = queryOptions({
  queryKey: meKey,
  queryFn: async ({ signal }) => inThisTab(await request<Me>('/api/users/@me/', { signal, signedOut: 'refuse' })),
})

/** The signed-in user, or null. */
export async function readMe(): Promise<Me | null> {
  if (!hasSessionHint()) return null
  try {
    return await queryClient.ensureQueryData(meQuery)
  } catch (error) {
    if (!isApiError(error) || (error.status !== 401 && error.status !== 403)) throw error
    forgetSession()
    return null
  }
}

export async function logIn(email: string, password: string): Promise<void> {
  await request('/api/login/', { method: 'POST', body: { email, password } })
  queryClient.clear()
}

/** Proves again who is at the keyboard, for what the server allows only shortly after that. */
export async function confirmPassword(email: string, password: string): Promise<void> {
  await request('/api/login/', { method: 'POST', body: { email, password } })
}

export interface SignUp {
  email: string
  password: string
  first_name: string
  organization_name?: string
}

export async function signUp(account: SignUp): Promise<void> {
  await request('/api/signup/', { method: 'POST', body: account })
  queryClient.clear()
}

/** What an invite is for; refused when it is gone, expired or somebody else's. */
export const inviteOfferQuery = (inviteId: string) =>
  queryOptions({
    queryKey: ['invite', inviteId],
    queryFn: ({ signal }) => request<InviteOffer>(`/api/signup/${encodeURIComponent(inviteId)}/`, { signal, signedOut: 'refuse' }),
    retry: false,
  })

/** Joins the organization of an invite; who is not signed in makes an account with it. */
export async function takeInvite(inviteId: string, account: { first_name?: string; password?: string }): Promise<void> {
  await request(`/api/signup/${encodeURIComponent(inviteId)}/`, { method: 'POST', body: account })
  queryClient.clear()
}

/** Asks for a link with which one sets a new password. */
export async function askForReset(email: string): Promise<void> {
  await request('/api/reset/', { method: 'POST', body: { email } })
}

/** Whether the link for a new password is still good. */
export const resetLinkQuery = (uuid: string, token: string) =>
  queryOptions({
    queryKey: ['reset', uuid, token],
    queryFn: async ({ signal }) => {
      await request(withParams(`/api/reset/${encodeURIComponent(uuid)}/`, { token }), { signal, signedOut: 'refuse' })
      return true
    },
    retry: false,
  })

/** Sets the password and signs in; every other session of that person ends. */
export async function resetPassword(uuid: string, token: string, password: string): Promise<void> {
  await request(`/api/reset/${encodeURIComponent(uuid)}/`, { method: 'POST', body: { token, password } })
  queryClient.clear()
}

/** Ends the session. What was read is forgotten once the page that shows it is gone: see `forgetAll`. */
export async function logOut(): Promise<void> {
  await request('/logout', { method: 'POST' })
  forgetSession()
}

export function forgetAll(): void {
  queryClient.clear()
}

/** Signs in again where the session ended, keeping what was read; false when somebody else signed in. */
export async function signInAs(me: Me, password: string): Promise<boolean> {
  await confirmPassword(me.email, password)
  const now = await request<Me>('/api/users/@me/', { signedOut: 'refuse' })
  return now.uuid === me.uuid
}

/** What people may change about themselves; a new password or email needs a fresh login. */
export type MeChange = Partial<{
  first_name: string
  last_name: string
  email: string
  password: string
  current_password: string
}>

export async function changeMe(change: MeChange): Promise<Me> {
  const me = await request<Me>('/api/users/@me/', { method: 'PATCH', body: change })
  queryClient.setQueryData(meQuery.queryKey, inThisTab(me))
  void outdate(meQuery.queryKey)
  return me
}

export async function setCurrentProject(id: number): Promise<void> {
  queryClient.setQueryData(
    meQuery.queryKey,
    await request<Me>('/api/users/@me/', { method: 'PATCH', body: { set_current_team: id } }),
  )
}

export async function setThemeMode(mode: 'light' | 'dark' | 'system'): Promise<void> {
  await request('/api/users/@me/', { method: 'PATCH', body: { theme_mode: mode } })
}
