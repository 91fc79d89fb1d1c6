import { formatCell, formatCompact, formatDuration, formatExact, unitOf } from '@/lib/format'

/** How values are written. Shares count 0.25 as 25 %, percents 25. */
export interface ValueFormat {
  kind: 'number' | 'share' | 'percent' | 'seconds' | 'milliseconds' | 'currency'
  /** Currency code, for currency. */
  currency?: string
  prefix?: string
  postfix?: string
  /** Digits after the point; as many as tell something when left out. */
  decimals?: number
}

export const plainNumber: ValueFormat = { kind: 'number' }

/** Whether two formats can share an axis. */
export const sameUnit = (a: ValueFormat, b: ValueFormat): boolean =>
  a.kind === b.kind && a.currency === b.currency && a.prefix === b.prefix && a.postfix === b.postfix

/** The number as it is, for tooltips and tables: 1,234, 25.4%, 6 m 05 s, $12.50. */
export const exactValue = (value: number, format: ValueFormat = plainNumber): string => written(value, format, formatExact)

/** For columns of numbers. */
export const cellValue = (value: number, format: ValueFormat = plainNumber): string => written(value, format, formatCell)

/** For headlines and labels in a picture: 12.3K. */
export const compactValue = (value: number, format: ValueFormat = plainNumber): string => written(value, format, formatCompact)

/** The sentence of a number that can be opened: what is written comes first, so that voice control finds it. */
export function numberLabel(value: number, format: ValueFormat | undefined, text: (value: number, format?: ValueFormat) => string, where: string): string {
  const [shown, exact] = [text(value, format), exactValue(value, format)]
  return shown === exact ? `${shown} in ${where}` : `${shown} in ${where}, exactly ${exact}`
}

function written(value: number, format: ValueFormat, number: (value: number) => string): string {
  return dressed(format, value, (size) => {
    switch (format.kind) {
      case 'share':
        return percentText(size * 100, format.decimals)
      case 'percent':
        return percentText(size, format.decimals)
      case 'seconds':
        return formatDuration(size * 1000)
      case 'milliseconds':
        return formatDuration(size)
      case 'currency':
        return number === formatExact && format.decimals === undefined && !Number.isInteger(size) ? fixed(size, 2) : digits(size, format, number)
      case 'number':
        return digits(size, format, number)
    }
  })
}

/** Puts sign, currency, prefix and postfix around a size. */
function dressed(format: ValueFormat, value: number, text: (size: number) => string): string {
  const sign = value < 0 ? '-' : ''
  return `${sign}${symbolOf(format)}${format.prefix ?? ''}${text(Math.abs(value))}${format.postfix ?? ''}`
}

const digits = (size: number, format: ValueFormat, number: (value: number) => string) =>
  format.decimals === undefined || size >= 10_000 ? number(size) : fixed(size, format.decimals)

const percentText = (percent: number, decimals = 1) => `${percent >= 1000 ? formatExact(Math.round(percent)) : percent.toFixed(decimals)}%`

const fixed = (value: number, decimals: number) =>
  value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })

const symbols = new Map<string, string>()

function symbolOf(format: ValueFormat): string {
  if (format.kind !== 'currency') return ''
  const code = format.currency ?? 'USD'
  let symbol = symbols.get(code)
  if (symbol === undefined) {
    symbol = currencySymbol(code)
    symbols.set(code, symbol)
  }
  return symbol
}

function currencySymbol(code: string): string {
  try {
    const parts = new Intl.NumberFormat('en-US', { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' }).formatToParts(0)
    const symbol = parts.find((part) => part.type === 'currency')?.value ?? code
    return symbol === code ? `${code} ` : symbol
  } catch {
    return `${code} `
  }
}

/** The unit that all ticks of an axis share, as a factor and what is written behind the number. */
export function axisUnit(largest: number, format: ValueFormat): { factor: number; suffix: string } {
  switch (format.kind) {
    case 'share':
      return { factor: 0.01, suffix: '%' }
    case 'percent':
      return { factor: 1, suffix: '%' }
    case 'seconds':
    case 'milliseconds': {
      const inMs = format.kind === 'seconds' ? 1000 : 1
      const ms = largest * inMs
      for (const [least, factor, suffix] of durationUnits) if (ms >= least) return { factor: factor / inMs, suffix }
      return { factor: 1 / inMs, suffix: ' ms' }
    }
    case 'number':
    case 'currency': {
      const [factor, suffix] = unitOf(largest)
      return { factor, suffix }
    }
  }
}

// From two of a unit on: 90 minutes read better than 1.5 hours.
const durationUnits = [
  [2 * 86_400_000, 86_400_000, ' d'],
  [2 * 3_600_000, 3_600_000, ' h'],
  [2 * 60_000, 60_000, ' m'],
  [2 * 1000, 1000, ' s'],
] as const

/** Text of one tick whose number has been divided by the unit. */
export function tickText(value: number, decimals: number, suffix: string, format: ValueFormat): string {
  if (value === 0) return suffix === '%' ? '0%' : '0'
  return dressed(format, value, (size) => fixed(size, decimals) + suffix)
}
