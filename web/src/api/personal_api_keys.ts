import { queryOptions } from '@tanstack/react-query'
import { request } from './client'
import { outdate } from './query_client'
import type { PersonalApiKey } from './types'

export const personalApiKeysQuery = queryOptions({
  queryKey: ['personal_api_keys'],
  queryFn: ({ signal }) => request<PersonalApiKey[]>('/api/personal_api_keys/', { signal }),
})

/** Makes a key; with `scoped_teams` it opens those projects only. */
export async function createPersonalApiKey(wanted: { label: string; scopes: string[]; scoped_teams?: number[] }): Promise<PersonalApiKey> {
  const key = await request<PersonalApiKey>('/api/personal_api_keys/', { method: 'POST', body: wanted })
  await outdate(personalApiKeysQuery.queryKey)
  return key
}

export async function deletePersonalApiKey(id: string): Promise<void> {
  await request(`/api/personal_api_keys/${encodeURIComponent(id)}/`, { method: 'DELETE' })
  await outdate(personalApiKeysQuery.queryKey)
}

/** Ends the key's value and gives a new one, under the same label and scopes. */
export async function rollPersonalApiKey(id: string): Promise<PersonalApiKey> {
  const key = await request<PersonalApiKey>(`/api/personal_api_keys/${encodeURIComponent(id)}/roll/`, { method: 'POST' })
  await outdate(personalApiKeysQuery.queryKey)
  return key
}
