// @vitest-environment node
import { expect, test } from 'vitest'
import type { ResultTable } from './result_table'
import { columnName, xlsxOf } from './xlsx'

const table: ResultTable = {
  columns: [
    { name: 'event & more', type: 'String', kind: 'text', note: 'String' },
    { name: 'count', type: 'UInt64', kind: 'number', note: 'UInt64' },
    { name: 'ok', type: 'Bool', kind: 'boolean', note: 'Bool' },
    { name: 'day', type: 'Date', kind: 'date', note: 'Date' },
    { name: 'at', type: "DateTime64(6, 'UTC')", kind: 'time', note: 'DateTime64' },
    { name: 'list', type: 'Array(String)', kind: 'json', note: 'Array' },
  ],
  rows: [
    ['=cmd()', 12.5, true, '2024-03-01', '2024-03-01T12:00:00Z', ['a<b']],
    [null, 9007199254740991, false, '1899-01-01', '2024-03-01T18:00:00.500000Z', null],
    ['bell\u0007 _x0041_ \ud800', -1, null, null, null, []],
  ],
  hasMore: false,
  zone: 'UTC',
  computedAt: null,
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

/** The files of a zip, read from its directory, with their checksums checked. */
async function unzip(blob: Blob): Promise<Map<string, string>> {
  // By a name that the compiler cannot follow: the app knows no types of Node.
  const { inflateRawSync } = (await import(`node:${'zlib'}`)) as { inflateRawSync: (packed: Uint8Array) => Uint8Array<ArrayBuffer> }
  const bytes = new Uint8Array(await blob.arrayBuffer())
  const view = new DataView(bytes.buffer)
  const u16 = (at: number) => view.getUint16(at, true)
  const u32 = (at: number) => view.getUint32(at, true)
  const end = bytes.length - 22
  expect(u32(end)).toBe(0x06054b50)
  const files = new Map<string, string>()
  let at = u32(end + 16)
  for (let i = 0; i < u16(end + 10); i++) {
    expect(u32(at)).toBe(0x02014b50)
    const [checksum, packed, plain, name, offset] = [u32(at + 16), u32(at + 20), u32(at + 24), u16(at + 28), u32(at + 42)]
    expect(u32(offset)).toBe(0x04034b50)
    const start = offset + 30 + u16(offset + 26) + u16(offset + 28)
    const content = inflateRawSync(bytes.slice(start, start + packed))
    expect(content.length).toBe(plain)
    expect(crc32(content)).toBe(checksum)
    const text = new TextDecoder()
    files.set(text.decode(bytes.slice(at + 46, at + 46 + name)), text.decode(content))
    at += 46 + name
  }
  expect(at).toBe(end)
  return files
}

/** Elements of an XML text that do not end where they should. */
function unclosed(text: string): string[] {
  const open: string[] = []
  for (const [, end, name = '', alone] of text.matchAll(/<(\/?)([A-Za-z:]+)[^>]*?(\/?)>/g)) {
    if (end && open.pop() !== name) return [name]
    if (!end && !alone) open.push(name)
  }
  return open
}

test('an answer becomes a workbook with a cell of its kind for each value', async () => {
  const files = await unzip(await xlsxOf(table))
  expect([...files.keys()]).toEqual(['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels', 'xl/styles.xml', 'xl/worksheets/sheet1.xml'])
  for (const [name, text] of files) expect(unclosed(text), name).toEqual([])
  const sheet = files.get('xl/worksheets/sheet1.xml') ?? ''
  const cells = Object.fromEntries(
    [...sheet.matchAll(/<c r="(\w+)"(?: s="(\d)")?(?: t="(\w+)")?>(.*?)<\/c>/gs)].map(([, place, style, type, inner = '']) => [
      place,
      [type ?? null, style ?? null, inner.replaceAll(/<[^>]*>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')],
    ]),
  )
  expect(cells).toEqual({
    A1: ['inlineStr', '1', 'event & more'],
    B1: ['inlineStr', '1', 'count'],
    C1: ['inlineStr', '1', 'ok'],
    D1: ['inlineStr', '1', 'day'],
    E1: ['inlineStr', '1', 'at'],
    F1: ['inlineStr', '1', 'list'],
    A2: ['inlineStr', null, '=cmd()'],
    B2: [null, null, '12.5'],
    C2: ['b', null, '1'],
    D2: [null, '2', '45352'],
    E2: [null, '3', '45352.5'],
    F2: ['inlineStr', null, '["a<b"]'],
    B3: ['inlineStr', null, '9007199254740991'],
    C3: ['b', null, '0'],
    D3: ['inlineStr', null, '1899-01-01'],
    E3: [null, '3', String(45352 + 64800.5 / 86400)],
    A4: ['inlineStr', null, 'bell_x0007_ _x005F_x0041_ _xD800_'],
    B4: [null, null, '-1'],
    F4: ['inlineStr', null, '[]'],
  })
}, 60_000) // only guards against hanging: packing waits for threads that a busy machine is slow to give

test('columns are named as spreadsheets name them', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
})
