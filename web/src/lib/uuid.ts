const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const isUuid = (text: string): boolean => pattern.test(text)

/**
 * "0190b0d4…abcd" for a uuid, which nobody reads to its end: the beginning says when it was made, the end which one of
 * that moment it is. Any other text is given back as it is.
 */
export const shortenUuid = (text: string): string => (isUuid(text) ? `${text.slice(0, 8)}…${text.slice(-4)}` : text)
