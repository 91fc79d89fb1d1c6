// Ingestion that is held back while everything else goes on, and a log whose events have waited for long.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Runs one statement in the metadata of a data directory, also while a server has it. */
function change(data, sql) {
  const program = 'import sqlite3, sys\ndb = sqlite3.connect(sys.argv[1], timeout=20)\ndb.execute(sys.argv[2])\ndb.commit()';
  const done = spawnSync('python3', ['-c', program, path.join(data, 'metadata.db'), sql], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
}

/** From now on no batch can be noted, so nothing lands, also after a restart; capture and questions go on. */
export function holdIngestion(data) {
  change(data, "CREATE TRIGGER held_back BEFORE INSERT ON ingest_applied_range BEGIN SELECT RAISE(ABORT, 'held back'); END");
}

/** What was held lands with the ingester's next try. */
export function releaseIngestion(data) {
  change(data, 'DROP TRIGGER held_back');
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, i) => {
  let crc = i;
  for (let bit = 0; bit < 8; ++bit) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

function crc32c(bytes, start) {
  let crc = ~start;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 0xff];
  return ~crc >>> 0;
}

// docs/formats/log_segment.md
const SEGMENT_HEADER = 64;
const RECORD_HEADER = 40;
const RECORD_MAGIC = 'TRC1';

/** Of a server that does not run: whatever is in the log of events was accepted so much earlier. Gives how many that are. */
export function ageLog(data, ms) {
  const folder = path.join(data, 'log', 'events');
  let records = 0;
  for (const name of fs.readdirSync(folder).filter((one) => one.endsWith('.segment'))) {
    const file = fs.openSync(path.join(folder, name), 'r+');
    const read = (at, length) => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, fs.readSync(file, bytes, 0, length, at));
    };
    const salt = read(0, SEGMENT_HEADER).readUInt32LE(12);
    for (let at = SEGMENT_HEADER; ; ) {
      const header = read(at, RECORD_HEADER);
      if (header.length < RECORD_HEADER || header.toString('latin1', 4, 8) !== RECORD_MAGIC) break;
      const length = RECORD_HEADER + header.readUInt16LE(12) + header.readUInt32LE(8);
      const record = read(at, length);
      assert.equal(crc32c(record.subarray(4), salt), record.readUInt32LE(0), `record ${records} of ${name}`);
      record.writeBigInt64LE(record.readBigInt64LE(24) - BigInt(ms) * 1000n, 24);
      record.writeUInt32LE(crc32c(record.subarray(4), salt), 0);
      fs.writeSync(file, record, 0, length, at);
      ++records;
      at += Math.ceil(length / 8) * 8;
    }
    fs.closeSync(file);
  }
  return records;
}
