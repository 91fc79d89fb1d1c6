const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })

/** The number as it is: 1,234 or 0.25. For tooltips and tables. */
export function formatExact(value: number): string {
  return exact.format(value)
}

/** For columns of numbers: decimals only where they tell something, and as many in every cell of a size. */
export function formatCell(value: number): string {
  const size = Math.abs(value)
  if (size >= 100 || Number.isInteger(value)) return whole.format(value)
  return value.toFixed(size >= 9.995 ? 1 : 2)
}

/** Three telling digits: 1,234, then 12.3K, then 1.96M. For headline numbers. */
export function formatCompact(value: number): string {
  const size = Math.abs(value)
  if (size < 10_000) return size >= 100 || Number.isInteger(value) ? whole.format(value) : exact.format(value)
  const [unit, suffix] = unitOf(size)
  return `${threeDigits(value / unit)}${suffix}`
}

/** The unit that a row of axis ticks shares, chosen by its largest value. */
export function unitOf(size: number): [number, string] {
  if (size >= 999_500_000_000) return [1e12, 'T']
  if (size >= 999_500_000) return [1e9, 'B']
  if (size >= 999_500) return [1e6, 'M']
  if (size >= 10_000) return [1e3, 'K']
  return [1, '']
}

function threeDigits(value: number): string {
  const size = Math.abs(value)
  if (size >= 1000) return whole.format(value)
  const digits = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2
  return value.toFixed(digits).replace(/\.0+$|(\.\d)0$/, '$1')
}

/** A change as a share of what was before; null where there was nothing to compare with. */
export function changeOf(now: number, before: number): number | null {
  if (before === 0) return now === 0 ? 0 : null
  return (now - before) / Math.abs(before)
}

/** 0.407 → 40.7%. */
export function formatPercent(share: number): string {
  const percent = share * 100
  return `${Math.abs(percent) >= 1000 ? whole.format(percent) : percent.toFixed(1)}%`
}

/** Milliseconds as people say them: 840 ms, 4.2 s, 6 m 05 s, 1 h 04 m, 1 d 3 h. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 59.95) return `${seconds.toFixed(1).replace(/\.0$/, '')} s`
  const total = Math.round(seconds)
  const minutes = Math.floor(total / 60)
  if (minutes < 60) return `${minutes} m ${pad(total % 60)} s`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} h ${pad(minutes % 60)} m`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** How long ago, in one unit: "just now", "12 s ago", "3 min ago", "5 h ago", "2 d ago". */
export function formatAgo(then: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - then) / 1000))
  if (seconds < 3) return 'just now'
  if (seconds < 60) return `${seconds} s ago`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ago`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h ago`
  return `${Math.floor(hours / 24)} d ago`
}

/** 1 event, 2 events. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatExact(count)} ${count === 1 ? one : many}`
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
