import { useState } from 'react'

export interface TextEdit {
  text: string
  setText: (text: string) => void
  /** Whether something else was typed than what was saved when one began. */
  changed: boolean
  /** What was saved elsewhere since one began to type; null when nothing was. */
  theirs: string | null
  /** Takes what is saved now for where one began: the next time the text is kept, it replaces that. */
  goOn: () => void
  /** Back to what is saved. */
  revert: () => void
}

/** A saved text in a field: until somebody types it follows what is saved elsewhere, and then it is theirs to keep. */
export function useTextEdit(saved: string): TextEdit {
  const [edit, setEdit] = useState({ text: saved, began: saved })
  const { text, began } = edit
  if (began !== saved) {
    if (text === began) setEdit({ text: saved, began: saved })
    // What was typed is what is saved by now.
    else if (text.trim() === saved.trim()) setEdit({ text, began: saved })
  }
  return {
    text,
    setText: (next) => setEdit({ text: next, began }),
    changed: text.trim() !== began.trim(),
    theirs: began !== saved && text !== began && text.trim() !== saved.trim() ? saved : null,
    goOn: () => setEdit({ text, began: saved }),
    revert: () => setEdit({ text: saved, began: saved }),
  }
}

/** What is said when a text that one is about to keep would replace somebody else's, and what then keeps it. */
export const replacesTheirs = (theirs: string, how: string): string => `By now it says “${theirs.length > 80 ? `${theirs.slice(0, 80)}…` : theirs}”. ${how} to put yours in its place.`
