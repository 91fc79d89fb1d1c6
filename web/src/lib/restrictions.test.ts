import { describe, expect, it } from 'vitest'
import type { EventIngestionRestriction } from '@/api/types'
import { faultOf, isSameForm, linesOf, restrictionsForm, settingOf, takesAll } from './restrictions'

const entry = (more: Partial<EventIngestionRestriction>): EventIngestionRestriction => ({
  restriction_type: 'drop_event_from_ingestion',
  distinct_ids: [],
  session_ids: [],
  event_names: [],
  event_uuids: [],
  pipelines: ['analytics'],
  ...more,
})

describe('restrictions of a project', () => {
  it('come back as they were written', () => {
    const setting = [entry({ event_names: ['noise', 'debug'], distinct_ids: ['a,b'] }), entry({ restriction_type: 'skip_person_processing' })]
    const form = restrictionsForm(setting)
    expect(form.drop_event_from_ingestion).toMatchObject({ on: true, event_names: 'noise\ndebug', distinct_ids: 'a,b' })
    expect(form.redirect_to_dlq.on).toBe(false)
    expect(settingOf(form, setting)).toEqual(setting)
    expect(settingOf(restrictionsForm([]), [])).toEqual([])
  })

  it('leave alone what the page does not show', () => {
    const lane = entry({ restriction_type: 'force_overflow_from_ingestion', distinct_ids: ['loud'] })
    const recordings = entry({ restriction_type: 'redirect_to_dlq', session_ids: ['s'], pipelines: ['session_recordings'] })
    const both = entry({ pipelines: ['analytics', 'session_recordings'], event_names: ['noise'] })
    const form = restrictionsForm([lane, recordings, both])
    expect(form.redirect_to_dlq.on).toBe(false)
    expect(settingOf(form, [lane, recordings, both])).toEqual([lane, both, recordings])
    form.drop_event_from_ingestion.on = false
    form.redirect_to_dlq.on = true
    expect(settingOf(form, [lane, recordings, both])).toEqual([lane, { ...both, pipelines: ['session_recordings'] }, { ...recordings, pipelines: ['analytics', 'session_recordings'] }])
  })

  it('are lines, each once, without the blanks around them', () => {
    expect(linesOf(' a \n\nb\n a\n \n')).toEqual(['a', 'b'])
  })

  it('are refused in the words of whoever has to mend them', () => {
    expect(faultOf('event_uuids', '0190b0d4-7c5f-7000-8000-000000000001\n')).toBeNull()
    expect(faultOf('event_uuids', '0190b0d4')).toMatch(/“0190b0d4” is no UUID/)
    expect(faultOf('distinct_ids', '0190b0d4')).toBeNull()
    expect(faultOf('distinct_ids', 'x'.repeat(450))).toBeNull()
    expect(faultOf('distinct_ids', 'x'.repeat(451))).toMatch(/more than 450/)
    expect(faultOf('event_names', Array.from({ length: 10_001 }, (_, i) => `e${i}`).join('\n'))).toMatch(/At most 10,000/)
  })

  it('take every event without a list, and are the same in any order', () => {
    const form = restrictionsForm([entry({ event_names: ['a', 'b'] })])
    expect(takesAll(form.drop_event_from_ingestion)).toBe(false)
    expect(takesAll(form.redirect_to_dlq)).toBe(true)
    expect(isSameForm(form, restrictionsForm([entry({ event_names: ['b', 'a'] })]))).toBe(true)
    expect(isSameForm(form, restrictionsForm([entry({ event_names: ['b'] })]))).toBe(false)
    // Lists of what is off say nothing.
    expect(isSameForm(restrictionsForm([]), { ...restrictionsForm([]), redirect_to_dlq: { ...form.drop_event_from_ingestion, on: false } })).toBe(true)
  })
})
