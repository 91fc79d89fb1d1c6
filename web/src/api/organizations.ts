import { request } from './client'
import { queryClient } from './query_client'
import { meQuery } from './session'

export async function renameOrganization(id: string, name: string): Promise<void> {
  await request(`/api/organizations/${id}/`, { method: 'PATCH', body: { name } })
  await queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
}
