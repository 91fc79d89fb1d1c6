import { queryOptions } from '@tanstack/react-query'
import { request } from './client'
import type { Dashboard } from './dashboards'
import { learn, outdate } from './query_client'
import type { Insight } from './types'

/** What a link may show. */
export interface SharedThing {
  kind: 'dashboards' | 'insights'
  id: number
}

/** How the page behind a link looks. */
export interface SharedLook {
  whitelabel?: boolean
  noHeader?: boolean
  legend?: boolean
  hideExtraDetails?: boolean
  theme?: 'light' | 'dark' | 'system'
}

export interface SharePassword {
  id: string
  note: string
  created_at: string
  created_by_email: string
}

export interface Sharing {
  enabled: boolean
  /** The secret in the link; null before it was first shared. */
  access_token: string | null
  settings: SharedLook | null
  password_required: boolean
  share_passwords: SharePassword[]
}

const path = (projectId: number, { kind, id }: SharedThing, rest = '') => `/api/projects/${projectId}/${kind}/${id}/sharing/${rest}`
const key = (projectId: number, { kind, id }: SharedThing) => ['project', projectId, 'sharing', kind, id] as const

export const sharingQuery = (projectId: number, thing: SharedThing) =>
  queryOptions({
    queryKey: key(projectId, thing),
    queryFn: ({ signal }) => request<Sharing>(path(projectId, thing), { signal }),
  })

/** Keeps what the server answered; lists say whether a dashboard is shared. */
function keep(projectId: number, thing: SharedThing, sharing: Sharing): Sharing {
  learn(key(projectId, thing), sharing)
  if (thing.kind === 'dashboards') void outdate(['project', projectId, 'dashboards'])
  return sharing
}

export type SharingChange = Partial<Pick<Sharing, 'enabled' | 'settings' | 'password_required'>>

export async function changeSharing(projectId: number, thing: SharedThing, change: SharingChange): Promise<Sharing> {
  return keep(projectId, thing, await request<Sharing>(path(projectId, thing), { method: 'PATCH', body: change }))
}

/** Makes a new link; the old one works for five more minutes. */
export async function refreshLink(projectId: number, thing: SharedThing): Promise<Sharing> {
  return keep(projectId, thing, await request<Sharing>(path(projectId, thing, 'refresh/'), { method: 'POST' }))
}

/** A new password in plain text, which is never shown again. */
export async function addSharePassword(projectId: number, thing: SharedThing, note: string): Promise<string> {
  const made = await request<{ password: string }>(path(projectId, thing, 'passwords/'), { method: 'POST', body: { note } })
  await outdate(key(projectId, thing))
  return made.password
}

export async function removeSharePassword(projectId: number, thing: SharedThing, id: string): Promise<void> {
  await request(path(projectId, thing, `passwords/${id}/`), { method: 'DELETE' })
  await outdate(key(projectId, thing))
}

export type SharedFrame = 'shared' | 'embedded'

/** What stands behind a link: a dashboard or an insight with their answers, or a door. */
export type Exported =
  | { type: 'unlock' }
  | (SharedLook & {
      type: 'scene' | 'embed'
      dashboard?: Dashboard
      insight?: Insight
      /** Why the insight has no answer. */
      error?: { message: string }
    })

/** Nobody has to sign in; `pass` is what a password was traded for, `search` what the address says of the look. */
export const exportedQuery = (frame: SharedFrame, token: string, search: string, pass: string | null) =>
  queryOptions({
    queryKey: ['shared', frame, token, search, pass],
    queryFn: ({ signal }) => request<Exported>(`/${frame}/${encodeURIComponent(token)}.json${search}`, { signal, signedOut: 'refuse', bearer: pass }),
  })

/** Trades the password of a link for what opens it for a day. */
export async function unlock(frame: SharedFrame, token: string, password: string): Promise<string> {
  const given = await request<{ shareToken: string }>(`/${frame}/${encodeURIComponent(token)}`, { method: 'POST', body: { password }, signedOut: 'refuse' })
  return given.shareToken
}
