/**
 * Keys that are pressed before what they are meant for is there: people type on after a shortcut, however long the
 * layer that it opens takes to come. They are held, and pressed again where they belong, in their order.
 */

/** How long a layer may take to load; keys for one that takes longer are forgotten. */
const longestToLoad = 5000

/** How long a layer that has been loaded may take to be drawn and to take focus. */
const longestToDraw = 500

/** True while a held key is pressed again, which must not be held once more. */
let pressing = false

/**
 * Holds what is pressed from now on, and presses it in the text field that gets focus next. When none has got it
 * half a second after `loaded` has settled, the keys go to whatever has focus. Esc forgets them, and so do five seconds.
 */
export function holdKeys(loaded: Promise<unknown>): void {
  const keys: string[] = []
  const onKeyDown = (event: KeyboardEvent) => {
    if (pressing || event.metaKey || event.ctrlKey || event.altKey) return
    if (event.key === 'Escape') {
      keys.length = 0
      return
    }
    if (event.key === 'Backspace') keys.pop()
    else if (event.key.length === 1 || event.key === 'Enter' || event.key.startsWith('Arrow')) keys.push(event.key)
    else return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  let timer = setTimeout(() => {
    keys.length = 0
    release()
  }, longestToLoad)
  let released = false
  const release = () => {
    released = true
    clearTimeout(timer)
    document.removeEventListener('focusin', onFocus)
    pressNext()
  }
  // Keys that come meanwhile wait behind those that are held, so the list is listened to until it is empty.
  const pressNext = () => {
    const key = keys.shift()
    if (key === undefined) return document.removeEventListener('keydown', onKeyDown, true)
    requestAnimationFrame(() => {
      pressKey(document.activeElement ?? document.body, key)
      pressNext()
    })
  }
  const onFocus = ({ target }: FocusEvent) => {
    if (target instanceof Element && target.matches(textFields)) release()
  }
  document.addEventListener('keydown', onKeyDown, true)
  document.addEventListener('focusin', onFocus)
  const onLoaded = () => {
    if (released) return
    clearTimeout(timer)
    timer = setTimeout(release, longestToDraw)
  }
  loaded.then(onLoaded, onLoaded)
}

const textFields = 'input, textarea, [contenteditable="true"]'

/** Presses a key on an element as somebody would; false when somebody took it. */
export function pressKey(target: EventTarget, key: string): boolean {
  pressing = true
  const free = target.dispatchEvent(new globalThis.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  pressing = false
  // A key that a program presses writes nothing by itself.
  if (free && key.length === 1 && target instanceof Element && target.matches(textFields)) document.execCommand('insertText', false, key)
  return free
}
