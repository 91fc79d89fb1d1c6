/*
 * Lays a question out: a clause a line, long lists and conditions one below the other, subqueries indented. Only the
 * space between its parts changes: names, comments, brackets and the case of keywords stay as they were written.
 */

const width = 88

interface Part {
  text: string
  kind: 'word' | 'text' | 'number' | 'sign' | 'line comment' | 'comment'
  /** Space stood before it; a line ended there. */
  gap: boolean
  ownLine: boolean
}

/** Brackets with what stands between them. */
interface Group {
  open: Part
  items: Item[]
  close: Part
}
type Item = Part | Group

const isGroup = (item: Item | undefined): item is Group => item !== undefined && 'items' in item
const firstOf = (item: Item): Part => (isGroup(item) ? item.open : item)

/** The question laid out; null for what cannot be: brackets or quotes that do not close, templates, and tags. */
export function layOut(text: string): string | null {
  const parts = partsOf(text)
  const items = parts && grouped(parts)
  if (!items || parts.some(isForeign)) return null
  const page = new Lines()
  query(page, items, 0)
  const laid = page.text()
  // A promise that is cheap to check: nothing but space has changed.
  const isSame = partsOf(laid)?.map((part) => part.text).join('\n') === parts.map((part) => part.text).join('\n')
  return isSame ? laid : null
}

/** The place in a text laid out that is behind the same letter as `at` in the text before. */
export function sameSpot(text: string, laid: string, at: number): number {
  let letters = text.slice(0, at).replaceAll(/\s/g, '').length
  let spot = 0
  for (; letters > 0 && spot < laid.length; spot++) if (!/\s/.test(laid.charAt(spot))) letters -= 1
  return spot
}

/** Whether a template, f'…', or a tag begins here: what stands in them is read by other rules. */
function isForeign(part: Part, at: number, parts: Part[]): boolean {
  const next = parts[at + 1]
  if (!next || next.gap) return false
  return (part.text === 'f' && next.text.startsWith("'")) || (part.text === '<' && next.text === '/') || (part.text === '/' && next.text === '>')
}

const scanner = /(?<space>\s+)|(?<line>--[^\n]*|\/\/[^\n]*)|(?<block>\/\*[^]*?\*\/)|(?<quoted>'(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*"|`(?:[^`\\]|\\[^]|``)*`)|(?<number>0x[0-9a-f]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|(?<sign><=>|->|=>|::|\?\?|\?\.|!=|<>|<=|>=|==|=~\*?|!~\*?|\|\||[^'"`])/giuy

function partsOf(text: string): Part[] | null {
  const parts: Part[] = []
  let space = ''
  scanner.lastIndex = 0
  while (scanner.lastIndex < text.length) {
    const found = scanner.exec(text)?.groups
    if (!found) return null
    if (found.space !== undefined) {
      space = found.space
      continue
    }
    const line = found.line?.trimEnd()
    const word = line ?? found.block ?? found.quoted ?? found.number ?? found.word ?? found.sign ?? ''
    const kind = line !== undefined ? 'line comment' : found.block !== undefined ? 'comment' : found.quoted !== undefined ? 'text' : found.number !== undefined ? 'number' : found.word !== undefined ? 'word' : 'sign'
    // A comment that opens and never closes reads as two signs.
    if (word === '/' && text.startsWith('/*', scanner.lastIndex - 1)) return null
    parts.push({ text: word, kind, gap: space !== '', ownLine: space.includes('\n') })
    space = ''
  }
  return parts
}

const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}' }

/** The parts with what stands in brackets put together; null when the brackets do not match. */
function grouped(parts: Part[]): Item[] | null {
  const top: Item[] = []
  const open: { part: Part; items: Item[] }[] = []
  for (const part of parts) {
    const into = open.at(-1)?.items ?? top
    if (part.kind !== 'sign') into.push(part)
    else if (closing[part.text]) open.push({ part, items: [] })
    else if (/^[)\]}]$/.test(part.text)) {
      const group = open.pop()
      if (!group || closing[group.part.text] !== part.text) return null
      ;(open.at(-1)?.items ?? top).push({ open: group.part, items: group.items, close: part })
    } else into.push(part)
  }
  return open.length === 0 ? top : null
}

const wordOf = (item: Item | undefined): string => (item !== undefined && !isGroup(item) && item.kind === 'word' ? item.text.toLowerCase() : '')
const isComment = (item: Item | undefined): boolean => item !== undefined && !isGroup(item) && (item.kind === 'comment' || item.kind === 'line comment')
const signOf = (item: Item | undefined): string => (item !== undefined && !isGroup(item) && item.kind === 'sign' ? item.text : '')

/** Whether the brackets hold a question of its own. */
function isQuery(group: Group): boolean {
  if (group.open.text !== '(') return false
  const first = group.items.find((item) => !isComment(item))
  return isGroup(first) ? isQuery(first) && ['union', 'intersect', 'except'].includes(wordOf(group.items[group.items.indexOf(first) + 1])) : ['select', 'with'].includes(wordOf(first))
}

const joinWords = new Set(['left', 'right', 'inner', 'outer', 'full', 'cross', 'any', 'all', 'asof', 'semi', 'anti', 'global', 'array'])
const clauseWords = new Set(['select', 'from', 'prewhere', 'where', 'having', 'qualify', 'window', 'limit', 'settings', 'union', 'intersect'])

/** How many words begin a clause here; none when none does. */
function clauseAt(items: Item[], at: number): number {
  const word = wordOf(items[at])
  const before = wordOf(items[at - 1])
  // A member, an alias, and IS DISTINCT FROM.
  if (word === '' || signOf(items[at - 1]) === '.' || before === 'as' || (word === 'from' && before === 'distinct')) return 0
  const next = wordOf(items[at + 1])
  if ((word === 'group' || word === 'order') && next === 'by') return 2
  // What comes after another clause belongs to it: ORDER BY … WITH FILL, GROUP BY … WITH TOTALS.
  if (word === 'with') return items.slice(0, at).every(isComment) ? 1 : 0
  if (word === 'except') return next === 'select' || (isGroup(items[at + 1]) && isQuery(items[at + 1] as Group)) ? 1 : 0
  if (word === 'union' || word === 'intersect') return next === 'all' || next === 'distinct' ? 2 : 1
  if (clauseWords.has(word)) return isGroup(items[at + 1]) && !(items[at + 1] as Group).open.gap && word !== 'from' && word !== 'where' ? 0 : 1
  let end = at
  while (joinWords.has(wordOf(items[end]))) end += 1
  return wordOf(items[end]) === 'join' ? end - at + 1 : 0
}

/** A question at its indentation: its clauses, each on a line of its own. */
function query(page: Lines, items: Item[], indent: number): void {
  let at = 0
  while (at < items.length) {
    const words = clauseAt(items, at)
    let end = at + Math.max(words, 1)
    while (end < items.length && clauseAt(items, end) === 0 && signOf(items[end - 1]) !== ';') end += 1
    // Comments above the next clause belong to it.
    while (end > at + 1 && end < items.length && isComment(items[end - 1]) && firstOf(items[end - 1] as Item).ownLine) end -= 1
    clause(page, items.slice(at, end), words, indent)
    at = end
  }
}

function clause(page: Lines, items: Item[], words: number, indent: number): void {
  page.line(indent)
  const flat = flatOf(items)
  if (flat !== null && indent + flat.length <= width) {
    page.put(items, indent)
    return
  }
  const kind = wordOf(items[0])
  const lead = words + (kind === 'select' && wordOf(items[words]) === 'distinct' ? 1 : 0)
  const rest = items.slice(lead)
  if (words > 0 && ['select', 'group', 'order'].includes(kind)) {
    page.put(items.slice(0, lead), indent)
    for (const one of splitAt(rest, (item) => signOf(item) === ',')) {
      page.line(indent + 2)
      page.put(one, indent + 2)
    }
  } else if (words > 0 && kind === 'with') {
    page.put(items.slice(0, lead), indent)
    for (const [i, one] of splitAt(rest, (item) => signOf(item) === ',').entries()) {
      if (i > 0) page.line(indent)
      page.put(one, indent)
    }
  } else if (words > 0 && ['where', 'prewhere', 'having', 'qualify'].includes(kind)) {
    for (const [i, one] of conditions(items).entries()) {
      if (i > 0) page.line(indent + 2)
      page.put(one, indent + (i > 0 ? 2 : 0))
    }
  } else page.put(items, indent)
}

/** The list in pieces that end where `isEnd` says; a comment behind an end, on its line, stays with it. */
function splitAt(items: Item[], isEnd: (item: Item) => boolean): Item[][] {
  const pieces: Item[][] = [[]]
  for (const [at, item] of items.entries()) {
    const trails = isComment(item) && !firstOf(item).ownLine
    if (at > 0 && !trails && endsHere(items, at, isEnd)) pieces.push([])
    pieces.at(-1)?.push(item)
  }
  return pieces.filter((piece) => piece.length > 0)
}

function endsHere(items: Item[], at: number, isEnd: (item: Item) => boolean): boolean {
  let before = at - 1
  while (before > 0 && isComment(items[before]) && !firstOf(items[before] as Item).ownLine) before -= 1
  return isEnd(items[before] as Item)
}

/** Conditions, each beginning with its AND or OR; that of BETWEEN is none. */
function conditions(items: Item[]): Item[][] {
  const pieces: Item[][] = [[]]
  let between = false
  let cases = 0
  for (const item of items) {
    const word = wordOf(item)
    if (word === 'between') between = true
    if (word === 'case') cases += 1
    if (word === 'end') cases -= 1
    const breaks = (word === 'or' || (word === 'and' && !between)) && cases <= 0
    if (word === 'and') between = false
    if (breaks) pieces.push([])
    pieces.at(-1)?.push(item)
  }
  return pieces
}

/** The items on one line; null where a comment or a question within asks for more. */
function flatOf(items: Item[]): string | null {
  const page = new Lines()
  const isShort = (list: Item[]): boolean => list.every((item) => (isGroup(item) ? !isQuery(item) && isShort(item.items) : item.kind !== 'line comment'))
  if (!isShort(items)) return null
  page.put(items, 0)
  return page.text()
}

const compares = /^(=|==|!=|<>|<|>|<=|>=|<=>|=~\*?|!~\*?|\|\||\?\?)$/

/** Whether a space stands between two parts of a line. */
function spaced(before: Part, after: Part): boolean {
  if (/^[([{]$/.test(before.text) || /^[)\]},;]$/.test(after.text)) return false
  if (before.text === ',') return true
  const isSign = (part: Part) => part.kind === 'sign' && compares.test(part.text)
  return after.gap || isSign(before) || isSign(after)
}

/** Text that is written line by line. */
class Lines {
  private readonly done: string[] = []
  private current = ''
  private last: Part | null = null
  private commented = false

  /** Begins a new line, unless nothing is on this one. */
  line(indent: number): void {
    if (this.current.trim() !== '') this.done.push(this.current.trimEnd())
    this.current = ' '.repeat(indent)
    this.last = null
    this.commented = false
  }

  /** Writes the items one after the other; questions within, and what comes after a comment, on lines of their own. */
  put(items: Item[], indent: number): void {
    for (const item of items) {
      if (!isGroup(item)) this.one(item, indent)
      else if (isQuery(item)) {
        this.one(item.open, indent)
        query(this, item.items, indent + 2)
        this.line(indent)
        this.one(item.close, indent)
      } else {
        this.one(item.open, indent)
        this.put(item.items, indent)
        this.one(item.close, indent)
      }
    }
  }

  private one(part: Part, indent: number): void {
    const comment = part.kind === 'line comment' || part.kind === 'comment'
    if (this.commented || (comment && part.ownLine)) this.line(indent)
    if (this.last && spaced(this.last, part)) this.current += ' '
    this.current += part.text
    this.last = part
    this.commented = part.kind === 'line comment'
  }

  text(): string {
    return [...this.done, this.current.trimEnd()].filter((one, at, all) => one !== '' || at < all.length - 1).join('\n')
  }
}
