const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

/** The keys that open the command menu, as this keyboard writes them. */
export const commandKey = isMac ? '⌘K' : 'Ctrl K'
