/** Initials in a circle whose tint follows the name. */
export function Avatar({ name, size = 22 }: { name: string; size?: number }) {
  const words = name.trim().split(/[\s@._-]+/)
  const initials = ((words[0]?.[0] ?? '') + (words.length > 1 ? (words[1]?.[0] ?? '') : '')).toUpperCase()
  let hash = 0
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 16
  const color = `var(--series-${hash + 1})`
  return (
    <span
      aria-hidden
      data-colors
      className="inline-flex shrink-0 items-center justify-center rounded-full text-meta font-semibold text-fg"
      style={{ width: size, height: size, background: `color-mix(in oklab, ${color} 20%, var(--surface))` }}
    >
      {initials}
    </span>
  )
}
