import type { Question } from './question'

/** The address of a new insight that asks the question, below the project. */
export function questionHref(projectId: string | number, query: Question): string {
  return `/project/${projectId}/insights/new?q=${encodeURIComponent(JSON.stringify(query))}`
}

/** The address of a page of the project, by its path below it: "/insights/abc". */
export function projectHref(projectId: string | number, path: string): string {
  return `/project/${projectId}${path}`
}
