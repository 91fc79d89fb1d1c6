/** The shared look of everything that floats: menus, lists, popovers. */
export const popupClass =
  'pop-motion z-50 max-w-[calc(100vw-16px)] overflow-hidden rounded-card border border-line bg-surface text-fg shadow-2 outline-none'

export const itemClass =
  'flex min-h-7 w-full items-center gap-2 rounded-chip px-2 py-1 text-left text-fg no-underline outline-none select-none data-highlighted:bg-hover data-disabled:opacity-50 pointer-coarse:min-h-touch'
