import { queryOptions } from '@tanstack/react-query'
import { request } from './client'
import { outdate } from './query_client'
import { meQuery } from './session'
import type { OrganizationInvite, OrganizationMember } from './schema.gen'
import type { Page } from './types'

export type { OrganizationInvite, OrganizationMember } from './schema.gen'

/** What somebody may do in an organization, as the server counts it. */
export const levels = { member: 1, admin: 8, owner: 15 } as const

const path = (id: string, rest = '') => `/api/organizations/${id}/${rest}`
const key = (id: string) => ['organization', id] as const
const refresh = (id: string) => outdate(key(id))

export async function renameOrganization(id: string, name: string): Promise<void> {
  await request(path(id), { method: 'PATCH', body: { name } })
  await outdate(meQuery.queryKey)
}

export const membersQuery = (id: string) =>
  queryOptions({
    queryKey: [...key(id), 'members'],
    queryFn: ({ signal }) => request<Page<OrganizationMember>>(path(id, 'members/?limit=500'), { signal }),
  })

export const invitesQuery = (id: string) =>
  queryOptions({
    queryKey: [...key(id), 'invites'],
    queryFn: ({ signal }) => request<Page<OrganizationInvite>>(path(id, 'invites/?limit=500'), { signal }),
  })

/** Makes an invite; its id is the end of the link that lets somebody in. */
export async function invite(id: string, invited: { target_email: string; level: number }): Promise<OrganizationInvite> {
  const made = await request<OrganizationInvite>(path(id, 'invites/'), { method: 'POST', body: { ...invited, send_email: true } })
  await refresh(id)
  return made
}

export async function withdrawInvite(id: string, inviteId: string): Promise<void> {
  await request(path(id, `invites/${inviteId}/`), { method: 'DELETE' })
  await refresh(id)
}

export async function setMemberLevel(id: string, user: string, level: number): Promise<void> {
  await request(path(id, `members/${user}/`), { method: 'PATCH', body: { level } })
  // Handing over the ownership changes the caller's own place.
  await Promise.all([refresh(id), outdate(meQuery.queryKey)])
}

export async function removeMember(id: string, user: string): Promise<void> {
  await request(path(id, `members/${user}/`), { method: 'DELETE' })
  await refresh(id)
}
