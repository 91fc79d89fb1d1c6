import type { EventIngestionRestriction } from '@/api/types'

/*
 * What a project holds against events before anything else is done with them, as people write it: a kind is on or off
 * and has four lists, a line each. The server keeps one entry of each kind that is on; an event is taken when it is in
 * every list that is not empty.
 */

export const restrictionKinds = ['drop_event_from_ingestion', 'redirect_to_dlq', 'skip_person_processing'] as const
export type RestrictionKind = (typeof restrictionKinds)[number]

export const restrictionLists = ['distinct_ids', 'event_names', 'session_ids', 'event_uuids'] as const
export type RestrictionList = (typeof restrictionLists)[number]

/** A kind's lists as they stand in the boxes. */
export type RestrictionForm = Record<RestrictionList, string> & { on: boolean }
export type RestrictionsForm = Record<RestrictionKind, RestrictionForm>

const longest = 450
const most = 10_000
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const isOfEvents = (one: EventIngestionRestriction): boolean => one.pipelines.includes('analytics')

/** The lines of a box: each once, without the blanks around it. */
export const linesOf = (text: string): string[] => [...new Set(text.split('\n').map((line) => line.trim()).filter((line) => line !== ''))]

export function restrictionsForm(setting: EventIngestionRestriction[]): RestrictionsForm {
  const formOf = (kind: RestrictionKind): RestrictionForm => {
    const found = setting.find((one) => one.restriction_type === kind)
    const text = (list: RestrictionList) => (found?.[list] ?? []).join('\n')
    return {
      on: found !== undefined && isOfEvents(found),
      distinct_ids: text('distinct_ids'),
      event_names: text('event_names'),
      session_ids: text('session_ids'),
      event_uuids: text('event_uuids'),
    }
  }
  return {
    drop_event_from_ingestion: formOf('drop_event_from_ingestion'),
    redirect_to_dlq: formOf('redirect_to_dlq'),
    skip_person_processing: formOf('skip_person_processing'),
  }
}

/** The setting that the form stands for. What the form does not show, of recordings or of other kinds, stays. */
export function settingOf(form: RestrictionsForm, saved: EventIngestionRestriction[]): EventIngestionRestriction[] {
  const isShown = (one: EventIngestionRestriction) => restrictionKinds.some((kind) => kind === one.restriction_type)
  const setting = saved.filter((one) => !isShown(one))
  for (const kind of restrictionKinds) {
    const before = saved.find((one) => one.restriction_type === kind)
    const { on, ...texts } = form[kind]
    if (on) {
      const others = (before?.pipelines ?? []).filter((pipeline) => pipeline !== 'analytics')
      setting.push({
        restriction_type: kind,
        distinct_ids: linesOf(texts.distinct_ids),
        session_ids: linesOf(texts.session_ids),
        event_names: linesOf(texts.event_names),
        event_uuids: linesOf(texts.event_uuids),
        pipelines: ['analytics', ...others],
      })
    } else if (before?.pipelines.includes('session_recordings')) {
      setting.push({ ...before, pipelines: ['session_recordings'] })
    }
  }
  return setting
}

/** What the server would refuse in a box, in words; null when it takes it. */
export function faultOf(list: RestrictionList, text: string): string | null {
  const lines = linesOf(text)
  if (lines.length > most) return `At most ${most.toLocaleString('en-US')} lines.`
  const long = lines.find((line) => line.length > longest)
  if (long !== undefined) return `“${long.slice(0, 40)}…” has more than ${longest} characters.`
  const odd = list === 'event_uuids' ? lines.find((line) => !uuid.test(line)) : undefined
  return odd === undefined ? null : `“${odd.slice(0, 40)}” is no UUID, such as 0190b0d4-7c5f-7000-8000-000000000001.`
}

/** Whether it takes all events: no list says which. */
export const takesAll = (form: RestrictionForm): boolean => restrictionLists.every((list) => linesOf(form[list]).length === 0)

/** Whether both stand for the same setting. */
export const isSameForm = (a: RestrictionsForm, b: RestrictionsForm): boolean => {
  const textOf = (form: RestrictionsForm) => JSON.stringify(restrictionKinds.map((kind) => form[kind].on && restrictionLists.map((list) => linesOf(form[kind][list]).toSorted())))
  return textOf(a) === textOf(b)
}
