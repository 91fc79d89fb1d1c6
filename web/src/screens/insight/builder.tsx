import type { Question } from '@/lib/question'
import { FunnelBuilder } from './funnel_builder'
import type { OpenPicker } from './open_picker'
import { TrendsBuilder } from './trends_builder'

export interface BuilderProps<Q extends Question = Question> {
  query: Q
  onChange: (query: Q) => void
  open: OpenPicker
  onOpen: (open: OpenPicker) => void
}

/** The left side: the question in its parts. */
export default function Builder(props: BuilderProps) {
  return <div className="flex flex-col">{partsOf(props)}</div>
}

function partsOf({ query, ...rest }: BuilderProps) {
  switch (query.kind) {
    case 'TrendsQuery':
      return <TrendsBuilder query={query} {...rest} />
    case 'FunnelsQuery':
      return <FunnelBuilder query={query} {...rest} />
  }
}
