/** The product's mark. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden className="shrink-0">
      <rect width="32" height="32" rx="8" className="fill-fg" />
      <g fill="none" strokeLinecap="round" strokeWidth="3.2">
        <path className="stroke-brand" d="M7 24C7 14 14 8 23 8" />
        <path className="stroke-brand" strokeOpacity=".75" d="M13 24c0-6 4-10 10-10" />
        <path className="stroke-surface" d="M19 24c0-3 1.5-4.500 4-4.500" />
      </g>
    </svg>
  )
}
