import { deviceStore } from '@/lib/device_store'
import { restrictionKinds, restrictionLists, type RestrictionsForm } from '@/lib/restrictions'

const isForm = (value: unknown): value is RestrictionsForm => {
  const form = value as Partial<Record<string, Partial<Record<string, unknown>>>> | null
  return restrictionKinds.every((kind) => typeof form?.[kind]?.on === 'boolean' && restrictionLists.every((list) => typeof form[kind]?.[list] === 'string'))
}
const isDrafts = (value: unknown): value is Record<number, RestrictionsForm> => typeof value === 'object' && value !== null && Object.values(value).every(isForm)

/** Restrictions that were changed and not saved, by project. */
export const restrictionDrafts = deviceStore<Record<number, RestrictionsForm>>('tenrec.restrictions', {}, isDrafts)

export function keepRestrictionDraft(projectId: number, form: RestrictionsForm | null): void {
  const { [projectId]: _, ...others } = restrictionDrafts.read()
  restrictionDrafts.write(form ? { ...others, [projectId]: form } : others)
}
