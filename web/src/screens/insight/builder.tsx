import type { Question } from '@/lib/question'
import { LifecycleBuilder, StickinessBuilder } from './activity_builder'
import { FunnelBuilder } from './funnel_builder'
import type { OpenPicker } from './open_picker'
import { PathsBuilder } from './paths_builder'
import { RetentionBuilder } from './retention_builder'
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
      return <FunnelBuilder query={query} {...rest} onTurn={rest.onChange} />
    case 'RetentionQuery':
      return <RetentionBuilder query={query} {...rest} />
    case 'PathsQuery':
      return <PathsBuilder query={query} {...rest} />
    case 'StickinessQuery':
      return <StickinessBuilder query={query} {...rest} />
    case 'LifecycleQuery':
      return <LifecycleBuilder query={query} {...rest} />
  }
}
