import { useEffect, useState } from 'react'
import { formatAgo } from '@/lib/format'
import { once } from '@/lib/once'

/** The clock, told once a second to everything that shows an age. */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

/** Fri 3 Jul 2026 14:05:09, where the browser is; what is no time is shown as it is. */
export function formatExactTime(time: string): string {
  const at = Date.parse(time)
  return Number.isNaN(at) ? time : exactTime().format(at).replace(/,/g, '')
}

const exactTime = once(() => new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
}))

/** 14:05, and the day before it where that is not today: 3 Jul 14:05. */
export function formatTimeShort(time: string, now = new Date()): string {
  const at = new Date(time)
  const clock = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  return at.toDateString() === now.toDateString() ? clock : `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${clock}`
}

/** How long ago, with the exact time on hover. */
export function EventTime({ time, now }: { time: string; now: number }) {
  const at = Date.parse(time)
  if (Number.isNaN(at)) return <span>{time}</span>
  return (
    <time dateTime={time} title={formatExactTime(time)}>
      {formatAgo(at, now)}
    </time>
  )
}
