import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete'
import { snippetCompletion } from '@codemirror/autocomplete'
import { syntaxTree } from '@codemirror/language'
import type { SchemaTable, Suggestion } from '@/api/hogql'
import { codePoints } from './offsets'
import { keywords, knownFunctions } from './words'

/** Where suggestions come from. */
export interface CompletionSources {
  /** Asks the server; rejects where it cannot say. */
  ask: (text: string, start: number, end: number, signal: AbortSignal) => Promise<{ suggestions: Suggestion[]; incomplete_list?: boolean }>
  tables: () => SchemaTable[]
}

const word = /[\w$]*$/

/** What could stand at the cursor: the server's suggestions, or what is known here while it has none. */
export function completeHogql({ ask, tables }: CompletionSources): CompletionSource {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const inside = syntaxTree(context.state).resolveInner(context.pos, -1).name
    if (/comment|string/i.test(inside)) return null
    const typed = context.matchBefore(word)
    const from = typed?.from ?? context.pos
    const before = context.state.sliceDoc(Math.max(0, from - 1), from)
      if (!context.explicit && from === context.pos && before !== '.') return null
    if (/^\d/.test(typed?.text ?? '')) return null

    const text = context.state.doc.toString()
    const stop = new AbortController()
    context.addEventListener('abort', () => stop.abort())
    let options: Completion[] = []
    let incomplete = false
    try {
      const answered = await ask(text, codePoints(text, from), codePoints(text, context.pos), stop.signal)
      options = answered.suggestions.map(readSuggestion)
      incomplete = answered.incomplete_list === true
    } catch {
      if (context.aborted) return null
    }
    if (options.length === 0) options = localOptions(text, from, tables())
    if (options.length === 0) return null
    return { from, options, validFor: incomplete ? undefined : word }
  }
}

const types: Record<string, string> = { Class: 'class', Folder: 'class', Function: 'function', Method: 'method', Constant: 'constant', Variable: 'variable', Property: 'property', Keyword: 'keyword' }

function readSuggestion({ kind, label, insertText, detail, documentation }: Suggestion): Completion {
  const option: Completion = { label, type: types[kind] ?? 'property', detail: detail ?? undefined, info: documentation || undefined }
  // A function leaves the cursor between its brackets.
  return insertText.endsWith('()') ? snippetCompletion(`${insertText.slice(0, -2)}(\${})`, option) : { ...option, apply: insertText === label ? undefined : insertText }
}

/** Tables behind FROM and JOIN, fields behind a dot, else fields of the tables in use, functions and words. */
export function localOptions(text: string, from: number, tables: SchemaTable[]): Completion[] {
  const before = text.slice(0, from)
  if (/\b(from|join)\s+$/i.test(before)) return tables.map((table) => ({ label: table.name, type: 'class', detail: 'table' }))
  const chain = /([A-Za-z_]\w*)\.$/.exec(before)
  const used = usedTables(text, tables)
  if (chain) {
    const owner = chain[1] ?? ''
    const table = used.get(owner) ?? tables.find((one) => one.name === [...used.values()].map((own) => own.fields[owner]?.table).find((name) => name))
    return table ? fieldsOf(table) : []
  }
  const fields = [...new Map([...used.values()].flatMap(fieldsOf).map((option) => [option.label, option])).values()]
  return [
    ...fields.map((option) => ({ ...option, boost: 10 })),
    ...knownFunctions.map(({ name, args, does }) => snippetCompletion(args === '' ? `${name}()` : `${name}(\${})`, { label: name, type: 'function', detail: `(${args})`, info: does })),
    ...keywords.map((label) => ({ label, type: 'keyword', boost: -5 })),
  ]
}

const fieldsOf = (table: SchemaTable): Completion[] => Object.values(table.fields).map((field) => ({ label: field.hogql_value || field.name, type: 'property', detail: field.type }))

/** The tables of FROM and JOIN by the names they go by. */
function usedTables(text: string, tables: SchemaTable[]): Map<string, SchemaTable> {
  const used = new Map<string, SchemaTable>()
  for (const [, name = '', alias] of text.matchAll(/\b(?:from|join)\s+([A-Za-z_][\w.]*)(?:\s+(?:as\s+)?([A-Za-z_]\w*))?/gi)) {
    const table = tables.find((one) => one.name === name)
    if (!table) continue
    used.set(name, table)
    if (alias && !keywords.includes(alias.toLowerCase())) used.set(alias, table)
  }
  return used
}
