import { deviceStore } from './device_store'

export interface RecentPage {
  /** Address with its search, without the origin. */
  href: string
  title: string
}

const most = 12

const isPages = (value: unknown): value is RecentPage[] =>
  Array.isArray(value) &&
  value.every(
    (page: unknown) =>
      typeof page === 'object' && page !== null && 'href' in page && typeof page.href === 'string' && 'title' in page && typeof page.title === 'string',
  )

/** The pages opened last on this device, newest first. */
export const recentPages = deviceStore<RecentPage[]>('tenrec.recent', [], isPages)

const placeOf = (href: string) => href.split(/[?#]/)[0]

/** Puts a page first; a page is its path, so that only its newest state is kept. */
export function visited(known: RecentPage[], page: RecentPage): RecentPage[] {
  return [page, ...known.filter((one) => placeOf(one.href) !== placeOf(page.href))].slice(0, most)
}
