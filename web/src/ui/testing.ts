import { fireEvent } from '@testing-library/react'
import { vi } from 'vitest'

/** For tests: every box is as large as a window, since the test's document lays nothing out. */
export function giveLayout(width = 1000, height = 600): void {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(width)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(height)
}

/** For tests: puts text into a field the way a keyboard does. */
export function typeInto(field: HTMLElement, value: string): void {
  fireEvent.input(field, { target: { value }, inputType: 'insertText' })
}
