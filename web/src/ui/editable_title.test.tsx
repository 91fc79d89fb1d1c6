import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { EditableTitle } from './editable_title'

afterEach(cleanup)

const open = () => {
  fireEvent.click(screen.getByRole('button', { name: /^Rename insight/ }))
  return screen.getByRole('textbox', { name: 'Name of this insight' })
}

test('Enter keeps the new name and gives focus back', () => {
  const onSave = vi.fn()
  render(<EditableTitle what="insight" value="Active users" onSave={onSave} />)
  const field = open()
  expect(document.activeElement).toBe(field)
  fireEvent.change(field, { target: { value: '  Users by country ' } })
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(onSave).toHaveBeenCalledWith('Users by country')
  const button = screen.getByRole('button', { name: 'Rename insight: Users by country' })
  expect(document.activeElement).toBe(button)
})

test('Esc, an empty name and an unchanged one keep what was', () => {
  const onSave = vi.fn()
  render(<EditableTitle what="insight" value="Active users" onSave={onSave} />)
  const end = (value: string, key: string) => {
    const field = open()
    fireEvent.change(field, { target: { value } })
    fireEvent.keyDown(field, { key })
    expect(screen.getByRole('button', { name: 'Rename insight: Active users' })).toBeTruthy()
  }
  end('Other', 'Escape')
  end('   ', 'Enter')
  end('Active users', 'Enter')
  expect(onSave).not.toHaveBeenCalled()
})

test('leaving the field keeps the name too', () => {
  const onSave = vi.fn()
  render(<EditableTitle what="insight" value="Active users" onSave={onSave} />)
  const field = open()
  fireEvent.change(field, { target: { value: 'Other' } })
  fireEvent.blur(field)
  expect(onSave).toHaveBeenCalledWith('Other')
})

test('a name that is refused stays in the field with the reason', async () => {
  render(<EditableTitle what="insight" value="Active users" onSave={() => Promise.reject(new Error('The name is taken.'))} />)
  const field = open()
  fireEvent.change(field, { target: { value: 'Other' } })
  fireEvent.keyDown(field, { key: 'Enter' })
  expect((await screen.findByRole('alert')).textContent).toBe('The name is taken.')
  expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('Other')
})

test('a thing without a name says so', () => {
  render(<EditableTitle what="insight" value="" placeholder="Untitled insight" onSave={() => {}} />)
  expect(screen.getByRole('button', { name: 'Rename insight: Untitled insight' })).toBeTruthy()
})
