import { deviceStore } from './device_store'
import { parseQuestion, type Question } from './question'

/** A question that was changed and not saved, kept on this device. */
export interface Draft {
  query: Question
  /** When it was changed last, in milliseconds since 1970. */
  at: number
  /** What was saved when the draft began, as text. */
  on?: string
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
  return query ? { ...found, query } : null
}

/** Keeps a draft that began from what was saved then, or forgets it; the oldest give way. */
export function keepDraft(key: string, query: Question | null, at: number, on?: string): void {
  const known = drafts.read()
  const kept = Object.entries(known).filter(([other]) => other !== key)
  const began = known[key]?.on ?? on
  if (query) kept.push([key, { query, at, ...(began !== undefined && { on: began }) }])
  drafts.write(Object.fromEntries(kept.toSorted(([, a], [, b]) => b.at - a.at).slice(0, most)))
}
