import { createLink } from '@tanstack/react-router'
import { ArrowUpRight } from 'lucide-react'
import type { ComponentProps, ReactNode, Ref } from 'react'
import { cx } from './cx'

/** The look of a link inside text. */
export const linkClass = 'rounded-box text-accent-text underline decoration-current/35 underline-offset-3 hover:decoration-current'

function Anchor({ className, ref, ...rest }: ComponentProps<'a'> & { ref?: Ref<HTMLAnchorElement> }) {
  // oxlint-disable-next-line jsx-a11y/anchor-has-content, jsx-a11y/anchor-is-valid -- the router gives both
  return <a ref={ref} {...rest} className={cx(linkClass, className)} />
}

/** A link to a page of the app, inside text. */
export const TextLink = createLink(Anchor)

/** A link to another site, which opens beside the app and says so. */
export function ExternalLink({ href, children, className }: { href: string; children: ReactNode; className?: string }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className={cx(linkClass, 'inline-flex items-center gap-0.5', className)}>
      {children}
      <ArrowUpRight size={13} strokeWidth={1.75} aria-hidden />
      <span className="sr-only">opens in a new tab</span>
    </a>
  )
}
