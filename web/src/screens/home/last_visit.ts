import { deviceStore } from '@/lib/device_store'
import { dayMs } from '@/lib/wall_time'

type Visits = Record<string, { before: number | null; latest: number }>

const isVisits = (value: unknown): value is Visits =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((one: unknown) => typeof one === 'object' && one !== null && 'latest' in one && typeof one.latest === 'number' && 'before' in one)

const visits = deviceStore<Visits>('tenrec.home-visits', {}, isVisits)

/** When Home was looked at before this visit, on this device; looks within a day are one visit. */
export function noteVisit(projectId: number, now: number): number | null {
  const known = visits.read()
  const key = String(projectId)
  const last = known[key]
  const goesOn = last !== undefined && now - last.latest < dayMs / 2
  const before = goesOn ? last.before : (last?.latest ?? null)
  visits.write({ ...known, [key]: { before, latest: now } })
  return before
}
