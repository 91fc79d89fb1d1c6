import { inflateRawSync, crc32 } from 'node:zlib'
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

/** The files of a zip, read from its directory, with their checksums checked. */
async function unzip(blob: Blob): Promise<Map<string, string>> {
  const bytes = Buffer.from(await blob.arrayBuffer())
  const end = bytes.length - 22
  expect(bytes.readUInt32LE(end)).toBe(0x06054b50)
  const files = new Map<string, string>()
  let at = bytes.readUInt32LE(end + 16)
  for (let i = 0; i < bytes.readUInt16LE(end + 10); i++) {
    expect(bytes.readUInt32LE(at)).toBe(0x02014b50)
    const [packed, plain, name, offset] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24), bytes.readUInt16LE(at + 28), bytes.readUInt32LE(at + 42)]
    expect(bytes.readUInt32LE(offset)).toBe(0x04034b50)
    const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
    const content = inflateRawSync(bytes.subarray(start, start + packed))
    expect(content.length).toBe(plain)
    expect(crc32(content)).toBe(bytes.readUInt32LE(at + 16))
    files.set(bytes.toString('utf8', at + 46, at + 46 + name), content.toString('utf8'))
    at += 46 + name
  }
  expect(at).toBe(end)
  return files
}

test('an answer becomes a workbook with a cell of its kind for each value', async () => {
  const files = await unzip(await xlsxOf(table))
  expect([...files.keys()]).toEqual(['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels', 'xl/styles.xml', 'xl/worksheets/sheet1.xml'])
  for (const [name, text] of files) {
    const document = new DOMParser().parseFromString(text, 'application/xml')
    expect(document.querySelector('parsererror'), name).toBeNull()
  }
  const sheet = new DOMParser().parseFromString(files.get('xl/worksheets/sheet1.xml') ?? '', 'application/xml')
  const cells = Object.fromEntries([...sheet.querySelectorAll('c')].map((cell) => [cell.getAttribute('r'), [cell.getAttribute('t'), cell.getAttribute('s'), cell.textContent]]))
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
})

test('columns are named as spreadsheets name them', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
})
