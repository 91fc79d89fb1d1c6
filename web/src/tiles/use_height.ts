import { useEffect, useState } from 'react'

/** The height of an element's inside, in pixels. */
export function useHeight(element: React.RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(0)
  useEffect(() => {
    const watched = element.current
    if (!watched) return
    const observer = new ResizeObserver(() => setHeight(watched.clientHeight))
    observer.observe(watched)
    setHeight(watched.clientHeight)
    return () => observer.disconnect()
  }, [element])
  return height
}
