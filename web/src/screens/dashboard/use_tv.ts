import { useEffect, useState } from 'react'

/**
 * A dashboard alone on the whole screen, for a wall. The whole page fills the screen, not the tiles only, so that
 * panels and menus still come up over them. A browser that refuses shows it in its window.
 */
export function useTv(): { on: boolean; start: () => void; stop: () => void } {
  const [on, setOn] = useState(false)
  useEffect(() => {
    if (!on) return
    const onChange = () => {
      if (document.fullscreenElement === null) setOn(false)
    }
    document.addEventListener('fullscreenchange', onChange)
    return () => document.removeEventListener('fullscreenchange', onChange)
  }, [on])
  const start = () => {
    setOn(true)
    document.documentElement.requestFullscreen?.().catch(() => {
      // The window has to do.
    })
  }
  const stop = () => {
    setOn(false)
    if (document.fullscreenElement) void document.exitFullscreen()
  }
  return { on, start, stop }
}
