import { funnelViews } from '@/api/types'
import { viewOf, withView } from '@/lib/funnels_query'
import { questionKinds, type Question, type QuestionKind } from '@/lib/question'
import { displayOf } from '@/lib/trends_query'
import { useShortcuts } from '@/ui/shortcuts'
import { displays, withDisplay } from './trends_controls'

/** V for the next way to draw, X for the comparison, 1 to 6 for the kinds. */
export function useKindKeys(query: Question, onChange: (query: Question) => void, onTurn: (kind: QuestionKind) => void) {
  useShortcuts({
    v: () => onChange(drawnNext(query)),
    x: () => onChange(compared(query)),
    ...Object.fromEntries(questionKinds.map((kind, i) => [String(i + 1), () => onTurn(kind)])),
  })
}

const after = <T,>(list: readonly T[], value: T): T => list[(list.indexOf(value) + 1) % list.length] ?? value

function drawnNext(query: Question): Question {
  switch (query.kind) {
    case 'TrendsQuery':
      return withDisplay(query, after(displays.map((one) => one.value), displayOf(query)))
    case 'FunnelsQuery':
      return withView(query, after(funnelViews, viewOf(query)))
    case 'StickinessQuery':
      return { ...query, stickinessFilter: { ...query.stickinessFilter, display: query.stickinessFilter?.display ? undefined : 'ActionsBar' } }
    case 'RetentionQuery':
    case 'PathsQuery':
    case 'LifecycleQuery':
      return query
  }
}

/** With a comparison or without; the question itself where its kind compares nothing. */
function compared(query: Question): Question {
  return query.kind === 'TrendsQuery' || query.kind === 'FunnelsQuery' || query.kind === 'StickinessQuery' ? { ...query, compareFilter: query.compareFilter?.compare ? undefined : { compare: true } } : query
}
