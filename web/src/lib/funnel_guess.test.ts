import { expect, test } from 'vitest'
import { guessSignUp } from './funnel_guess'

test('a visit, the beginning of a sign-up and its end make a funnel', () => {
  expect(guessSignUp(['note created', 'signed up', '$pageview', 'signup started', '$identify'])).toEqual(['$pageview', 'signup started', 'signed up'])
  expect(guessSignUp(['$screen', 'SignUpCompleted', 'SignUpStarted'])).toEqual(['$screen', 'SignUpStarted', 'SignUpCompleted'])
  expect(guessSignUp(['page_view', 'user_registered'])).toEqual(['page_view', 'user_registered'])
  expect(guessSignUp(['Registration Form Viewed', 'Registration Completed'])).toEqual(['Registration Form Viewed', 'Registration Completed'])
  expect(guessSignUp(['$pageview', 'account created', 'file created'])).toEqual(['$pageview', 'account created'])
})

test('the plainest name of several is taken', () => {
  expect(guessSignUp(['$pageview', 'signed_up_with_google', 'signed_up'])).toEqual(['$pageview', 'signed_up'])
})

test('what failed, was mailed or is something else is no step', () => {
  expect(guessSignUp(['$pageview', 'signup failed', 'signup email sent', 'signup cancelled'])).toBeNull()
  expect(guessSignUp(['$pageview', 'design upload', 'cash register opened', 'signal updated'])).toBeNull()
})

test('one step alone is no funnel', () => {
  expect(guessSignUp(['signed_up'])).toBeNull()
  expect(guessSignUp(['$pageview', 'signup started'])).toBeNull()
  expect(guessSignUp([])).toBeNull()
})
