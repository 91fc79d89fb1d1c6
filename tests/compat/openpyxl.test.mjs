// openpyxl from its registry, when that can be reached, reads the workbooks that the server makes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { signUp, startServer, until } from '../harness.mjs';
import { pythonWith } from './python.mjs';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const READ = `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.active
rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
print(json.dumps({'sheets': book.sheetnames, 'frozen': sheet.freeze_panes, 'bold': sheet['A1'].font.b, 'types': [cell.data_type for cell in sheet[2]], 'count': len(rows), 'rows': rows[:3], 'last': rows[-1]}))
`;

test('openpyxl reads workbooks', { timeout: 1_200_000 }, async (t) => {
  const { python, reason } = pythonWith('openpyxl', '3.1.5');
  if (!python) return t.skip(reason);
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const at = `/api/projects/${owner.project.id}/exports/`;

  /** What is in the workbook of a question. */
  const read = async (query) => {
    const asked = await owner.api('POST', at, { export_format: XLSX, export_context: { source: { kind: 'HogQLQuery', query }, filename: 'all of it' } });
    const one = await until('file', async () => {
      const now = await owner.api('GET', `${at}${asked.id}/`);
      return (now.has_content || now.exception) && now;
    });
    assert.equal(one.exception, null);
    assert.equal(one.filename, 'all-of-it.xlsx');
    const answer = await server.request('GET', `${at}${one.id}/content/?download=true`, { headers: { authorization: `Bearer ${owner.key}` } });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers['content-type'], XLSX);
    const file = path.join(server.data, 'read.xlsx');
    fs.writeFileSync(file, answer.bytes);
    const run = spawnSync(python, ['-c', READ, file], { encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.equal(run.status, 0, run.stderr);
    return JSON.parse(run.stdout);
  };

  await t.test('with values of every kind', async () => {
    const book = await read(`select 'ä😀 <b>&' as text, '=1+1' as formula, 42 as whole, 1.5 as half, true as yes, null as nothing, repeat('x', 40000) as long, '9007199254740993' as id, [1, 2] as list`);
    assert.deepEqual(book.sheets, ['Export']);
    assert.equal(book.frozen, 'A2');
    assert.equal(book.bold, true);
    const [heads, row] = book.rows;
    assert.deepEqual(heads, ['text', 'formula', 'whole', 'half', 'yes', 'nothing', 'long', 'id', 'list.0', 'list.1']);
    assert.deepEqual(row, ['ä😀 <b>&', '=1+1', 42, 1.5, true, null, 'x'.repeat(32_767), '9007199254740993', 1, 2]);
    // A text that looks like a formula is none: nothing computes it.
    assert.notEqual(book.types[0], 'f');
  });

  await t.test('with all rows of a long answer', async () => {
    const book = await read('select number, number / 2 as half from numbers(60000)');
    assert.equal(book.count, 50_001);
    assert.deepEqual(book.rows[2], [1, 0.5]);
    assert.deepEqual(book.last, [49_999, 24_999.5]);
  });
});
