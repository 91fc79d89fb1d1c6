import { Suspense, type ReactNode } from 'react'
import { lazy } from '@/lib/parts'
import type { PreviewKind } from './first_look_card'

// Most visits find a full page, and load none of this.
const FirstLookCard = lazy(() => import('./first_look_card'))

export interface FirstLookProps {
  title: string
  /** What is said about it. */
  children?: ReactNode
  icon?: ReactNode
  action?: ReactNode
  /** What the page will look like. */
  preview: PreviewKind
  /** The line of code that brings the first of it, and what it is called. */
  snippet?: { text: string; label: string }
}

/** A page that has nothing yet: what will be here, drawn faintly, one action, and the line of code that fills it. */
export function FirstLook(props: FirstLookProps) {
  return (
    <Suspense fallback={null}>
      <FirstLookCard {...props} />
    </Suspense>
  )
}
