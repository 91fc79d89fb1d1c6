import { queryOptions } from '@tanstack/react-query'
import { request } from './client'
import { queryClient } from './query_client'
import type { PersonalApiKey } from './types'

export const personalApiKeysQuery = queryOptions({
  queryKey: ['personal_api_keys'],
  queryFn: ({ signal }) => request<PersonalApiKey[]>('/api/personal_api_keys/', { signal }),
})

export async function createPersonalApiKey(label: string, scopes: string[]): Promise<PersonalApiKey> {
  const key = await request<PersonalApiKey>('/api/personal_api_keys/', { method: 'POST', body: { label, scopes } })
  await queryClient.invalidateQueries({ queryKey: personalApiKeysQuery.queryKey })
  return key
}

export async function deletePersonalApiKey(id: string): Promise<void> {
  await request(`/api/personal_api_keys/${encodeURIComponent(id)}/`, { method: 'DELETE' })
  await queryClient.invalidateQueries({ queryKey: personalApiKeysQuery.queryKey })
}
