import { cleanup, fireEvent, render } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { moveAmongRows } from './table_keys'

const frames: FrameRequestCallback[] = []
beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback))
})
afterEach(() => {
  cleanup()
  frames.length = 0
  vi.unstubAllGlobals()
})
const frame = () => frames.splice(0).forEach((callback) => callback(0))

/** Ten rows of which some are drawn, and a button beside them. */
function Rows({ drawn, onReveal }: { drawn: number[]; onReveal: (index: number) => void }) {
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- as a table has it */}
      <div onKeyDown={(event) => moveAmongRows(event, { count: 10, page: 3, reveal: onReveal })}>
        {drawn.map((row) => (
          <div key={row} data-row={row}>
            <button type="button" data-row-open ref={(button) => void (button && (button.scrollIntoView = () => {}))}>
              row {row}
            </button>
          </div>
        ))}
      </div>
      <button type="button">elsewhere</button>
    </>
  )
}

test('a row that is drawn late gets focus when it is there, also after the one that had it is gone', () => {
  const reveal = vi.fn()
  const { getByText, rerender } = render(<Rows drawn={[0, 1]} onReveal={reveal} />)
  getByText('row 0').focus()
  fireEvent.keyDown(getByText('row 0'), { key: 'ArrowDown' })
  expect(document.activeElement).toBe(getByText('row 1'))
  fireEvent.keyDown(getByText('row 1'), { key: 'End' })
  expect(reveal).toHaveBeenCalledWith(9)
  frame()
  rerender(<Rows drawn={[5]} onReveal={reveal} />)
  frame()
  frame()
  expect(document.activeElement).toBe(document.body)
  rerender(<Rows drawn={[8, 9]} onReveal={reveal} />)
  frame()
  expect(document.activeElement).toBe(getByText('row 9'))
  expect(frames).toEqual([])
})

test('who goes elsewhere before the row is drawn stays there', () => {
  const { getByText, rerender } = render(<Rows drawn={[0]} onReveal={() => {}} />)
  getByText('row 0').focus()
  fireEvent.keyDown(getByText('row 0'), { key: 'End' })
  getByText('elsewhere').focus()
  frame()
  rerender(<Rows drawn={[0, 9]} onReveal={() => {}} />)
  frame()
  expect(document.activeElement).toBe(getByText('elsewhere'))
})
