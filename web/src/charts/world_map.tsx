import { useMemo } from 'react'
import { changeOf, formatPercent, plural } from '@/lib/format'
import { Delta, Margin } from '@/ui/num'
import { sumOf, wholePrevious, wholeValue, type ChartData, type ChartSeries, type OnPick } from './data'
import { HeatScale } from './heat_grid'
import { drawWorld } from './map_shapes'
import { heatColor } from './scale'
import { Floating } from './tooltip'
import { useItemCursor } from './use_item_cursor'
import { useWidth } from './use_width'
import { exactValue } from './value_format'

interface WorldMapProps {
  label: string
  data: ChartData
  onPick?: OnPick
}

/** How strong the weakest colour is. */
const least = 0.12

interface Country {
  code: string
  series: ChartSeries
  value: number
  before: number | null
}

/** The two letters of a country among the breakdown values of a series; null when there are none. */
export function countryCode({ breakdown }: ChartSeries): string | null {
  const values = Array.isArray(breakdown) ? breakdown : [breakdown]
  const code = values.find((value) => typeof value === 'string' && /^[a-z]{2}$/i.test(value))
  return code === undefined ? null : String(code).toUpperCase()
}

/** Countries in the strength of their value; breakdowns by country code. Loaded on its own, with its shapes. */
export default function WorldMap({ label, data, onPick }: WorldMapProps) {
  const [holder, width] = useWidth<HTMLDivElement>()
  const shapes = useMemo(() => (width > 0 ? drawWorld(width) : null), [width])
  const countries = useMemo(() => {
    const known = data.series.flatMap((series): Country[] => {
      const code = countryCode(series)
      return code === null ? [] : [{ code, series, value: wholeValue(series), before: wholePrevious(series) }]
    })
    return known.toSorted((a, b) => b.value - a.value)
  }, [data.series])
  const places = useMemo(() => new Map((shapes ? [...shapes.countries, ...shapes.dots] : []).map((shape) => [shape.code, shape])), [shapes])
  const rankOf = useMemo(() => new Map(countries.map((country, rank) => [country.code, rank])), [countries])
  const total = sumOf(data.series.map(wholeValue))
  const high = countries[0]?.value ?? 0
  const elsewhere = shapes ? data.series.filter((one) => !places.has(countryCode(one) ?? '')) : []
  const pick = (country: Country | undefined) => {
    if (country && onPick) onPick({ series: country.series, index: null, period: 'current', value: country.value })
  }
  const cursor = useItemCursor({ count: countries.length, onChoose: (rank) => pick(countries[rank]) })
  const active = cursor.at === null ? null : (countries[cursor.at] ?? null)
  const place = active ? places.get(active.code) : undefined
  // Even the fewest stand out from land without any. Few countries have most of the people: the square root keeps the others apart.
  const color = (value: number) => heatColor(high > 0 ? least + (1 - least) * Math.sqrt(Math.max(0, value) / high) : 0)

  return (
    <div ref={holder} className="relative">
      {shapes && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a chart is a group that arrow keys read
        <div
          role="group"
          aria-label={label}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrow keys read the countries
          tabIndex={0}
          className="rounded-control"
          onKeyDown={cursor.onKeyDown}
          onBlur={cursor.onBlur}
          onPointerLeave={() => cursor.point(null)}
        >
          <svg width={width} height={shapes.height} className="block" aria-hidden stroke="var(--surface)" strokeWidth="0.6">
            {[...shapes.countries, ...shapes.dots].map((shape, i) => {
              const rank = shape.code === null ? undefined : rankOf.get(shape.code)
              const country = rank === undefined ? undefined : countries[rank]
              if (!country && i >= shapes.countries.length) return null
              return (
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- arrow keys and Enter do the same
                <path
                  key={shape.code ?? `land${i}`}
                  d={shape.path}
                  fill={country ? color(country.value) : 'var(--hover)'}
                  onPointerEnter={() => cursor.point(rank ?? null)}
                  onClick={() => pick(country)}
                />
              )
            })}
            {place && <path d={place.path} fill="none" stroke="var(--fg)" strokeWidth="1.25" pointerEvents="none" />}
          </svg>
        </div>
      )}
      {countries.length > 0 && <HeatScale low={0} middle={high / 4} high={high} format={data.format} />}
      {elsewhere.length > 0 && (
        <p className="pt-1 text-small text-fg-3">
          {plural(elsewhere.length, 'value')} of {data.series.length} {elsewhere.length === 1 ? 'is' : 'are'} on no map: {elsewhere.slice(0, 3).map((one) => `“${one.name}”`).join(', ')}
          {elsewhere.length > 3 ? ' and others' : ''}.
        </p>
      )}
      {active && place && (
        <Floating anchor={holder} x={place.x} y={place.y}>
          <p className="px-2 font-medium">{active.series.name}</p>
          <p className="px-2">
            {exactValue(active.value, active.series.format ?? data.format)}
            <Margin of={active.series.margin} format={(value) => exactValue(value, active.series.format ?? data.format)} /> <span className="text-fg-2">{total > 0 && formatPercent(active.value / total)}</span>{' '}
            {active.before !== null && <Delta change={changeOf(active.value, active.before)} goodWhen={active.series.goodWhen} />}
          </p>
        </Floating>
      )}
      <p className="sr-only" role="status">
        {active && cursor.byKeyboard ? `${active.series.name}, ${exactValue(active.value, active.series.format ?? data.format)}, number ${(cursor.at ?? 0) + 1} of ${countries.length}` : ''}
      </p>
    </div>
  )
}
