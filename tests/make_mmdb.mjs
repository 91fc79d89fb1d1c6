// Writes a small database of places in MaxMind's format, so that tests know what is in it.
//
//   node tests/make_mmdb.mjs src/tenrec/ingest/testdata/places.mmdb
//
// Format: https://maxmind.github.io/MaxMind-DB/
import fs from 'node:fs';

const SHORT = Symbol('sixteen bits');

const city = {
  city: { names: { en: 'Linköping' }, confidence: 11 },
  continent: { code: 'EU', names: { en: 'Europe' } },
  country: { iso_code: 'SE', names: { en: 'Sweden' }, confidence: 99 },
  location: { latitude: 58.4167, longitude: 15.6167, accuracy_radius: 76, time_zone: 'Europe/Stockholm' },
  postal: { code: '582 22', confidence: 1 },
  subdivisions: [
    { iso_code: 'E', names: { en: 'Östergötland County' }, confidence: 50 },
    { iso_code: 'E1', names: { en: 'A "quoted" part' } },
  ],
};
/** Network → record. The second shape is the flat one of country databases. */
const NETWORKS = [
  ['89.160.20.0/24', city],
  ['81.2.69.0/24', { country: { iso_code: 'GB', names: { en: 'United Kingdom' } }, continent: { code: 'EU', names: { en: 'Europe' } } }],
  ['175.16.199.0/24', { country_code: 'CN' }],
  ['203.0.113.0/24', { country_code: 'ZZ' }],
  ['2001:218::/32', { country: { iso_code: 'JP', names: { en: 'Japan' } }, continent: { code: 'AS', names: { en: 'Asia' } } }],
];

/** A whole number of sixteen bits, as the format wants some of its own; others take 32. */
const short = (number) => ({ [SHORT]: number });

function control(type, size) {
  const extended = type > 7;
  const first = (extended ? 0 : type << 5) | Math.min(size, 29);
  const bytes = [first];
  if (extended) bytes.push(type - 7);
  if (size >= 29) bytes.push(size - 29);
  return Buffer.from(bytes);
}

function encode(value) {
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([control(2, text.length), text]);
  }
  if (typeof value === 'number' && !Number.isInteger(value)) {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return Buffer.concat([control(3, 8), bytes]);
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  if (typeof value === 'bigint') {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(value);
    return Buffer.concat([control(9, 8), bytes]);
  }
  if (SHORT in Object(value)) return Buffer.concat([control(5, 2), Buffer.from([value[SHORT] >> 8, value[SHORT] & 255])]);
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)]);
  const entries = Object.entries(value);
  return Buffer.concat([control(7, entries.length), ...entries.flatMap(([key, member]) => [encode(key), encode(member)])]);
}

/** The 128 bits of a network's base and how many of them count; IPv4 stands under ::/96. */
function bitsOf(network) {
  const [base, length] = network.split('/');
  const v4 = base.includes('.');
  const bytes = Buffer.alloc(16);
  if (v4) base.split('.').forEach((part, i) => (bytes[12 + i] = Number(part)));
  else base.replace('::', '').split(':').forEach((part, i) => bytes.writeUInt16BE(parseInt(part || '0', 16), i * 2));
  const count = Number(length) + (v4 ? 96 : 0);
  return Array.from({ length: count }, (_, i) => (bytes[i >> 3] >> (7 - (i & 7))) & 1);
}

export function makeDatabase(networks = NETWORKS) {
  const nodes = [[null, null]];
  const data = [];
  let size = 0;
  for (const [network, record] of networks) {
    const bits = bitsOf(network);
    let at = 0;
    bits.slice(0, -1).forEach((bit) => {
      if (nodes[at][bit] === null) {
        nodes.push([null, null]);
        nodes[at][bit] = { node: nodes.length - 1 };
      }
      at = nodes[at][bit].node;
    });
    nodes[at][bits.at(-1)] = { data: size };
    const bytes = encode(record);
    data.push(bytes);
    size += bytes.length;
  }
  const tree = Buffer.alloc(nodes.length * 6);
  nodes.forEach((pair, i) =>
    pair.forEach((next, side) => {
      const value = next === null ? nodes.length : (next.node ?? nodes.length + 16 + next.data);
      tree.writeUIntBE(value, i * 6 + side * 3, 3);
    }),
  );
  const metadata = {
    node_count: nodes.length,
    record_size: short(24),
    ip_version: short(6),
    database_type: 'Tenrec-Test-City',
    languages: ['en'],
    binary_format_major_version: short(2),
    binary_format_minor_version: short(0),
    build_epoch: 1_760_000_000n,
    description: { en: 'Places of tests' },
  };
  return Buffer.concat([tree, Buffer.alloc(16), ...data, Buffer.from([0xab, 0xcd, 0xef]), Buffer.from('MaxMind.com'), encode(metadata)]);
}

if (process.argv[2]) fs.writeFileSync(process.argv[2], makeDatabase());
