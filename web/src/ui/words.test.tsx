import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { act } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod/mini'
import { Avatar } from './avatar'
import { Badge } from './badge'
import { Banner } from './banner'
import { Button } from './button'
import { Code } from './code'
import { Input } from './field'
import { FormField, FormProblem, refuseForm, useSchemaForm } from './form'
import { Kbd } from './kbd'
import { ExternalLink } from './link'
import { Num } from './num'
import { ProgressBar } from './progress_bar'
import { Empty, ErrorBox, Skeleton } from './states'
import { StatusPill } from './status_pill'

afterEach(cleanup)

test('a number that opens is a button with a sentence; one that does not is plain text', () => {
  const onOpen = vi.fn()
  const { rerender } = render(<Num value={1_963_412} label="1,963,412 people in July" onOpen={onOpen} />)
  const button = screen.getByRole('button', { name: '1.96M, 1,963,412 people in July' })
  expect(button.textContent).toBe('1.96M')
  expect(button.title).toBe('1,963,412')
  fireEvent.click(button)
  expect(onOpen).toHaveBeenCalledWith(button)
  rerender(<Num value={42} />)
  expect(screen.queryByRole('button')).toBe(null)
  expect(screen.getByText('42').title).toBe('')
})

test('an error says what failed and why, can be tried again, and gives its details', async () => {
  const onRetry = vi.fn()
  const writeText = vi.fn<(text: string) => Promise<void>>(() => Promise.resolve())
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } })
  render(<ErrorBox title="Not answered" message="Out of memory." onRetry={onRetry} details="query 17" />)
  expect(screen.getByRole('alert').textContent).toContain('Out of memory.')
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(onRetry).toHaveBeenCalledOnce()
  fireEvent.click(screen.getByRole('button', { name: 'Copy details' }))
  expect(writeText).toHaveBeenCalledWith('query 17')
  await screen.findByRole('button', { name: 'Copied' })
  vi.unstubAllGlobals()
})

test('an empty place says what will be here; its preview is not read out', () => {
  render(
    <Empty title="No dashboards" action={<Button>New</Button>} preview={<p>drawn</p>}>
      Charts on one page.
    </Empty>,
  )
  expect(screen.getByText('Charts on one page.')).toBeTruthy()
  expect(screen.getByText('drawn').closest('[aria-hidden]')).not.toBe(null)
  expect(screen.getByRole('button', { name: 'New' })).toBeTruthy()
})

test('a skeleton shows only after 150 ms', async () => {
  vi.useFakeTimers()
  const { container } = render(<Skeleton />)
  expect(container.innerHTML).not.toContain('animate-pulse')
  await act(() => vi.advanceTimersByTimeAsync(160))
  expect(container.innerHTML).toContain('animate-pulse')
  vi.useRealTimers()
})

test('progress is said in numbers, or only that it goes on', () => {
  const { rerender } = render(<ProgressBar label="Rows" value={1.7} />)
  expect(screen.getByRole('progressbar', { name: 'Rows' }).getAttribute('aria-valuenow')).toBe('100')
  rerender(<ProgressBar label="Rows" />)
  expect(screen.getByRole('progressbar').hasAttribute('aria-valuenow')).toBe(false)
})

test('a banner of an error interrupts, others wait; both can be dismissed', () => {
  const onDismiss = vi.fn()
  const { rerender } = render(
    <Banner tone="error" onDismiss={onDismiss}>
      The disk is full
    </Banner>,
  )
  expect(screen.getByRole('alert').textContent).toContain('The disk is full')
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
  expect(onDismiss).toHaveBeenCalledOnce()
  rerender(<Banner>Soon</Banner>)
  expect(screen.getByRole('status').textContent).toBe('Soon')
})

test('a state is a word beside its dot', () => {
  render(
    <>
      <StatusPill tone="negative" announce>
        Failing
      </StatusPill>
      <Badge tone="warning">Draft kept</Badge>
      <Kbd hint>D</Kbd>
    </>,
  )
  expect(screen.getByRole('status').textContent).toBe('Failing')
  expect(screen.getByText('Draft kept')).toBeTruthy()
  expect(screen.getByText('D').getAttribute('aria-hidden')).toBe('true')
})

test('an avatar is the same for the same name and never read out', () => {
  const drawn = (name: string) => {
    const { container } = render(<Avatar name={name} />)
    const html = container.innerHTML
    cleanup()
    return html
  }
  expect(drawn('Ada Krause')).toBe(drawn('Ada Krause'))
  expect(drawn('Ada Krause')).toContain('AK')
  expect(drawn('tomas.ferreira@loopstack.example')).toContain('TF')
  expect(drawn('')).toContain('aria-hidden')
})

test('code is a named region that can be scrolled and copied', () => {
  render(<Code text="select 1" label="query" />)
  expect(screen.getByLabelText('query').tabIndex).toBe(0)
  expect(screen.getByRole('button', { name: 'Copy query' })).toBeTruthy()
})

test('a link to another site says that it opens beside the app', () => {
  render(<ExternalLink href="https://example.com/">Status codes</ExternalLink>)
  const link = screen.getByRole('link', { name: /Status codes.*opens in a new tab/ })
  expect(link.getAttribute('rel')).toBe('noreferrer')
})

const schema = z.object({
  email: z.string().check(z.email('This is not an email address.')),
  name: z.string().check(z.minLength(1, 'Say what to call them.')),
})

function Invite({ onSend }: { onSend: (values: z.infer<typeof schema>) => void }) {
  const form = useSchemaForm<z.infer<typeof schema>>(schema, { email: 'ada@', name: '' })
  return (
    <form
      noValidate
      onSubmit={(event) =>
        void form.handleSubmit((values) => {
          onSend(values)
          if (values.name === 'Ada') refuseForm(form, 'email', 'A member already.')
          if (values.name === 'Eve') refuseForm(form, 'seats', 'No seats are left.')
        })(event)
      }
    >
      <FormField form={form} name="email" label="Email">
        {(control) => <Input {...control} />}
      </FormField>
      <FormField form={form} name="name" label="Name">
        {(control) => <Input {...control} />}
      </FormField>
      <FormProblem form={form} />
      <button type="submit">Invite</button>
    </form>
  )
}

test('a form says what is wrong beside each field, also when the server says it', async () => {
  const onSend = vi.fn()
  render(<Invite onSend={onSend} />)
  const send = () => fireEvent.click(screen.getByRole('button', { name: 'Invite' }))
  const fill = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } })
  send()
  await screen.findByText('This is not an email address.')
  expect(screen.getByText('Say what to call them.')).toBeTruthy()
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Email')))
  expect(onSend).not.toHaveBeenCalled()

  fill('Email', 'ada@example.com')
  await waitFor(() => expect(screen.queryByText('This is not an email address.')).toBe(null))
  fill('Name', 'Ada')
  send()
  await screen.findByText('A member already.')
  expect(onSend).toHaveBeenCalledWith({ email: 'ada@example.com', name: 'Ada' })
  expect(screen.getByLabelText('Email').getAttribute('aria-invalid')).toBe('true')
  fill('Name', 'Eve')
  fill('Email', 'eve@example.com')
  send()
  await screen.findByText('No seats are left.')
})
