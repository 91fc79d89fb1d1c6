import type { ActionStep } from '@/lib/action_steps'
import { deviceStore } from '@/lib/device_store'

/** What can be said about an action. */
export interface ActionDraft {
  name: string
  description: string
  tags: string[]
  steps: ActionStep[]
}

/** One that is kept, with the action as it was when the change began; a new one began from nothing. */
export interface KeptDraft extends ActionDraft {
  on?: ActionDraft
}

const isDraft = (value: unknown): value is KeptDraft =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' && 'tags' in value && Array.isArray(value.tags) && 'steps' in value && Array.isArray(value.steps)

const isDrafts = (value: unknown): value is Record<string, KeptDraft> => typeof value === 'object' && value !== null && Object.values(value).every(isDraft)

/** Actions that were changed and not saved, by project and action. */
const store = deviceStore<Record<string, KeptDraft>>('tenrec.actions', {}, isDrafts)

/** The draft of an action, or of a new one that began with an event, and what keeps or forgets it. */
export function useActionDraft(projectId: number, id: number | null, event?: string): [KeptDraft | null, (draft: KeptDraft | null) => void] {
  const key = `${projectId}/${id ?? `new ${event ?? ''}`}`
  const keep = (draft: KeptDraft | null) => {
    const { [key]: _, ...others } = store.read()
    store.write(draft ? { ...others, [key]: draft } : others)
  }
  return [store.use()[key] ?? null, keep]
}
