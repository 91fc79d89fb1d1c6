import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { act } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { Button } from './button'
import { Confirm } from './confirm'
import { Dialog } from './dialog'
import { Menu, MenuChoice, MenuItem } from './menu'
import { MenuToggle } from './menu_toggle'
import { Popover } from './popover'
import { SubMenu } from './sub_menu'
import { toast, toastUndo } from './toast'
import Toasts from './toasts'
import Tips from './tips'
import { Tooltip } from './tooltip'

afterEach(cleanup)

const key = (name: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key: name })

test('a menu opens, does what an item says, and skips what is off', async () => {
  const onCopy = vi.fn()
  const onAlert = vi.fn()
  render(
    <Menu trigger={<Button>More</Button>}>
      <MenuItem onClick={onCopy}>Save a copy</MenuItem>
      <MenuItem onClick={onAlert} disabled>
        Set an alert
      </MenuItem>
    </Menu>,
  )
  const trigger = screen.getByRole('button', { name: 'More' })
  expect(trigger.getAttribute('aria-expanded')).toBe('false')
  fireEvent.click(trigger)
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Set an alert' }))
  expect(onAlert).not.toHaveBeenCalled()
  fireEvent.click(screen.getByRole('menuitem', { name: 'Save a copy' }))
  expect(onCopy).toHaveBeenCalledOnce()
  await waitFor(() => expect(screen.queryByRole('menu')).toBe(null))
})

test('a menu has choices, things that are on or off, and menus inside', async () => {
  const onOrder = vi.fn()
  const onStack = vi.fn()
  render(
    <Menu trigger={<Button>More</Button>}>
      <MenuToggle checked={false} onChange={onStack}>
        Stack
      </MenuToggle>
      <MenuChoice label="Order" value="name" onChange={onOrder} options={[{ value: 'name', label: 'By name' }, { value: 'date', label: 'By date' }]} />
      <SubMenu label="Add to dashboard">
        <MenuItem>Weekly review</MenuItem>
      </SubMenu>
    </Menu>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'More' }))
  fireEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'Stack', checked: false }))
  expect(onStack).toHaveBeenCalledWith(true)
  expect(screen.getByRole('menuitemradio', { name: 'By name', checked: true })).toBeTruthy()
  const inside = screen.getByRole('menuitem', { name: 'Add to dashboard' })
  expect(inside.getAttribute('aria-haspopup')).toBe('menu')
  fireEvent.click(inside)
  await screen.findByRole('menuitem', { name: 'Weekly review' })
  fireEvent.click(screen.getByRole('menuitemradio', { name: 'By date' }))
  expect(onOrder).toHaveBeenCalledWith('date')
})

test('a popover gives focus to what asks for it, and back when Esc closes it', async () => {
  render(
    <Popover label="Goal line" trigger={<Button>Goal</Button>}>
      <button type="button">Other</button>
      <input data-first aria-label="Goal" />
    </Popover>,
  )
  const trigger = screen.getByRole('button', { name: 'Goal' })
  trigger.focus()
  fireEvent.click(trigger)
  await screen.findByRole('dialog', { name: 'Goal line' })
  await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Goal'))
  key('Escape')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBe(null))
  await waitFor(() => expect(document.activeElement).toBe(trigger))
})

test('a tooltip shows on focus and is gone with Esc', async () => {
  render(
    <>
      <Tooltip label="From 218M rows" shortcut="R">
        <Button>12 s ago</Button>
      </Tooltip>
      <Tips />
    </>,
  )
  act(() => screen.getByRole('button').focus())
  expect((await screen.findByText('From 218M rows')).textContent).toContain('R')
  key('Escape')
  await waitFor(() => expect(screen.queryByText('From 218M rows')).toBe(null))
})

test('a tooltip shows where the mouse rests, one at a time, and is gone with a press or with its element', async () => {
  const page = (more: boolean) => (
    <>
      <Tooltip label="Refreshes it">
        <Button>Refresh</Button>
      </Tooltip>
      {more && (
        <Tooltip label="Stars it">
          <Button>Star</Button>
        </Tooltip>
      )}
      <Tips delay={0} />
    </>
  )
  const { rerender } = render(page(true))
  const over = (element: Element, pointerType = 'mouse') => fireEvent(element, new PointerEvent('pointerover', { bubbles: true, pointerType }))
  const [refresh, star] = [screen.getByRole('button', { name: 'Refresh' }), screen.getByRole('button', { name: 'Star' })]
  over(refresh, 'touch')
  over(star)
  expect((await screen.findByRole('tooltip')).textContent).toBe('Stars it')
  over(refresh)
  await waitFor(() => expect(screen.getByRole('tooltip').textContent).toBe('Refreshes it'))
  fireEvent.pointerDown(refresh)
  await waitFor(() => expect(screen.queryByRole('tooltip')).toBe(null))
  over(star)
  await screen.findByRole('tooltip')
  // The mouse may move onto the words.
  over(screen.getByText('Stars it'))
  expect(screen.getByRole('tooltip').textContent).toBe('Stars it')
  rerender(page(false))
  await waitFor(() => expect(screen.queryByRole('tooltip')).toBe(null))
})

test('a dialog holds the page and closes with Esc', async () => {
  const onClose = vi.fn()
  render(
    <>
      <Button>Behind</Button>
      <Dialog open onClose={onClose} title="New project" actions={<Button>Create</Button>}>
        Kept apart.
      </Dialog>
    </>,
  )
  expect(screen.getByRole('dialog', { name: 'New project' }).textContent).toContain('Kept apart.')
  expect(screen.queryByRole('button', { name: 'Behind' })).toBe(null)
  key('Escape')
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
})

test('what cannot be brought back asks for its name, and says why it failed', async () => {
  const onClose = vi.fn()
  const onConfirm = vi.fn(() => Promise.reject(new Error('Somebody else deleted it.')))
  render(
    <Confirm open onClose={onClose} title="Delete Acme?" action="Delete Acme" nameToType="Acme" onConfirm={onConfirm}>
      All of it.
    </Confirm>,
  )
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Delete Acme' })
  expect(button.disabled).toBe(true)
  fireEvent.change(screen.getByRole('textbox', { name: 'Type Acme to go on' }), { target: { value: ' Acme ' } })
  expect(button.disabled).toBe(false)
  fireEvent.click(button)
  expect((await screen.findByRole('alert')).textContent).toBe('Somebody else deleted it.')
  expect(onClose).not.toHaveBeenCalled()
  onConfirm.mockResolvedValueOnce(undefined as never)
  fireEvent.click(button)
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
})

test('what was said before the toasts are drawn is said when they are', async () => {
  toast('Saved while the page was loading')
  render(<Toasts />)
  expect(await screen.findByText('Saved while the page was loading')).toBeTruthy()
})

test('a toast says what was done and takes it back', async () => {
  const undo = vi.fn()
  render(<Toasts />)
  act(() => toastUndo('Deleted Power users', undo))
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }))
  expect(undo).toHaveBeenCalledOnce()
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Undo' })).toBe(null))
  act(() => toast('The name is taken', 'error'))
  const [shown] = await screen.findAllByText('The name is taken')
  expect(shown).toBeTruthy()
  // The keyboard reaches its button, so a screen reader has to find it as well.
  fireEvent.click(await screen.findByRole('button', { name: 'Dismiss' }))
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Dismiss' })).toBe(null))
})
