import { ChevronRight } from 'lucide-react'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { cx } from './cx'

export interface TreeNode {
  id: string
  label: string
  icon?: ReactNode
  /** At the end of the row: a type, a count. */
  aside?: ReactNode
  /** Present on what can be unfolded, even when nothing is inside. */
  children?: TreeNode[]
}

interface TreeProps {
  label: string
  nodes: TreeNode[]
  unfolded: ReadonlySet<string>
  onUnfolded: (unfolded: Set<string>) => void
  /** Enter or a click on a node. */
  onPick?: (node: TreeNode) => void
  picked?: string | null
  className?: string
}

interface Row {
  node: TreeNode
  depth: number
  parent: string | null
  place: number
  siblings: number
}

/** The nodes that show, in the order they are drawn. */
export function rowsOfTree(nodes: TreeNode[], unfolded: ReadonlySet<string>, depth = 0, parent: string | null = null): Row[] {
  return nodes.flatMap((node, at) => [
    { node, depth, parent, place: at + 1, siblings: nodes.length },
    ...(node.children && unfolded.has(node.id) ? rowsOfTree(node.children, unfolded, depth + 1, node.id) : []),
  ])
}

/** Things inside things: ↑ ↓ move, → unfolds, ← folds or goes out, letters jump, Enter picks. */
export function Tree({ label, nodes, unfolded, onUnfolded, onPick, picked, className }: TreeProps) {
  const box = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState<string | null>(null)
  const rows = rowsOfTree(nodes, unfolded)
  const at = Math.max(0, rows.findIndex((row) => row.node.id === current))

  const fold = (node: TreeNode, open: boolean) => {
    const next = new Set(unfolded)
    if (open) next.add(node.id)
    else next.delete(node.id)
    onUnfolded(next)
  }
  const go = (index: number) => {
    const row = rows[index]
    if (!row) return
    setCurrent(row.node.id)
    box.current?.querySelectorAll<HTMLElement>('[role="treeitem"]')[index]?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at]
    if (!row || event.metaKey || event.ctrlKey || event.altKey) return
    const { node } = row
    const open = unfolded.has(node.id)
    if (event.key === 'ArrowDown') go(at + 1)
    else if (event.key === 'ArrowUp') go(at - 1)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(rows.length - 1)
    else if (event.key === 'ArrowRight') {
      if (node.children && !open) fold(node, true)
      else if (node.children?.length) go(at + 1)
    } else if (event.key === 'ArrowLeft') {
      if (node.children && open) fold(node, false)
      else if (row.parent !== null) go(rows.findIndex((one) => one.node.id === row.parent))
    } else if (event.key === 'Enter' || event.key === ' ') pick(node)
    else if (event.key.length === 1) {
      const letter = event.key.toLowerCase()
      const order = [...rows.keys()].map((i) => (at + 1 + i) % rows.length)
      const found = order.find((i) => rows[i]?.node.label.toLowerCase().startsWith(letter))
      if (found === undefined) return
      go(found)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const pick = (node: TreeNode) => {
    if (onPick) onPick(node)
    else if (node.children) fold(node, !unfolded.has(node.id))
  }

  return (
    <div ref={box} role="tree" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown} className={cx('flex flex-col', className)}>
      {rows.map(({ node, depth, place, siblings }, index) => {
        const open = unfolded.has(node.id)
        return (
          // The tree hears the keys.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={node.id}
            role="treeitem"
            aria-level={depth + 1}
            aria-posinset={place}
            aria-setsize={siblings}
            aria-expanded={node.children ? open : undefined}
            aria-selected={node.id === picked}
            tabIndex={index === at ? 0 : -1}
            onClick={() => {
              setCurrent(node.id)
              if (node.children) fold(node, !open)
              if (!node.children || onPick) onPick?.(node)
            }}
            onFocus={() => setCurrent(node.id)}
            style={{ paddingInlineStart: 4 + depth * 16 }}
            className={cx(
              'flex min-h-nav-row items-center gap-1.5 rounded-control pr-2 transition-colors',
              node.id === picked ? 'bg-active' : 'hover:bg-hover',
            )}
          >
            {node.children ? (
              <ChevronRight size={14} strokeWidth={1.75} aria-hidden className={cx('shrink-0 text-fg-3 transition-transform', open && 'rotate-90')} />
            ) : (
              <span className="w-3.5 shrink-0" />
            )}
            {node.icon && <span className="shrink-0 text-fg-3">{node.icon}</span>}
            <span className="min-w-0 flex-1 truncate" title={node.label}>
              {node.label}
            </span>
            {node.aside && <span className="shrink-0 text-small text-fg-3">{node.aside}</span>}
          </div>
        )
      })}
    </div>
  )
}
