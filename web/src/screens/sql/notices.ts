import type { Diagnostic } from '@codemirror/lint'
import type { Metadata, Notice } from '@/api/hogql'
import { placeOf } from './offsets'

/** What the server says about a text, as marks in the editor. */
export function diagnosticsOf(text: string, { errors, warnings, notices }: Metadata): Diagnostic[] {
  return [...errors.map(mark(text, 'error')), ...warnings.map(mark(text, 'warning')), ...notices.filter((one) => one.fix != null).map(mark(text, 'info'))]
}

const mark =
  (text: string, severity: Diagnostic['severity']) =>
  ({ message, start, end, fix }: Notice): Diagnostic => {
    // What has no place of its own is about the whole text.
    let from = start == null ? 0 : placeOf(text, start)
    let to = end == null ? (start == null ? text.length : from) : placeOf(text, end)
    // An error at the very end has nothing to stand under: it takes the last letter.
    if (to <= from) {
      const last = text.trimEnd().length
      from = Math.max(0, Math.min(from, last) - 1)
      to = Math.min(text.length, from + 1)
    }
    return {
      from,
      to,
      severity,
      message,
      actions: fix == null ? undefined : [{ name: `Write ${fix === '' ? 'nothing' : fix}`, apply: (view, at, until) => view.dispatch({ changes: { from: at, to: until, insert: fix } }) }],
    }
  }
