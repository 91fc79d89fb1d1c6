import { LifecycleControls, StickinessControls } from './activity_controls'
import type { ControlsProps } from './controls_bar'
import { FunnelControls } from './funnel_controls'
import { PathsControls } from './paths_controls'
import { RetentionControls } from './retention_controls'
import { TrendsControls } from './trends_controls'

/** What is chosen above the answer. */
export function Controls({ query, ...rest }: ControlsProps) {
  switch (query.kind) {
    case 'TrendsQuery':
      return <TrendsControls query={query} {...rest} />
    case 'FunnelsQuery':
      return <FunnelControls query={query} {...rest} />
    case 'RetentionQuery':
      return <RetentionControls query={query} {...rest} />
    case 'PathsQuery':
      return <PathsControls query={query} {...rest} />
    case 'StickinessQuery':
      return <StickinessControls query={query} {...rest} />
    case 'LifecycleQuery':
      return <LifecycleControls query={query} {...rest} />
  }
}
