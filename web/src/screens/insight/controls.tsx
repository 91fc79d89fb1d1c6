import type { ControlsProps } from './controls_bar'
import { FunnelControls } from './funnel_controls'
import { TrendsControls } from './trends_controls'

/** What is chosen above the answer. */
export function Controls({ query, ...rest }: ControlsProps) {
  switch (query.kind) {
    case 'TrendsQuery':
      return <TrendsControls query={query} {...rest} />
    case 'FunnelsQuery':
      return <FunnelControls query={query} {...rest} />
  }
}
