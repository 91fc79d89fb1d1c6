import type { ReactNode } from 'react'
import type { WallTime } from '@/lib/wall_time'

/** What every drawn answer is given, on the page of its insight and in a tile. */
export interface AnswerProps<Query, Response> {
  projectId: number
  query: Query
  response: Response
  /** When it was computed, on the project's clock. */
  now: WallTime
  name: string
  size: 'screen' | 'tile'
  /** Pixels there are, in a tile. */
  height?: number
  /** Whether numbers open the people behind them; a page that is shared shows them as text. */
  opens: boolean
  /** Shown where the answer is empty. */
  nothing: ReactNode
}
