import type { EventFilter } from '@/api/types'
import { deviceStore } from '@/lib/device_store'

/** A filter that was changed, with the one that was saved when the change began. */
export type FilterDraft = EventFilter & { on?: EventFilter }

const isDrafts = (value: unknown): value is Record<number, FilterDraft> =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((one: unknown) => typeof one === 'object' && one !== null && 'mode' in one && 'test_cases' in one && Array.isArray(one.test_cases))

/** Filters that were changed and not saved, by project. */
export const filterDrafts = deviceStore<Record<number, FilterDraft>>('tenrec.event_filters', {}, isDrafts)

export function keepFilterDraft(projectId: number, filter: FilterDraft | null): void {
  const { [projectId]: _, ...others } = filterDrafts.read()
  filterDrafts.write(filter ? { ...others, [projectId]: filter } : others)
}
