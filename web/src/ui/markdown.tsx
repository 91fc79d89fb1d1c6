import type { ReactNode } from 'react'

/**
 * The small part of Markdown that notes need: headings, lists, bold, italic, code and links. It makes
 * elements, never HTML, and follows only http, https and mailto links, so any text is safe.
 */
export function Markdown({ text }: { text: string }) {
  const blocks = text.replaceAll('\r', '').split(/\n{2,}/)
  // oxlint-disable-next-line react/no-array-index-key -- a text has no other names for its blocks
  return <div className="grid gap-2 break-words">{blocks.map((block, i) => <Block key={i} text={block} />)}</div>
}

function Block({ text }: { text: string }) {
  const heading = /^(#{1,3})\s+(.*)$/.exec(text.trim())
  if (heading) {
    const size = heading[1]?.length === 1 ? 'text-page' : heading[1]?.length === 2 ? 'text-panel' : 'text-base'
    return <p className={`${size} font-semibold`}>{inline(heading[2] ?? '')}</p>
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.length > 0 && lines.every((line) => /^\s*[-*]\s+/.test(line))) {
    return (
      <ul className="m-0 list-disc pl-5">
        {lines.map((line, i) => (
          // oxlint-disable-next-line react/no-array-index-key -- as above
          <li key={i}>{inline(line.replace(/^\s*[-*]\s+/, ''))}</li>
        ))}
      </ul>
    )
  }
  if (lines.length > 1 && /^#{1,3}\s/.test(lines[0] ?? '')) {
    return (
      <>
        <Block text={lines[0] ?? ''} />
        <Block text={lines.slice(1).join('\n')} />
      </>
    )
  }
  return <p className="whitespace-pre-line">{inline(lines.join('\n'))}</p>
}

const marks = /(\*\*[^*]+\*\*|\*[^*\n]+\*|`[^`\n]+`|\[[^\]\n]+\]\([^)\s]+\)|https?:\/\/[^\s)<>]+)/

function inline(text: string): ReactNode[] {
  return text.split(marks).map((part, i) => {
    const link = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part)
    const target = link?.[2] ?? (/^https?:\/\//.test(part) ? part : undefined)
    // oxlint-disable react/no-array-index-key -- as above
    if (target && /^(https?:|mailto:|\/(?!\/))/i.test(target)) {
      const inside = target.startsWith('/')
      return (
        <a key={i} href={target} target={inside ? undefined : '_blank'} rel={inside ? undefined : 'noreferrer noopener'}>
          {link?.[1] ?? part}
        </a>
      )
    }
    if (/^\*\*[^*]+\*\*$/.test(part)) return <strong key={i}>{part.slice(2, -2)}</strong>
    if (/^\*[^*]+\*$/.test(part)) return <em key={i}>{part.slice(1, -1)}</em>
    if (/^`[^`]+`$/.test(part)) {
      return (
        <code key={i} className="rounded-chip bg-hover px-1 font-mono text-code">
          {part.slice(1, -1)}
        </code>
      )
    }
    // oxlint-enable react/no-array-index-key
    return part
  })
}
