import { seriesColor, seriesDash } from './scale'

/** The colour of a series beside its name; a second turn through the palette shows as a broken bar. */
export function Swatch({ slot }: { slot: number }) {
  const color = seriesColor(slot)
  return (
    <span
      aria-hidden
      className="h-2.5 w-[3px] shrink-0 rounded-full"
      style={{ background: seriesDash(slot) ? `linear-gradient(${color} 40%, transparent 40% 60%, ${color} 60%)` : color }}
    />
  )
}
