import { deviceStore } from './device_store'
import { parseQuestion, type Question } from './question'

/** A question that was changed and not saved, kept on this device. */
export interface Draft {
  query: Question
  /** When it was changed last, in milliseconds since 1970. */
  at: number
}

const most = 30

const isDrafts = (value: unknown): value is Record<string, Draft> =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((draft: unknown) => typeof draft === 'object' && draft !== null && 'at' in draft && typeof draft.at === 'number' && 'query' in draft)

/** Drafts by project and insight: "1/Xa8fK2p0", "1/new". */
export const drafts = deviceStore<Record<string, Draft>>('tenrec.drafts', {}, isDrafts)

export const draftKey = (projectId: number, shortId: string | null): string => `${projectId}/${shortId ?? 'new'}`

export function readDraft(key: string): Draft | null {
  const found = drafts.read()[key]
  const query = found && parseQuestion(found.query)
  return query ? { query, at: found.at } : null
}

/** Keeps a draft, or forgets it; the oldest give way. */
export function keepDraft(key: string, query: Question | null, at: number): void {
  const kept = Object.entries(drafts.read()).filter(([other]) => other !== key)
  if (query) kept.push([key, { query, at }])
  drafts.write(Object.fromEntries(kept.toSorted(([, a], [, b]) => b.at - a.at).slice(0, most)))
}
