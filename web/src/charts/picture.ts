/*
 * A picture of a chart as it stands on the page: an SVG with no references to the outside. What is
 * drawn as SVG is copied with its colours resolved; boxes and texts of HTML are drawn anew where the
 * browser has put them, so that legends, tables and numbers are in the picture too.
 */
const svgName = 'http://www.w3.org/2000/svg'

export interface PictureText {
  title: string
  /** The range and the filters, one line each. */
  lines: string[]
  /** Series that nothing in the chart itself names: they get a legend below. */
  names?: { name: string; slot: number }[]
}

export interface Picture {
  svg: SVGSVGElement
  width: number
  height: number
}

const padding = 20
const headHeight = 26
const lineHeight = 18

export function pictureOf(chart: HTMLElement, { title, lines, names = [] }: PictureText): Picture {
  const box = chart.getBoundingClientRect()
  const head = padding + headHeight + lines.length * lineHeight + 12
  const legend = placeNames(names, box.width, getComputedStyle(chart).fontFamily)
  const width = Math.ceil(box.width) + 2 * padding
  const height = Math.ceil(head + box.height + legend.height + padding)
  const svg = make('svg', { xmlns: svgName, width, height, viewBox: `0 0 ${width} ${height}` })
  const style = getComputedStyle(chart)
  const token = (name: string) => style.getPropertyValue(name).trim()
  const family = style.fontFamily
  svg.append(
    make('rect', { width, height, fill: token('--surface') || '#fff' }),
    textElement(title, padding, padding + 16, { 'font-size': 16, 'font-weight': 600, fill: token('--fg') || '#000' }),
  )
  lines.forEach((line, i) => {
    svg.append(textElement(line, padding, padding + headHeight + 8 + i * lineHeight, { 'font-size': 12, fill: token('--fg-2') || '#444' }))
  })
  const root = make('g', { transform: `translate(${padding} ${head})` })
  svg.setAttribute('font-family', family)
  svg.setAttribute('font-size', '13')
  svg.append(root)
  paint(chart, root, box)
  for (const { name, slot, x, y } of legend.names) {
    const top = head + box.height + y
    svg.append(
      make('rect', { x: padding + x, y: top - 8, width: 8, height: 8, rx: 2, fill: slot === null ? 'none' : token(`--series-${(slot % 16) + 1}`) }),
      textElement(name, padding + x + 14, top, { 'font-size': 12, fill: token('--fg-2') || '#444' }),
    )
  }
  return { svg, width, height }
}

const mostNames = 24

/** The legend's names in rows, from left to right; what is left of very many is a count. */
function placeNames(names: NonNullable<PictureText['names']>, width: number, family: string) {
  const left = names.length - mostNames
  const shown: { name: string; slot: number | null }[] = left > 0 ? [...names.slice(0, mostNames), { name: `${left} more`, slot: null }] : names
  let [x, row] = [0, 0]
  const placed = shown.map(({ name, slot }) => {
    const text = name.length > 48 ? `${name.slice(0, 47)}…` : name
    const room = Math.ceil(widthOf(text, family)) + 30
    if (x > 0 && x + room > width) [x, row] = [0, row + 1]
    const at = { name: text, slot, x, y: 20 + row * lineHeight }
    x += room
    return at
  })
  return { names: placed, height: shown.length > 0 ? 16 + (row + 1) * lineHeight : 0 }
}

/** The picture as a file of its own, with the font inside. */
export function printPicture(picture: Picture, fontUrl: string | null): string {
  const svg = picture.svg.cloneNode(true) as SVGSVGElement
  if (fontUrl) {
    const style = make('style', {})
    style.textContent = `@font-face{font-family:'Inter Variable';font-weight:100 900;src:url(${fontUrl}) format('woff2')}text{font-feature-settings:'cv11','ss03','tnum'}`
    svg.prepend(style)
  }
  return new XMLSerializer().serializeToString(svg)
}

/** The picture as pixels, twice as fine as on the page. */
export async function rasterize(picture: Picture, fontUrl: string | null): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([printPicture(picture, fontUrl)], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = picture.width * 2
    canvas.height = picture.height * 2
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise<Blob>((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('the picture is too large'))), 'image/png'))
  } finally {
    URL.revokeObjectURL(url)
  }
}

/** Draws an element and what is in it, relative to `origin`. */
function paint(element: Element, into: SVGElement, origin: DOMRect): void {
  const style = getComputedStyle(element)
  if (style.display === 'none' || style.visibility === 'hidden' || element.hasAttribute('data-no-picture')) return
  const box = element.getBoundingClientRect()
  // Text for screen readers only is a box of one pixel.
  if (box.width <= 1 && box.height <= 1 && style.overflow === 'hidden') return
  const opacity = Number.parseFloat(style.opacity)
  const layer = opacity < 1 ? make('g', { opacity }) : into
  if (layer !== into) into.append(layer)
  if (element instanceof SVGSVGElement) {
    layer.append(copySvg(element, box, origin))
    return
  }
  if (element instanceof HTMLCanvasElement) {
    layer.append(make('image', { x: box.x - origin.x, y: box.y - origin.y, width: box.width, height: box.height, href: element.toDataURL() }))
    return
  }
  paintBox(style, box, layer, origin)
  for (const child of element.childNodes) {
    if (child instanceof Element) paint(child, layer, origin)
    else if (child.nodeType === Node.TEXT_NODE) paintText(child as Text, style, layer, origin)
  }
}

function paintBox(style: CSSStyleDeclaration, box: DOMRect, into: SVGElement, origin: DOMRect): void {
  const place = { x: round(box.x - origin.x), y: round(box.y - origin.y), width: round(box.width), height: round(box.height) }
  const fill = style.backgroundColor
  const border = Number.parseFloat(style.borderTopWidth) || 0
  const radius = Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, box.height / 2, box.width / 2)
  if (!isClear(fill)) into.append(make('rect', { ...place, rx: radius, fill: plainColor(fill) }))
  if (border > 0 && style.borderTopStyle !== 'none' && Number.parseFloat(style.borderLeftWidth) > 0 && !isClear(style.borderTopColor)) {
    const dash: Attributes = style.borderTopStyle === 'dotted' ? { 'stroke-dasharray': '1 2' } : {}
    into.append(make('rect', { ...place, rx: radius, fill: 'none', stroke: plainColor(style.borderTopColor), 'stroke-width': border, ...dash }))
    return
  }
  const below = Number.parseFloat(style.borderBottomWidth) || 0
  if (below > 0 && style.borderBottomStyle !== 'none' && !isClear(style.borderBottomColor)) {
    const y = place.y + place.height - below / 2
    into.append(make('path', { d: `M${place.x} ${y}h${place.width}`, stroke: plainColor(style.borderBottomColor), 'stroke-width': below }))
  }
}

/** One element a line of text, where the browser has broken it. */
function paintText(node: Text, style: CSSStyleDeclaration, into: SVGElement, origin: DOMRect): void {
  const content = node.data
  if (content.trim() === '') return
  const range = document.createRange()
  let line = ''
  let at: DOMRect | null = null
  const flush = () => {
    if (at && line.trim() !== '') {
      const size = Number.parseFloat(style.fontSize)
      const y = at.y + at.height / 2 + size * 0.36
      into.append(
        textElement(line.trimEnd(), round(at.x - origin.x), round(y - origin.y), {
          'font-size': size,
          'font-weight': style.fontWeight,
          fill: plainColor(style.color),
          ...(style.textDecorationLine.includes('line-through') ? { 'text-decoration': 'line-through' } : {}),
        }),
      )
    }
    line = ''
    at = null
  }
  const clip = clipOf(node.parentElement)
  for (let i = 0; i < content.length; i++) {
    range.setStart(node, i)
    range.setEnd(node, i + 1)
    const box = range.getBoundingClientRect()
    if (box.width === 0 && box.height === 0) continue
    if (at && Math.abs(box.y - at.y) > box.height / 2) flush()
    if (box.right > clip + 1) {
      // What the page cuts with an ellipsis is cut here too.
      line = `${line.slice(0, -1)}…`
      break
    }
    at ??= box
    line += content[i]
  }
  flush()
}

/** How far text may reach to the right before the page cuts it. */
function clipOf(element: Element | null): number {
  for (let at = element, depth = 0; at && depth < 3; at = at.parentElement, depth++) {
    if (getComputedStyle(at).textOverflow === 'ellipsis') return at.getBoundingClientRect().right
  }
  return Infinity
}

const paints = ['fill', 'stroke', 'stop-color'] as const

/** A copy of a drawing with every colour spelled out. */
function copySvg(svg: SVGSVGElement, box: DOMRect, origin: DOMRect): SVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const originals = [svg, ...svg.querySelectorAll('*')]
  const copies = [copy, ...copy.querySelectorAll('*')]
  originals.forEach((original, i) => {
    const twin = copies[i]
    if (!twin) return
    const style = getComputedStyle(original)
    for (const name of paints) {
      const given = original.getAttribute(name)
      if (given && /var\(|color-mix|currentColor/.test(given)) twin.setAttribute(name, plainColor(style.getPropertyValue(name)))
    }
    twin.removeAttribute('class')
    twin.removeAttribute('style')
  })
  const { baseVal } = svg.viewBox
  const scale = baseVal && baseVal.width > 0 ? ` scale(${round(box.width / baseVal.width)})` : ''
  const place = make('g', { transform: `translate(${round(box.x - origin.x)} ${round(box.y - origin.y)})${scale}` })
  // Icons take their colour from classes, which stay behind.
  const style = getComputedStyle(svg)
  place.setAttribute('fill', plainColor(style.fill))
  place.setAttribute('stroke', plainColor(style.stroke))
  for (const name of ['stroke-width', 'stroke-linecap', 'stroke-linejoin']) {
    const value = copy.getAttribute(name)
    if (value) place.setAttribute(name, value)
  }
  place.append(...copy.childNodes)
  return place
}

const isClear = (color: string) => color === '' || color === 'transparent' || /(,\s*0\)|\/\s*0\))$/.test(color)

let pen: CanvasRenderingContext2D | null | undefined

function penOf(): CanvasRenderingContext2D | null {
  pen ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  return pen
}

/** How wide a text of 12 px is. */
function widthOf(text: string, family: string): number {
  const measure = penOf()
  if (!measure) return text.length * 6.6
  measure.font = `12px ${family}`
  return measure.measureText(text).width
}

/** Spells a computed colour in a way that every viewer of SVG knows. */
function plainColor(color: string): string {
  if (color === 'none' || /^(#|rgb|url)/.test(color)) return color
  const brush = penOf()
  if (!brush) return color
  brush.clearRect(0, 0, 1, 1)
  brush.fillStyle = color
  brush.fillRect(0, 0, 1, 1)
  const [r = 0, g = 0, b = 0, a = 255] = brush.getImageData(0, 0, 1, 1).data
  return a === 255 ? `rgb(${r}, ${g}, ${b})` : `rgba(${r}, ${g}, ${b}, ${round(a / 255)})`
}

type Attributes = Record<string, string | number>

function make<Name extends keyof SVGElementTagNameMap>(name: Name, attributes: Attributes): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(svgName, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  return element
}

function textElement(content: string, x: number, y: number, attributes: Attributes): SVGTextElement {
  const element = make('text', { x, y, ...attributes })
  element.textContent = content
  return element
}

const round = (value: number) => Math.round(value * 100) / 100
