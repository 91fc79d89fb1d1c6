import { cleanup, fireEvent, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { singleKeys, useShortcuts } from './shortcuts'

afterEach(() => {
  cleanup()
  singleKeys.write(true)
})

function Page({ onKey }: { onKey: (key: string) => void }) {
  useShortcuts({ e: () => onKey('e'), 'g h': () => onKey('g h') })
  return <input aria-label="text" />
}

test('single keys act, one after the other too, but not while typing and not when they are switched off', () => {
  const pressed: string[] = []
  const { getByLabelText } = render(<Page onKey={(key) => pressed.push(key)} />)
  const press = (key: string, target: Element = document.body) => fireEvent.keyDown(target, { key })
  press('e')
  press('g')
  press('h')
  press('e', getByLabelText('text'))
  expect(pressed).toEqual(['e', 'g h'])
  singleKeys.write(false)
  press('e')
  press('g')
  press('h')
  expect(pressed).toEqual(['e', 'g h'])
  singleKeys.write(true)
  press('e')
  expect(pressed).toEqual(['e', 'g h', 'e'])
})

test('keys belong to a layer while it is open, to the page once it is closing, and to a field always', () => {
  const pressed: string[] = []
  const layer = (state: object) => (
    <>
      <Page onKey={(key) => pressed.push(key)} />
      <div role="menu" {...state}>
        <button type="button">an entry</button>
        <input aria-label="find" />
      </div>
    </>
  )
  const { getByText, getByLabelText, rerender } = render(layer({ 'data-open': '' }))
  const press = (one: Element) => fireEvent.keyDown(one, { key: 'e' })
  press(getByText('an entry'))
  expect(pressed).toEqual([])
  rerender(layer({ 'data-closed': '' }))
  press(getByLabelText('find'))
  expect(pressed).toEqual([])
  press(getByText('an entry'))
  expect(pressed).toEqual(['e'])
})
