import { useMemo, useState } from 'react'
import { formatBucket, formatClock, formatDay, type WallTime } from '@/lib/wall_time'
import { Button } from '@/ui/button'
import { Popover } from '@/ui/popover'
import type { ChartAxis } from './data'
import { textWidth, type Plot } from './layout'

export type AnnotationKind = 'note' | 'deploy' | 'flag' | 'incident'

/** Something that happened, marked on the time axis. */
export interface ChartAnnotation {
  id: string
  at: WallTime
  text: string
  kind: AnnotationKind
}

const kinds: Record<AnnotationKind, { word: string; color: string }> = {
  note: { word: 'Note', color: 'var(--brand)' },
  deploy: { word: 'Deploy', color: 'var(--accent)' },
  flag: { word: 'Flag change', color: 'var(--positive)' },
  incident: { word: 'Incident', color: 'var(--negative)' },
}

export interface Pill {
  x: number
  width: number
  marks: { x: number; annotation: ChartAnnotation }[]
}

const mostPillWidth = 150

/** Pills from left to right; those that would overlap become one with a count. */
export function placePills(plot: Plot, axis: ChartAxis, annotations: ChartAnnotation[]): Pill[] {
  if (axis.kind !== 'time') return []
  const marks = annotations
    .map((annotation) => ({ annotation, x: positionOf(plot, axis.buckets, annotation.at) }))
    .filter((mark): mark is { annotation: ChartAnnotation; x: number } => mark.x !== null)
    .toSorted((a, b) => a.x - b.x)
  const pills: Pill[] = []
  for (const mark of marks) {
    const last = pills.at(-1)
    const pill = pillOf(plot, [mark])
    if (last && pill.x - pill.width / 2 < last.x + last.width / 2 + 4) {
      pills[pills.length - 1] = pillOf(plot, [...last.marks, mark])
    } else pills.push(pill)
  }
  return pills
}

function pillOf(plot: Plot, marks: Pill['marks']): Pill {
  const width = Math.min(mostPillWidth, textWidth(pillText(marks)) + 32)
  const middle = marks.reduce((sum, mark) => sum + mark.x, 0) / marks.length
  return { marks, width, x: Math.min(Math.max(middle, width / 2), plot.width - width / 2) }
}

const pillText = (marks: Pill['marks']) => (marks.length === 1 ? (marks[0]?.annotation.text ?? '') : `${marks.length} notes`)

/** The middle of the bucket in which it happened; null outside of the range. */
function positionOf(plot: Plot, buckets: WallTime[], at: WallTime): number | null {
  const index = bucketOf(buckets, at)
  return index === null ? null : (plot.centers[index] ?? null)
}

function bucketOf(buckets: WallTime[], at: WallTime): number | null {
  const first = buckets[0]
  const last = buckets.at(-1)
  if (first === undefined || last === undefined || at < first) return null
  const span = buckets.length > 1 ? last - (buckets.at(-2) ?? first) : 86_400_000
  if (at >= last + span) return null
  return buckets.findLastIndex((start) => start <= at)
}

/** Whether it happened in a bucket of the axis. */
export function isOnAxis(axis: ChartAxis, at: WallTime): boolean {
  return axis.kind === 'time' && bucketOf(axis.buckets, at) !== null
}

export function PillLines({ plot, pills }: { plot: Plot; pills: Pill[] }) {
  return (
    <g stroke="var(--fg-3)" strokeDasharray="2 3" opacity="0.7">
      {pills.flatMap((pill) => pill.marks.map(({ x, annotation }) => <line key={annotation.id} x1={x} x2={x} y1={22} y2={plot.bottom} />))}
    </g>
  )
}

/** The row of pills above the plot. */
export function Pills({ pills, axis, onOpen }: { pills: Pill[]; axis: ChartAxis; onOpen?: (id: string) => void }) {
  return (
    <>
      {pills.map((pill) => (
        <PillButton key={pill.marks.map((mark) => mark.annotation.id).join()} pill={pill} axis={axis} onOpen={onOpen} />
      ))}
    </>
  )
}

function PillButton({ pill, axis, onOpen }: { pill: Pill; axis: ChartAxis; onOpen?: (id: string) => void }) {
  const [open, setOpen] = useState(false)
  const colors = useMemo(() => [...new Set(pill.marks.map(({ annotation }) => kinds[annotation.kind].color))], [pill])
  const hasTime = axis.kind === 'time' && (axis.interval === 'hour' || axis.interval === 'minute')
  return (
    <Popover
      label="What happened"
      open={open}
      onOpenChange={setOpen}
      align="center"
      trigger={
        <button
          type="button"
          className="absolute top-0 inline-flex h-5 -translate-x-1/2 items-center gap-1.5 rounded-full border border-line-2 bg-surface px-2 text-meta text-fg-2 after:absolute after:-inset-1 hover:bg-hover hover:text-fg"
          style={{ left: pill.x, maxWidth: mostPillWidth }}
        >
          {colors.map((color) => (
            <span key={color} aria-hidden className="size-1.5 shrink-0 rounded-full" style={{ background: color }} />
          ))}
          <span className="truncate">{pillText(pill.marks)}</span>
        </button>
      }
    >
      <ul className="m-0 flex max-h-80 w-72 list-none flex-col gap-2 overflow-y-auto p-3">
        {pill.marks.map(({ annotation }) => (
          <li key={annotation.id} className="flex gap-2">
            <span aria-hidden className="mt-[7px] size-1.5 shrink-0 rounded-full" style={{ background: kinds[annotation.kind].color }} />
            <span className="min-w-0">
              <span className="block break-words">{annotation.text}</span>
              <span className="block text-small text-fg-3">
                {kinds[annotation.kind].word}, {hasTime ? `${formatDay(annotation.at)} at ${formatClock(annotation.at)}` : formatBucket(annotation.at, 'day')}
              </span>
            </span>
            {onOpen && (
              <Button
                look="ghost"
                className="-mt-1 -mr-2 ml-auto shrink-0"
                aria-label={`Edit “${annotation.text}”`}
                onClick={() => {
                  setOpen(false)
                  onOpen(annotation.id)
                }}
              >
                Edit
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Popover>
  )
}
