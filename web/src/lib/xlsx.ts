import { cellText, type CellKind, type ResultTable } from './result_table'

/*
 * A workbook with one sheet, as spreadsheets read it (ECMA-376): a zip of a few XML files. Numbers, booleans and times are
 * cells of their kind; texts stand in their cells, so that no text is taken for a formula.
 */

/** What a cell of a spreadsheet can hold. */
const longestText = 32_767
/** Past this, a spreadsheet's numbers lose digits. */
const largestExact = 999_999_999_999_999

/** The answer as the bytes of an .xlsx file. */
export async function xlsxOf(table: ResultTable): Promise<Blob> {
  return zip([
    ['[Content_Types].xml', contentTypes],
    ['_rels/.rels', rootRelations],
    ['xl/workbook.xml', workbook],
    ['xl/_rels/workbook.xml.rels', workbookRelations],
    ['xl/styles.xml', styles],
    ['xl/worksheets/sheet1.xml', sheetOf(table)],
  ])
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const documentRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

const contentTypes =
  `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>' +
  '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>' +
  '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>' +
  '</Types>'
const rootRelations = `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${documentRelations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`
const workbook = `${head}<workbook xmlns="${main}" xmlns:r="${documentRelations}"><sheets><sheet name="Answer" sheetId="1" r:id="rId1"/></sheets></workbook>`
const workbookRelations =
  `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${documentRelations}/worksheet" Target="worksheets/sheet1.xml"/>` +
  `<Relationship Id="rId2" Type="${documentRelations}/styles" Target="styles.xml"/></Relationships>`
/** Formats of cells by number: 0 plain, 1 the bold first row, 2 a day, 3 a moment. */
const styles =
  `${head}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>' +
  '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'

function sheetOf(table: ResultTable): string {
  const widths = table.columns.map((column, at) => `<col min="${at + 1}" max="${at + 1}" width="${column.kind === 'time' ? 20 : Math.min(40, Math.max(12, column.name.length + 2))}" customWidth="1"/>`)
  const rows = [`<row r="1">${table.columns.map((column, at) => textCell(`${columnName(at)}1`, column.name, 1)).join('')}</row>`]
  table.rows.forEach((row, index) => {
    const cells = table.columns.map((column, at) => cell(`${columnName(at)}${index + 2}`, row[at], cellText(row[at], column, table.zone), column.kind))
    rows.push(`<row r="${index + 2}">${cells.join('')}</row>`)
  })
  const columns = widths.length === 0 ? '' : `<cols>${widths.join('')}</cols>`
  return (
    `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `${columns}<sheetData>${rows.join('')}</sheetData></worksheet>`
  )
}

function cell(place: string, value: unknown, text: string | null, kind: CellKind): string {
  if (text === null) return ''
  if (typeof value === 'number' && Math.abs(value) <= largestExact) return `<c r="${place}"><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c r="${place}" t="b"><v>${value ? 1 : 0}</v></c>`
  const serial = kind === 'time' || kind === 'date' ? serialOf(text) : null
  if (serial !== null) return `<c r="${place}" s="${kind === 'date' ? 2 : 3}"><v>${serial}</v></c>`
  return textCell(place, text, 0)
}

const textCell = (place: string, text: string, style: number) =>
  `<c r="${place}"${style === 0 ? '' : ` s="${style}"`} t="inlineStr"><is><t xml:space="preserve">${escapeXml(text.slice(0, longestText))}</t></is></c>`

/** "A", "B", …, "Z", "AA", … */
export function columnName(at: number): string {
  const rest = Math.floor(at / 26)
  return (rest === 0 ? '' : columnName(rest - 1)) + String.fromCharCode(65 + (at % 26))
}

/** Days since the start of 1900 as spreadsheets count them; null for what is no wall clock or before their first good day. */
function serialOf(text: string): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?: (\d{2}):(\d{2}):(\d{2}(?:\.\d+)?))?$/.exec(text)
  if (!found) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = found
  const days = (Date.UTC(Number(year), Number(month) - 1, Number(day)) - Date.UTC(1899, 11, 30)) / 86_400_000
  // They believe in a 29th of February 1900.
  return days < 61 ? null : days + (Number(hour) * 3600 + Number(minute) * 60 + Number(second)) / 86_400
}

/** Characters that XML cannot hold are written as spreadsheets write them: _x0007_. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(/[&<>]/g, (sign) => (sign === '&' ? '&amp;' : sign === '<' ? '&lt;' : '&gt;'))
    .replaceAll(/[^\t\n -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
}

// ---- zip -----------------------------------------------------------------------------------------

async function zip(files: [name: string, text: string][]): Promise<Blob> {
  const parts: BlobPart[] = []
  const directory: Uint8Array<ArrayBuffer>[] = []
  let offset = 0
  for (const [name, text] of files) {
    const plain = new TextEncoder().encode(text)
    const packed = await deflate(plain)
    const path = new TextEncoder().encode(name)
    const common = [20, 0x0800, 8, 0, 0x21, crc32(plain), packed.length, plain.length, path.length, 0] as const
    const local = join(fields([4, 0x04034b50], ...sized(common)), path)
    directory.push(join(fields([4, 0x02014b50], [2, 20], ...sized(common), [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), path))
    parts.push(local, packed)
    offset += local.length + packed.length
  }
  const length = directory.reduce((sum, entry) => sum + entry.length, 0)
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, length], [4, offset], [2, 0])
  return new Blob([...parts, ...directory, end], { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' })
}

/** Version, flags (names are UTF-8), method, time, day, checksum, sizes, lengths of the name and of what else there is. */
function sized(values: readonly number[]): [size: number, value: number][] {
  const sizes = [2, 2, 2, 2, 2, 4, 4, 4, 2, 2]
  return values.map((value, at) => [sizes[at] ?? 2, value])
}

function fields(...values: [size: number, value: number][]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(values.reduce((sum, [size]) => sum + size, 0)))
  let at = 0
  for (const [size, value] of values) {
    if (size === 4) view.setUint32(at, value, true)
    else view.setUint16(at, value, true)
    at += size
  }
  return new Uint8Array(view.buffer)
}

function join(a: Uint8Array<ArrayBuffer>, b: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0)
  return (crc ^ 0xffffffff) >>> 0
}
