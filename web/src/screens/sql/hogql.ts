import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { hogqlTokens } from './tokens'

const colors = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent-text)', fontWeight: '500' },
  { tag: tags.string, color: 'var(--positive)' },
  { tag: [tags.number, tags.atom], color: 'var(--warning)' },
  { tag: tags.comment, color: 'var(--fg-3)', fontStyle: 'italic' },
  { tag: tags.function(tags.variableName), color: 'var(--fg)', fontWeight: '500' },
  { tag: tags.typeName, color: 'var(--warning)' },
  { tag: [tags.operator, tags.punctuation, tags.bracket], color: 'var(--fg-2)' },
])

/** Names tokens only, so that the editor follows the theme of the page. */
const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--fg)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono, "JetBrains Mono Variable", ui-monospace, monospace)', fontSize: '13px', lineHeight: '20px', letterSpacing: '0', fontFeatureSettings: 'normal', fontVariantLigatures: 'none' },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--fg)' },
  '.cm-line': { padding: '0 16px 0 6px' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--fg-3)', border: 'none', paddingLeft: '8px' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '28px', padding: '0 8px 0 4px' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--hover) 55%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--fg)' },
  '.cm-cursor': { borderLeftColor: 'var(--fg)', borderLeftWidth: '1.5px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--accent-soft)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--active)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--active)', outline: '1px solid var(--line-2)' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--negative-soft)' },
  '.cm-placeholder': { color: 'var(--fg-3)' },
  '.cm-tooltip': { border: '1px solid var(--line-2)', borderRadius: '7px', backgroundColor: 'var(--surface)', color: 'var(--fg)', boxShadow: 'var(--shadow-2)', overflow: 'hidden' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'inherit', fontSize: '12px', maxHeight: '17em', minWidth: '15em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px 3px 6px', lineHeight: '20px', display: 'flex', alignItems: 'center', gap: '6px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--accent-soft)', color: 'var(--fg)' },
  '.cm-completionLabel': { flex: '0 1 auto' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent-text)', fontWeight: '600' },
  '.cm-completionDetail': { marginLeft: 'auto', paddingLeft: '12px', fontStyle: 'normal', color: 'var(--fg-3)' },
  '.cm-tooltip li[aria-selected] .cm-completionDetail': { color: 'var(--fg-2)' },
  '.cm-completionIcon': { color: 'var(--fg-3)', opacity: '1', width: '1.2em' },
  '.cm-tooltip.cm-completionInfo': { padding: '8px 10px', maxWidth: '320px', fontSize: '12px' },
  '.cm-tooltip-lint': { fontSize: '12px' },
  '.cm-diagnostic': { padding: '6px 10px', borderLeft: '3px solid var(--line-2)', fontFamily: 'var(--font-sans)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--negative)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warning)' },
  '.cm-diagnosticAction': { backgroundColor: 'var(--hover)', color: 'var(--fg)', borderRadius: '5px', padding: '2px 8px', border: '1px solid var(--line-2)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--negative) 1px', textUnderlineOffset: '3px' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--warning) 1px', textUnderlineOffset: '3px' },
  '.cm-lintRange-info': { backgroundImage: 'none', textDecoration: 'underline dotted var(--fg-3) 1px', textUnderlineOffset: '3px' },
  '.cm-lintPoint:after': { borderBottomColor: 'var(--negative)' },
  '.cm-panels': { backgroundColor: 'var(--inset)', color: 'var(--fg)', borderColor: 'var(--line)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-searchMatch': { backgroundColor: 'var(--warning-soft)', outline: '1px solid var(--warning)' },
  '.cm-panel.cm-search': { padding: '8px 10px', fontFamily: 'var(--font-sans)' },
  '.cm-panel.cm-search label': { fontSize: '12px' },
  '.cm-textfield': { backgroundColor: 'var(--surface)', color: 'var(--fg)', border: '1px solid var(--line-2)', borderRadius: '7px', padding: '3px 8px', fontSize: '13px' },
  '.cm-button': { backgroundImage: 'none', backgroundColor: 'var(--surface)', color: 'var(--fg)', border: '1px solid var(--line-2)', borderRadius: '7px', padding: '3px 8px', fontSize: '12px' },
  '@media (pointer: coarse)': { '.cm-scroller': { fontSize: '16px', lineHeight: '24px' } },
})

/** The language of questions and how it looks. */
export const hogql = [StreamLanguage.define(hogqlTokens), syntaxHighlighting(colors), look]
