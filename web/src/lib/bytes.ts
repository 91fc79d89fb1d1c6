const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** Three telling digits: 512 B, 1.2 MB, 5.3 GB; a thousand of one is the next. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`
}

/** Days as people plan with them: "less than a day", "12 days", "about 4 months", "about 3 years". */
export function formatDays(days: number): string {
  if (days < 1) return 'less than a day'
  if (days < 60) return `${Math.floor(days)} day${Math.floor(days) === 1 ? '' : 's'}`
  if (days < 730) return `about ${Math.floor(days / 30.4)} months`
  return `about ${Math.floor(days / 365)} years`
}
