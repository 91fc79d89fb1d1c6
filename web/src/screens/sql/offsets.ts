/** The server counts characters of Unicode, the editor halves of UTF-16. */

/** How many characters stand before a place of the editor. */
export function codePoints(text: string, place: number): number {
  let count = 0
  for (let at = 0; at < place; count++) at += text.codePointAt(at)! > 0xffff ? 2 : 1
  return count
}

/** The place of the editor behind so many characters; never behind the end. */
export function placeOf(text: string, count: number): number {
  let at = 0
  for (let seen = 0; seen < count && at < text.length; seen++) at += text.codePointAt(at)! > 0xffff ? 2 : 1
  return Math.min(at, text.length)
}
