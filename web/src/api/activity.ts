import { queryOptions } from '@tanstack/react-query'
import { request, withParams } from './client'
import type { ActivityLogPage } from './schema.gen'

export type { ActivityLog } from './schema.gen'

/** The newest changes of the project, of the kinds named. */
export const activityQuery = (projectId: number, scopes: string[], limit: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'activity', scopes, limit],
    queryFn: ({ signal }) =>
      request<ActivityLogPage>(withParams(`/api/projects/${projectId}/activity_log/`, { scopes: scopes.join(','), page_size: limit }), { signal }),
  })
