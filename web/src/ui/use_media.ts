import { useMemo, useSyncExternalStore } from 'react'
import { rowHeight } from '@/lib/appearance'

/** Whether a media query holds, kept up to date. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    () => window.matchMedia(query).matches,
  )
}

/** Below 860 px, where panels are sheets and the sidebar an overlay. */
export const useNarrow = () => useMedia('(width < 860px)')

/** The height of table rows in pixels, for lists that draw only what can be seen. */
export function useRowHeight(): number {
  const density = useSyncExternalStore(onDensity, () => document.documentElement.dataset.density)
  const coarse = useMedia('(pointer: coarse)')
  // oxlint-disable-next-line react/exhaustive-deps -- the stylesheet answers, and these two change its answer
  return useMemo(rowHeight, [density, coarse])
}

function onDensity(changed: () => void): () => void {
  const watch = new MutationObserver(changed)
  watch.observe(document.documentElement, { attributeFilter: ['data-density'] })
  return () => watch.disconnect()
}
