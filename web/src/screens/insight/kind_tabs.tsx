import { kindLabels, kindOf } from '@/lib/insight_kind'
import { questionKinds, type QuestionKind } from '@/lib/question'
import { Tabs } from '@/ui/tabs'

interface KindTabsProps {
  kind: QuestionKind
  onTurn: (kind: QuestionKind) => void
}

const labelOf = (kind: QuestionKind): string => kindLabels[kindOf({ kind }) ?? 'TRENDS']

/** What is asked of the events; another kind keeps events, filters and dates. */
export function KindTabs({ kind, onTurn }: KindTabsProps) {
  return <Tabs<QuestionKind> label="Kind of insight" className="px-5 max-sm:px-3" value={kind} tabs={questionKinds.map((value) => ({ value, label: labelOf(value) }))} onChange={onTurn} />
}
