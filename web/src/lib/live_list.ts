import type { CapturedEvent } from '@/api/types'

/** The newest events of a stream, newest first, without repeats and never more than `limit`. */
export function addEvents(shown: CapturedEvent[], arrived: CapturedEvent[], limit: number): CapturedEvent[] {
  const known = new Set(shown.map((event) => event.uuid))
  const fresh: CapturedEvent[] = []
  for (const event of arrived) {
    if (known.has(event.uuid)) continue
    known.add(event.uuid)
    fresh.push(event)
  }
  if (fresh.length === 0) return shown
  return [...fresh.toReversed(), ...shown].slice(0, limit)
}

const windowMs = 10_000

/** Counts arrivals over the last ten seconds, so that the shown rate neither jumps nor lags. */
export class ArrivalRate {
  constructor(private readonly since: number) {}

  private readonly counts: { at: number; count: number }[] = []

  add(count: number, at: number): void {
    this.counts.push({ at, count })
  }

  /** Events a second. */
  perSecond(now: number): number {
    while (this.counts.length > 0 && (this.counts[0]?.at ?? 0) <= now - windowMs) this.counts.shift()
    return this.counts.reduce((sum, entry) => sum + entry.count, 0) / (Math.min(windowMs, Math.max(1000, now - this.since)) / 1000)
  }
}

/** "12 events/s", "0.4 events/s", "no events in the last 10 s". */
export function describeRate(perSecond: number): string {
  if (perSecond === 0) return 'quiet'
  return `${perSecond >= 10 ? Math.round(perSecond).toLocaleString('en-US') : perSecond.toFixed(1)} events/s`
}

/** Whether the text occurs in the event's name, id, or a property. */
export function matchesText(event: CapturedEvent, text: string): boolean {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return true
  if (event.event.toLowerCase().includes(wanted) || event.distinct_id.toLowerCase().includes(wanted)) return true
  return Object.entries(event.properties).some(
    ([key, value]) => key.toLowerCase().includes(wanted) || (typeof value !== 'object' && String(value).toLowerCase().includes(wanted)),
  )
}

/** Where an event came from: its URL, or the screen of an app. */
export function placeOf(event: CapturedEvent): string | null {
  for (const key of ['$current_url', '$screen_name', '$pathname']) {
    const value = event.properties[key]
    if (typeof value === 'string' && value !== '') return value.replace(/^https?:\/\//, '')
  }
  return null
}

/** "posthog-js 1.449.2", as the event says it was sent. */
export function libraryOf(event: CapturedEvent): string | null {
  const { $lib: library, $lib_version: version } = event.properties
  if (typeof library !== 'string' || library === '') return null
  // posthog-js calls itself "web".
  const name = library === 'web' ? 'posthog-js' : library
  return typeof version === 'string' && version !== '' ? `${name} ${version}` : name
}
