import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { Drawer, DrawerStack, type DrawerLevel } from './drawer'

afterEach(cleanup)

test('a drawer is a dialog with its title, and × or Esc closes it', async () => {
  const onClose = vi.fn()
  render(
    <Drawer open onClose={onClose} title="1,284 events" subtitle="by 918 people" footer="Showing 12">
      <button type="button">Ada</button>
    </Drawer>,
  )
  const dialog = screen.getByRole('dialog', { name: '1,284 events' })
  expect(dialog.textContent).toContain('by 918 people')
  expect(dialog.textContent).toContain('Showing 12')
  fireEvent.click(screen.getByRole('button', { name: 'Close' }))
  expect(onClose).toHaveBeenCalledTimes(1)
  fireEvent.keyDown(dialog, { key: 'Escape' })
  await waitFor(() => expect(onClose).toHaveBeenCalledTimes(2))
})

test('the page behind a drawer stays reachable, unless the drawer is modal', () => {
  const drawn = (modal: boolean) => {
    render(
      <>
        <button type="button">Behind</button>
        <Drawer open onClose={() => {}} title="People" modal={modal}>
          text
        </Drawer>
      </>,
    )
    const reachable = screen.queryByRole('button', { name: 'Behind' }) !== null
    cleanup()
    return reachable
  }
  expect(drawn(false)).toBe(true)
  expect(drawn(true)).toBe(false)
})

function Panel({ onLeave }: { onLeave: () => void }) {
  const [depth, setDepth] = useState(1)
  const levels: DrawerLevel[] = [
    { key: 'people', name: 'people', title: '918 people', content: <button type="button" onClick={() => setDepth(2)}>Ada</button> },
    { key: 'ada', name: 'Ada', title: 'Ada Krause', content: <button type="button" onClick={() => setDepth(3)}>Signed up</button> },
    { key: 'event', name: 'the event', title: 'Signed up', content: <p>Properties</p> },
  ]
  const back = () => {
    if (depth === 1) onLeave()
    setDepth(depth - 1)
  }
  return <DrawerStack levels={levels.slice(0, depth)} onBack={back} onClose={() => setDepth(0)} />
}

test('Back and Esc step out one level at a time, and focus returns to what was opened', async () => {
  const onLeave = vi.fn()
  render(<Panel onLeave={onLeave} />)
  const press = (name: string) => {
    const button = screen.getByRole('button', { name })
    button.focus()
    fireEvent.click(button)
  }
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('dialog')))
  expect(screen.queryByRole('button', { name: /^Back/ })).toBe(null)
  press('Ada')
  press('Signed up')
  expect(screen.getByRole('dialog', { name: 'Signed up' })).toBeTruthy()
  expect(document.activeElement?.getAttribute('aria-label')).toBe('the event')

  fireEvent.click(screen.getByRole('button', { name: 'Back to Ada' }))
  expect(screen.getByRole('dialog', { name: 'Ada Krause' })).toBeTruthy()
  expect(document.activeElement?.textContent).toBe('Signed up')

  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' })
  await screen.findByRole('dialog', { name: '918 people' })
  expect(document.activeElement?.textContent).toBe('Ada')
  expect(onLeave).not.toHaveBeenCalled()

  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' })
  await waitFor(() => expect(screen.queryByRole('dialog')).toBe(null))
})
