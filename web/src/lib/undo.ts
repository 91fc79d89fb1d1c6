/** The steps of an edit, to go back and forth on. */
export interface Steps<T> {
  past: T[]
  now: T
  future: T[]
  /** When the last step was taken, in milliseconds. */
  at: number
}

const most = 100
/** Changes that follow each other faster are one step, such as the letters of a formula. */
const oneStepMs = 700

export const startSteps = <T>(now: T): Steps<T> => ({ past: [], now, future: [], at: 0 })

export function step<T>(steps: Steps<T>, next: T, at: number): Steps<T> {
  const sameStep = steps.past.length > 0 && at - steps.at < oneStepMs
  return { past: sameStep ? steps.past : [...steps.past, steps.now].slice(-most), now: next, future: [], at }
}

export function undo<T>(steps: Steps<T>): Steps<T> {
  const before = steps.past.at(-1)
  return before === undefined ? steps : { past: steps.past.slice(0, -1), now: before, future: [steps.now, ...steps.future], at: 0 }
}

export function redo<T>(steps: Steps<T>): Steps<T> {
  const [next, ...rest] = steps.future
  return next === undefined ? steps : { past: [...steps.past, steps.now], now: next, future: rest, at: 0 }
}
