import { memo } from 'react'
import { isBanded, isStacked, type Plot, type TimeKind } from './layout'
import { seriesColor, seriesDash } from './scale'
import { totalsPath, type SeriesShape } from './shapes'

/** Lines beyond these are thin and pale until they are looked at. */
export const mostColourful = 8
/** With more lines than this the comparison is drawn only for the one that stands out. */
const mostCompared = 4

const dotted = { strokeDasharray: '1 4', strokeLinecap: 'round' } as const

interface MarksProps {
  plot: Plot
  shapes: SeriesShape[]
  /** Makes the ids of patterns its own. */
  id: string
  /** Whether the pale lines are drawn elsewhere, on a canvas. */
  withoutPale: boolean
}

/** Everything that does not change while the pointer moves. */
export const Marks = memo(function Marks({ plot, shapes, id, withoutPale }: MarksProps) {
  const pale = (shape: SeriesShape) => plot.kind === 'line' && shape.rank >= mostColourful
  return (
    <>
      {plot.previousTotals && <path d={totalsPath(plot, plot.previousTotals)} fill="none" stroke="var(--fg-3)" strokeWidth="1.5" {...dotted} />}
      {shapes.map((shape) =>
        pale(shape) && withoutPale ? null : (
          <SeriesMarks key={shape.id} shape={shape} kind={plot.kind} id={id} pale={pale(shape)} compared={shapes.length <= mostCompared} />
        ),
      )}
    </>
  )
})

interface SeriesMarksProps {
  shape: SeriesShape
  kind: TimeKind
  id: string
  pale: boolean
  compared: boolean
}

/** One series: one path, a second for the part that is still filling. */
export const SeriesMarks = memo(function SeriesMarks({ shape, kind, id, pale, compared }: SeriesMarksProps) {
  const color = seriesColor(shape.slot)
  const banded = isBanded(kind)
  const pattern = `${id}-h${shape.rank}`
  const fade = `${id}-f${shape.rank}`
  if (banded) {
    return (
      <g>
        {shape.rest !== '' && <Hatch id={pattern} color={color} />}
        {shape.solid !== '' && <path d={shape.solid} fill={color} />}
        {shape.rest !== '' && <path d={shape.rest} fill={`url(#${pattern})`} />}
        {shape.previous !== '' && compared && (
          <>
            <path d={shape.previous} stroke="var(--surface)" strokeWidth="3" opacity="0.85" />
            <path d={shape.previous} stroke="var(--fg)" strokeWidth="1.5" strokeDasharray="2 2" />
          </>
        )}
        {shape.range !== '' && <path d={shape.range} fill="none" stroke="var(--fg)" strokeWidth="1.25" opacity="0.75" />}
        {shape.fit !== '' && <Fit d={shape.fit} color={color} />}
      </g>
    )
  }
  const under = isStacked(kind) ? { fill: color, fillOpacity: 0.3 } : { fill: `url(#${fade})` }
  return (
    // Paler strokes, not a paler group: a group is painted apart before it is put on the page.
    <g strokeOpacity={pale ? 0.32 : undefined} fillOpacity={pale ? 0.32 : undefined}>
      {shape.fill !== '' && !isStacked(kind) && (
        <linearGradient id={fade} x1="0" x2="0" y1="0" y2="1">
          <stop offset="0" stopColor={color} stopOpacity="0.13" />
          <stop offset="1" stopColor={color} stopOpacity="0" />
        </linearGradient>
      )}
      {shape.fill !== '' && shape.range === '' && <path d={shape.fill} {...under} />}
      {shape.fillRest !== '' && shape.range === '' && <path d={shape.fillRest} {...under} opacity={isStacked(kind) ? 0.5 : undefined} />}
      {shape.range !== '' && compared && <path d={shape.range} fill={color} fillOpacity="0.16" />}
      <g fill="none" stroke={color} strokeLinejoin="round" strokeWidth={pale ? 1 : 1.75}>
        {shape.previous !== '' && compared && <path d={shape.previous} {...dotted} opacity="0.55" />}
        {shape.solid !== '' && <path d={shape.solid} strokeDasharray={seriesDash(shape.slot)} />}
        {shape.rest !== '' && <path d={shape.rest} strokeDasharray="4 4" />}
      </g>
      {shape.fit !== '' && <Fit d={shape.fit} color={color} />}
      {shape.rings.map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r="3" fill="var(--surface)" stroke={color} strokeWidth="1.75" />
      ))}
      {shape.dots.map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r="3.5" fill={color} />
      ))}
    </g>
  )
})

function Fit({ d, color }: { d: string; color: string }) {
  return <path d={d} fill="none" stroke={color} strokeWidth="1" strokeDasharray="8 3" opacity="0.8" />
}

/** Stripes for what is still filling. */
export function Hatch({ id, color }: { id: string; color: string }) {
  return (
    <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="5" height="5" fill={color} opacity="0.25" />
      <rect width="2" height="5" fill={color} />
    </pattern>
  )
}
