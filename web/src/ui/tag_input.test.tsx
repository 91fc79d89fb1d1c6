import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import { TagInput, tidyTag } from './tag_input'
import { typeInto } from './testing'

afterEach(cleanup)

function Tags({ start }: { start?: string[] }) {
  const [tags, setTags] = useState(start ?? [])
  return (
    <>
      <TagInput label="Tags" tags={tags} onChange={setTags} known={['Growth', 'Weekly review']} />
      <output>{tags.join('|')}</output>
    </>
  )
}
// Beside an open list the rest of the page is hidden from roles.
const kept = () => document.querySelector('output')?.textContent
const type = (value: string) => typeInto(screen.getByRole('combobox', { name: 'Tags' }), value)
const key = (name: string) => fireEvent.keyDown(screen.getByRole('combobox', { name: 'Tags' }), { key: name })

test('a list with commas becomes tags, known ones as they are spelled, none twice', () => {
  render(<Tags start={['mobile']} />)
  type('  #new ,growth,Mobile,')
  expect(kept()).toBe('mobile|new|Growth')
})

test('Enter makes a tag of the text, and an unknown one is offered', async () => {
  render(<Tags />)
  screen.getByRole('combobox').focus()
  type('beta')
  await screen.findByRole('option', { name: 'Make “beta”' })
  key('Enter')
  expect(kept()).toBe('beta')
})

test('Backspace takes the last tag away, its button any', () => {
  render(<Tags start={['one', 'two', 'three']} />)
  screen.getByRole('combobox').focus()
  key('Backspace')
  expect(kept()).toBe('one|two')
  fireEvent.click(screen.getByRole('button', { name: 'Remove one' }))
  expect(kept()).toBe('two')
})

test('a tag is tidied: no #, no double spaces, a hundred letters at most', () => {
  expect(tidyTag('  ##a   b ')).toBe('a b')
  expect(tidyTag('x'.repeat(300))).toHaveLength(100)
  expect(tidyTag('  # ')).toBe('')
})
