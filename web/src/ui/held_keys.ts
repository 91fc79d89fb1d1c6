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

/** What is held now by whoever began to hold last. */
let holding: string[] | null = null

/**
 * Holds what is pressed from now on, and presses it in the text field that gets focus next. When none has got it
 * half a second after `loaded` has settled, the keys go to whatever has focus. Until then Esc forgets them, and so do five
 * seconds. Held keys that have not been pressed yet are behind the one that led here: they wait with the new ones.
 */
export function holdKeys(loaded: Promise<unknown>): void {
  const keys = holding?.splice(0) ?? []
  holding = keys
  const onKeyDown = (event: KeyboardEvent) => {
    if (pressing || event.metaKey || event.ctrlKey || event.altKey) return
    if (event.key === 'Escape' && !released) {
      keys.length = 0
      return
    }
    if (event.key === 'Backspace') keys.pop()
    else if (event.key.length === 1 || event.key === 'Enter' || event.key === 'Escape' || event.key.startsWith('Arrow')) keys.push(event.key)
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
    if (keys.length === 0) {
      if (holding === keys) holding = null
      return document.removeEventListener('keydown', onKeyDown, true)
    }
    requestAnimationFrame(() => {
      const key = keys.shift()
      if (key !== undefined) pressKey(document.activeElement ?? document.body, key)
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

/** Holds keys for a text field that `show` opens, once what is open now has closed. */
export function holdKeysUntil(show: () => void): void {
  holdKeys(new Promise(() => {}))
  setTimeout(show, 0)
}

/** Puts keys before those that are held now, which were pressed later; false when none are. */
export function holdToo(keys: string[]): boolean {
  holding?.unshift(...keys)
  return holding !== null
}

const textFields = 'input, textarea, [contenteditable="true"]'

/** Presses a key on an element as somebody would; false when somebody took it. */
export function pressKey(target: EventTarget, key: string): boolean {
  pressing = true
  const free = target.dispatchEvent(new globalThis.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  pressing = false
  if (!free || !(target instanceof HTMLElement)) return free
  // A key that a program presses writes nothing by itself, and activates nothing.
  if (target.matches('button') ? key === 'Enter' || key === ' ' : key === 'Enter' && target.matches('a[href]')) target.click()
  else if (key.length === 1 && target.matches(textFields)) document.execCommand('insertText', false, key)
  return free
}
