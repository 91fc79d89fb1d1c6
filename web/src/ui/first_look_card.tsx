import type { ReactNode } from 'react'
import { Code } from './code'
import { cx } from './cx'
import type { FirstLookProps } from './first_look'
import { Empty } from './states'

export type PreviewKind = 'rows' | 'people' | 'chart' | 'tiles'

/** The words of a first look, and behind them the page as it will be. */
export default function FirstLookCard({ title, children, icon, action, preview, snippet }: FirstLookProps) {
  return (
    <Empty title={title} icon={icon} preview={previews[preview]}
      action={
        <div className="flex flex-col items-center gap-3">
          {action}
          {snippet && <Code text={snippet.text} label={snippet.label} className="max-w-full text-left" />}
        </div>
      }
    >
      {children}
    </Empty>
  )
}

const Bar = ({ className }: { className: string }) => <span className={cx('h-2 shrink-0 rounded-chip bg-line-2', className)} />

const names = ['w-28', 'w-40', 'w-24', 'w-32', 'w-36', 'w-20', 'w-32', 'w-44', 'w-28', 'w-36']
const notes = ['w-72', 'w-56', 'w-80', 'w-64', 'w-48', 'w-72', 'w-60', 'w-64', 'w-80', 'w-52']

function Rows({ lead }: { lead?: ReactNode }) {
  return names.map((name, at) => (
    <div key={`${name} ${notes[at]}`} className="flex h-row items-center gap-6 border-b border-line px-5">
      <span className="flex w-1/4 min-w-44 items-center gap-2.5">
        {lead}
        <Bar className={name} />
      </span>
      <Bar className={cx('max-md:hidden', notes[at])} />
      <Bar className="ml-auto w-12" />
      <Bar className="w-16 max-sm:hidden" />
    </div>
  ))
}

const heights = [62, 48, 55, 34, 42, 26, 38, 22, 30, 14, 24, 10]
const line = heights.map((y, at) => `${at === 0 ? 'M' : 'L'}${(at * 100) / 11} ${y}`).join('')

/** Straight lines over a grid, as charts draw them. */
function Line() {
  return (
    <svg viewBox="0 0 100 72" preserveAspectRatio="none" className="h-full w-full fill-none" aria-hidden>
      {[18, 36, 54, 71].map((y) => (
        <path key={y} d={`M0 ${y}H100`} className="stroke-line-2" vectorEffect="non-scaling-stroke" />
      ))}
      <path d={line} className="stroke-accent" strokeWidth="2" vectorEffect="non-scaling-stroke" />
      <path d="M0 66L20 60L40 62L60 50L80 52L100 44" className="stroke-brand" strokeWidth="2" vectorEffect="non-scaling-stroke" />
    </svg>
  )
}

function Bars() {
  return (
    <svg viewBox="0 0 120 72" preserveAspectRatio="none" className="h-full w-full fill-accent" aria-hidden>
      {heights.map((y, at) => (
        <rect key={y} x={at * 10 + 1.5} y={y} width="7" height={72 - y} />
      ))}
    </svg>
  )
}

const Tile = ({ children, className }: { children: ReactNode; className?: string }) => (
  <div className={cx('flex h-44 flex-col gap-3 rounded-card border border-line-2 bg-surface p-4', className)}>
    <Bar className="w-24" />
    <div className="min-h-0 flex-1">{children}</div>
  </div>
)

const previews: Record<PreviewKind, ReactNode> = {
  rows: <Rows />,
  people: <Rows lead={<span className="size-5 shrink-0 rounded-full bg-line-2" />} />,
  chart: (
    <div className="h-64 px-5 py-4">
      <Line />
    </div>
  ),
  tiles: (
    <div className="grid grid-cols-3 gap-3 p-5 max-md:grid-cols-1">
      <Tile className="col-span-2 max-md:col-span-1">
        <Line />
      </Tile>
      <Tile>
        <Bars />
      </Tile>
      <Tile>
        <Bars />
      </Tile>
      <Tile className="col-span-2 max-md:col-span-1">
        <Line />
      </Tile>
    </div>
  ),
}
