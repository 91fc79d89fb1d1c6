// Actions of random steps beside a plain reading of the elements that were clicked: which events are one,
// counted by trends and listed by EventsQuery. Source: queries.md 3.4 and 3.6
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';

import { signUp, startServer, until } from '../harness.mjs';
import { Random, theSeed } from './random.mjs';

const CASES = Number(process.env.TENREC_CASES ?? 150);
const EVENTS = 240;
const TAGS = ['a', 'button', 'div', 'section', 'form', 'span'];
const CLASSES = ['btn', 'btn-primary', 'card', 'nav', 'btnx'];
const IDS = ['main', 'buy', 'buy-now'];
const TEXTS = ['Buy', 'buy now', 'Pricing', 'Sign up'];
const HREFS = ['/', '/pricing', '/pricing?plan=pro', 'https://other.test/a'];
const URLS = ['https://shop.test/', 'https://shop.test/cart', 'https://shop.test/cart?step=2', 'http://shop.test/Cart/9'];

/** Elements of a click, from the innermost outwards. */
function someElements(random) {
  return Array.from({ length: random.between(1, 4) }, (_, depth) => ({
    tag: random.pick(TAGS),
    classes: CLASSES.filter(() => random.chance(25)).sort(),
    ...(random.chance(20) ? { id: random.pick(IDS) } : {}),
    ...(depth < 2 && random.chance(35) ? { href: random.pick(HREFS) } : {}),
    ...(depth < 2 && random.chance(45) ? { text: random.pick(TEXTS) } : {}),
    ...(random.chance(25) ? { data: random.pick(['buy', 'sell']) } : {}),
    child: random.between(1, 3),
    ofType: random.between(1, 2),
  }));
}

/** As browsers send them: one by one, or as a chain. */
const asElements = (elements) =>
  elements.map(({ tag, classes, id, href, text, data, child, ofType }) => ({
    tag_name: tag,
    ...(classes.length > 0 ? { classes, attr__class: classes.join(' ') } : {}),
    ...(id ? { attr__id: id } : {}),
    ...(href ? { attr__href: href } : {}),
    ...(text ? { $el_text: text } : {}),
    ...(data ? { 'attr__data-attr': data } : {}),
    nth_child: child,
    nth_of_type: ofType,
  }));

const asChain = (elements) =>
  elements
    .map(({ tag, classes, id, href, text, data, child, ofType }) => {
      const attributes = {
        ...(data ? { 'attr__data-attr': data } : {}),
        ...(href ? { attr__href: href } : {}),
        ...(id ? { attr_id: id } : {}),
        ...(href ? { href } : {}),
        'nth-child': child,
        'nth-of-type': ofType,
        ...(text ? { text } : {}),
      };
      return `${[tag, ...classes].join('.')}:${Object.entries(attributes).map(([key, value]) => `${key}="${value}"`).join('')}`;
    })
    .join(';');

function someEvent(random, i) {
  const digest = createHash('sha256').update(`action ${i}`).digest('hex');
  const event = { uuid: `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`, event: random.pick(['$autocapture', '$autocapture', '$autocapture', '$pageview', 'paid']), distinct_id: `p${random.below(20)}`, timestamp: new Date(Date.UTC(2024, 0, 10, 0, i)).toISOString(), properties: { plan: random.pick(['free', 'pro']) } };
  if (random.chance(85)) event.properties.$current_url = random.pick(URLS);
  if (event.event !== '$autocapture') return { event, elements: [] };
  const elements = someElements(random);
  if (random.chance(50)) event.properties.$elements = asElements(elements);
  else event.properties.$elements_chain = asChain(elements);
  return { event, elements };
}

// What a selector asks: compounds from the innermost outwards, each with what joins it to the one around.

function someCompound(random, element) {
  const one = {};
  if (random.chance(60)) one.tag = random.chance(85) ? element.tag : random.pick([...TAGS, '*']);
  if (random.chance(40)) one.classes = element.classes.length > 0 && random.chance(80) ? [random.pick(element.classes)] : [random.pick(CLASSES)];
  if (random.chance(20)) one.id = element.id ?? random.pick(IDS);
  if (random.chance(15)) one.href = element.href ?? random.pick(HREFS);
  if (random.chance(20)) one.data = element.data ?? 'buy';
  if (random.chance(15)) one.child = random.chance(75) ? element.child : random.between(1, 3);
  if (random.chance(10)) one.ofType = element.ofType;
  return Object.keys(one).length === 0 ? { tag: element.tag } : one;
}

function someSelector(random, elements) {
  const at = random.below(elements.length);
  const parts = [{ ...someCompound(random, elements[at]) }];
  for (let outer = at + 1; outer < elements.length && random.chance(55); ++outer) {
    parts.push({ ...someCompound(random, elements[outer]), parent: random.chance(50) });
  }
  return parts;
}

const printCompound = ({ tag, classes = [], id, href, data, child, ofType }) =>
  [tag ?? '', id ? `#${id}` : '', ...classes.map((name) => `.${name}`), href ? `[href="${href}"]` : '', data ? `[data-attr="${data}"]` : '', child ? `:nth-child(${child})` : '', ofType ? `:nth-of-type(${ofType})` : ''].join('');

const printSelector = (parts) => parts.reduceRight((text, part, i) => (i === parts.length - 1 ? printCompound(part) : `${text}${parts[i + 1].parent ? ' > ' : ' '}${printCompound(part)}`), '');

const fitsCompound = (one, element) =>
  (!one.tag || one.tag === '*' || one.tag === element.tag) &&
  (one.classes ?? []).every((name) => element.classes.includes(name)) &&
  ['id', 'href', 'data', 'child', 'ofType'].every((key) => one[key] === undefined || one[key] === element[key]);

/** Whether the parts from `part` on fit, when the one before fits the element `at`. */
function fitsAround(parts, part, elements, at) {
  if (part === parts.length) return true;
  for (let outer = at + 1; outer < elements.length; ++outer) {
    if (fitsCompound(parts[part], elements[outer]) && fitsAround(parts, part + 1, elements, outer)) return true;
    if (parts[part].parent) return false;
  }
  return false;
}
const fitsSelector = (parts, elements) => elements.some((element, at) => fitsCompound(parts[0], element) && fitsAround(parts, 1, elements, at));

// Steps.

function someText(random, values) {
  const value = random.pick(values);
  const how = random.pick(['exact', 'contains', 'regex', undefined]);
  if (how === 'contains') return [value.slice(random.below(3)).toUpperCase(), how];
  if (how === 'regex') return [random.pick([`^${value[0]}`, '[0-9]$', `${value.at(-1)}$`]), how];
  return [value, how];
}

function someStep(random, clicks) {
  const step = { event: random.pick(['$autocapture', '$autocapture', '$autocapture', '$pageview', null]), properties: [] };
  const plain = { ...step };
  if (step.event === '$autocapture') {
    if (random.chance(60)) {
      plain.selector = someSelector(random, random.pick(clicks).elements);
      step.selector = printSelector(plain.selector);
    }
    if (random.chance(20)) step.tag_name = plain.tag = random.pick(TAGS);
    for (const [key, values, chance] of [['text', TEXTS, 25], ['href', HREFS, 20]]) {
      if (!random.chance(chance)) continue;
      const [value, how] = someText(random, values);
      plain[key] = { value, how };
      Object.assign(step, { [key]: value, ...(how ? { [`${key}_matching`]: how } : {}) });
    }
  }
  if (random.chance(30)) {
    const how = random.pick(['exact', 'contains', 'regex', undefined]);
    const value = how === 'exact' ? random.pick(URLS) : how === 'regex' ? random.pick(['^https', 'cart$', '[0-9]+']) : random.pick(['cart', 'shop.test/', 'Cart', 'step=']);
    plain.url = { value, how };
    Object.assign(step, { url: value, ...(how ? { url_matching: how } : {}) });
  }
  if (random.chance(20)) step.properties = [{ type: 'event', key: 'plan', operator: 'exact', value: ['pro'] }];
  return { step, plain: { ...plain, pro: step.properties.length > 0 } };
}

const fitsText = ({ value, how }, text, ignoreCase) => {
  if (how === 'regex') return new RegExp(value).test(text);
  if (how === 'contains') return ignoreCase ? text.toLowerCase().includes(value.toLowerCase()) : text.includes(value);
  return text === value;
};

function fitsStep({ event, selector, tag, text, href, url, pro }, { event: row, elements }) {
  if (event !== null && event !== row.event) return false;
  if (selector && !fitsSelector(selector, elements)) return false;
  if (tag && !elements.some((one) => one.tag === tag)) return false;
  if (text && !elements.some((one) => one.text !== undefined && fitsText(text, one.text, true))) return false;
  // Of links inside each other the innermost counts.
  if (href && !fitsText(href, elements.find((one) => one.href)?.href ?? '', true)) return false;
  if (url && !(row.properties.$current_url !== undefined && fitsText({ how: 'contains', ...JSON.parse(JSON.stringify(url)) }, row.properties.$current_url, false))) return false;
  return !pro || row.properties.plan === 'pro';
}

test('actions are the events that a plain reading of what was clicked says', { timeout: 600_000 }, async (t) => {
  const seed = theSeed();
  t.diagnostic(`TENREC_SEED=${seed}`);
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const random = new Random(seed);
  const rows = Array.from({ length: EVENTS }, (_, i) => someEvent(random, i));
  const clicks = rows.filter(({ elements }) => elements.length > 0);
  const sent = await server.post('/batch/', { api_key: owner.token, batch: rows.map(({ event }) => event) });
  assert.equal(sent.status, 200, sent.text);
  await until('the events', async () => (await owner.eventCount()) === EVENTS);
  const at = `/api/projects/${owner.project.id}/actions/`;
  const { id } = await owner.api('POST', at, { name: 'It', steps: [{ event: 'paid' }] });
  let found = 0;
  for (let i = 0; i < CASES; ++i) {
    const steps = Array.from({ length: random.pick([1, 1, 1, 2]) }, () => someStep(random, clicks));
    const written = steps.map(({ step }) => step);
    await owner.api('PATCH', `${at}${id}/`, { steps: written });
    const expected = rows.filter((row) => steps.some(({ plain }) => fitsStep(plain, row))).map(({ event }) => event);
    const about = `case ${i}: ${JSON.stringify(written)}`;
    const listed = await owner.query({ kind: 'EventsQuery', select: ['uuid'], after: 'all', actionId: id, limit: 1000 });
    assert.deepEqual(listed.results.map(([uuid]) => uuid).sort(), expected.map(({ uuid }) => uuid).sort(), about);
    if (i % 5 === 0) {
      const series = ['total', 'dau'].map((math) => ({ kind: 'ActionsNode', id, math }));
      const counted = await owner.query({ kind: 'TrendsQuery', series, dateRange: { date_from: '2024-01-10', date_to: '2024-01-10' } });
      assert.deepEqual(counted.results.map(({ data }) => data[0]), [expected.length, new Set(expected.map((one) => one.distinct_id)).size], about);
    }
    found += expected.length > 0 && expected.length < EVENTS ? 1 : 0;
  }
  assert.ok(found > CASES / 3, `only ${found} of ${CASES} actions tell events apart`);
});
