import { ChartLine, Filter, GitFork, LayoutGrid, RefreshCcw, Repeat2, Terminal, type LucideIcon } from 'lucide-react'
import type { InsightKind } from '@/api/types'

/** The sign of each kind of insight, the same wherever one is named. */
export const kindIcons: Record<InsightKind, LucideIcon> = {
  TRENDS: ChartLine,
  FUNNELS: Filter,
  RETENTION: RefreshCcw,
  PATHS: GitFork,
  STICKINESS: LayoutGrid,
  LIFECYCLE: Repeat2,
  SQL: Terminal,
}
