import '@fontsource-variable/jetbrains-mono/index.css'
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap, completionStatus } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, isolateHistory, toggleComment } from '@codemirror/commands'
import { bracketMatching, indentOnInput } from '@codemirror/language'
import { linter, lintKeymap, type Diagnostic } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Annotation, EditorState, Prec } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers, placeholder } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { completeHogql, type CompletionSources } from './completion'
import { hogql } from './hogql'
import { layOut, sameSpot } from './layout'

/** What the page does with the editor. */
export interface EditorHandle {
  /** The marked text, or everything. */
  toRun: () => string
  /** Puts text where the cursor is. */
  insert: (text: string) => void
  /** Lays the question out. */
  format: () => void
  focus: () => void
}

interface CodeEditorProps {
  label: string
  /** Each document has a history of its own. */
  docId: string
  value: string
  onChange: (text: string) => void
  onRun: (text: string) => void
  onSave: () => void
  onHistory: () => void
  /** The question cannot be laid out. */
  onUnformatted: () => void
  sources: CompletionSources
  /** What is wrong with the text, and where. */
  check: (text: string) => Promise<Diagnostic[]>
  /** Called with what the page can do, and with null when it is over. */
  onReady: (handle: EditorHandle | null) => void
}

/** A change that came from outside and is known there. */
const fromPage = Annotation.define<boolean>()

/** A text field for SQL: colours, suggestions, marks under what is wrong. */
export default function CodeEditor(props: CodeEditorProps) {
  const { docId, value } = props
  const box = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const states = useRef(new Map<string, EditorState>())
  const shown = useRef(docId)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    const { onReady, value: text } = latest.current
    const made = new EditorView({ state: stateOf(text, () => latest.current), parent: box.current as HTMLElement })
    view.current = made
    onReady({
      toRun: () => textToRun(made),
      insert: (inserted) => {
        made.dispatch(made.state.replaceSelection(inserted))
        made.focus()
      },
      format: () => format(made, latest.current.onUnformatted),
      focus: () => made.focus(),
    })
    return () => {
      onReady(null)
      view.current = null
      made.destroy()
    }
  }, [])

  // Another tab: its text with its own history and cursor.
  useEffect(() => {
    const target = view.current
    if (!target) return
    if (shown.current !== docId) {
      states.current.set(shown.current, target.state)
      shown.current = docId
      target.setState(states.current.get(docId) ?? stateOf(value, () => latest.current))
    }
    const text = target.state.doc.toString()
    if (text !== value) target.dispatch({ changes: { from: 0, to: text.length, insert: value }, annotations: fromPage.of(true) })
  }, [docId, value])

  return <div ref={box} className="h-full min-h-0 overflow-hidden" />
}

/** A text with everything that the editor does. */
function stateOf(text: string, page: () => CodeEditorProps): EditorState {
  const does = (what: (view: EditorView) => void) => (view: EditorView) => {
    what(view)
    return true
  }
  // Who runs a text has finished writing it: suggestions that are open, or still on their way, would cover the answer.
  const runText = (view: EditorView) => {
    closeCompletion(view)
    page().onRun(textToRun(view))
  }
  const keys = keymap.of([
    { key: 'Mod-Enter', run: does(runText), preventDefault: true },
    { key: 'Mod-s', run: does(() => page().onSave()), preventDefault: true },
    { key: 'Mod-Shift-f', run: does((view) => format(view, page().onUnformatted)), preventDefault: true },
    { key: 'Alt-ArrowUp', run: does(() => page().onHistory()), preventDefault: true },
    // Elsewhere Tab leaves the editor, as it leaves any field.
    { key: 'Tab', run: acceptCompletion },
  ])
  return EditorState.create({
    doc: text,
    extensions: [
      Prec.highest(keys),
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      history(),
      drawSelection(),
      EditorState.allowMultipleSelections.of(true),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      highlightSelectionMatches(),
      search(),
      autocompletion({ override: [(context) => completeHogql(page().sources)(context)], maxRenderedOptions: 60 }),
      // A list that is open closes when the focus leaves; one still on its way would open over the rest of the page.
      EditorView.domEventHandlers({
        blur: (_, view) => {
          if (completionStatus(view.state) === 'pending') setTimeout(() => closeCompletion(view))
        },
      }),
      linter((view) => page().check(view.state.doc.toString()), { delay: 400 }),
      keymap.of([...closeBracketsKeymap, { key: 'Mod-/', run: toggleComment }, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
      placeholder('select event, count() from events group by event'),
      EditorView.contentAttributes.of({ 'aria-label': page().label, tabindex: '0', spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off' }),
      EditorView.lineWrapping,
      hogql,
      EditorView.updateListener.of((update) => {
        if (!update.docChanged || update.transactions.some((one) => one.annotation(fromPage))) return
        page().onChange(update.state.doc.toString())
      }),
    ],
  })
}

function textToRun({ state }: EditorView): string {
  const marked = state.selection.ranges.filter((range) => !range.empty).map((range) => state.sliceDoc(range.from, range.to))
  const text = marked.join('\n')
  return text.trim() === '' ? state.doc.toString() : text
}

/** Lays the whole text out, as one change that can be undone; the cursor stays behind the letter it was behind. */
function format(view: EditorView, onUnformatted: () => void): void {
  const text = view.state.doc.toString()
  const laid = layOut(text)
  if (laid === null) onUnformatted()
  if (laid === null || laid === text) return
  closeCompletion(view)
  view.dispatch({ changes: { from: 0, to: text.length, insert: laid }, selection: { anchor: sameSpot(text, laid, view.state.selection.main.head) }, annotations: isolateHistory.of('full'), scrollIntoView: true })
}
