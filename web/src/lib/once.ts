/** Makes it when it is first asked for, and once: the browser's own formats take a millisecond each to make. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
