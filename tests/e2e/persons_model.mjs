// Who is who, in the plainest way: one thread, everything in memory, written from the rules of
// ingestion and not from the program. The tests compare the program with it.
import { createHash } from 'node:crypto';

const NAMESPACE = Buffer.from('932979b465c344248467' + '0b66ec27bc22', 'hex');

/** The id of the person that a distinct id creates: a UUID of version 5. */
export function personIdOf(project, distinctId) {
  const hash = createHash('sha1').update(NAMESPACE).update(`${project}:${distinctId}`).digest();
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  const hex = hash.toString('hex').slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const COPIED = ['$current_url', '$browser', '$os', '$referrer', 'utm_source', 'gclid'];
const NOT_WORTH_A_WRITE = new Set(['$current_url', '$browser', '$os', '$referrer']);
const PERSON_EVENTS = new Set(['$identify', '$create_alias', '$merge_dangerously', '$set']);
const MERGES = { $identify: '$anon_distinct_id', $create_alias: 'alias', $merge_dangerously: 'alias' };
const ILLEGAL_ANY_CASE = new Set(['anonymous', 'guest', 'distinctid', 'distinct_id', 'id', 'not_authenticated', 'email', 'undefined', 'true', 'false']);
const ILLEGAL = new Set(['[object Object]', 'NaN', 'None', 'none', 'null', '0', 'undefined']);

const isIllegal = (id) => {
  const bare = /^(["']).*\1$/s.test(id) && id.length >= 2 ? id.slice(1, -1) : id;
  return bare.trim() === '' || ILLEGAL.has(bare) || ILLEGAL_ANY_CASE.has(bare.toLowerCase());
};
/** JSON with the keys of objects in order, for comparing. */
export const canonical = (value) =>
  JSON.stringify(value, (_, part) => (part && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.keys(part).sort().map((key) => [key, part[key]])) : part));

export class PersonsModel {
  constructor(project) {
    this.project = project;
    this.owners = new Map(); // distinct id → person
    this.events = new Map(); // distinct id → how many are stored
    this.warnings = new Map();
  }

  get persons() {
    return new Set(this.owners.values());
  }

  /** What the program should have done with the event, whatever came before in this order. */
  take(event) {
    const id = event.distinct_id;
    const properties = event.properties;
    const isMerge = event.event in MERGES;
    if (properties.$process_person_profile === false && (isMerge || event.event === '$groupidentify')) return;
    this.events.set(id, (this.events.get(id) ?? 0) + 1);
    const isFlagCheck = event.event === '$feature_flag_called' && !this.owners.has(id);
    if (properties.$process_person_profile === false || isFlagCheck) return;

    const at = Date.parse(event.timestamp);
    if (isMerge) this.#merge(event.event, id, properties[MERGES[event.event]], at);
    if (!this.owners.has(id)) this.#create(id, at);
    if (event.event !== '$exception' && event.event !== '$groupidentify') this.#update(this.owners.get(id), event);
  }

  #create(id, at) {
    this.owners.set(id, { id: personIdOf(this.project, id), createdAt: at, identified: false, properties: {} });
  }

  #merge(event, id, other, at) {
    if (other === undefined || other === id) return;
    if (isIllegal(id) || isIllegal(other)) return this.#warn('cannot_merge_with_illegal_distinct_id');
    const into = this.owners.get(id);
    const from = this.owners.get(other);
    if (!into && !from) {
      this.#create(id, at);
      this.owners.set(other, this.owners.get(id));
    } else if (!from) {
      this.owners.set(other, into);
    } else if (!into) {
      this.owners.set(id, from);
    } else if (from !== into) {
      if (from.identified && event !== '$merge_dangerously') {
        this.#warn('cannot_merge_already_identified');
      } else {
        into.properties = { ...from.properties, ...into.properties };
        into.createdAt = Math.min(into.createdAt, from.createdAt);
        for (const [key, person] of this.owners) if (person === from) this.owners.set(key, into);
      }
    }
    this.owners.get(id).identified = true;
  }

  #update(person, { event, properties }) {
    const set = { ...properties.$set };
    const once = { ...properties.$set_once };
    for (const name of COPIED) {
      if (!(name in properties)) continue;
      if (!(name in set)) set[name] = properties[name];
      const initial = `$initial_${name.replace(/^\$/, '')}`;
      if (!(initial in once)) once[initial] = properties[name];
    }
    const unset = Array.isArray(properties.$unset) ? properties.$unset : Object.keys(properties.$unset ?? {});
    const next = { ...once, ...person.properties, ...set };
    for (const key of unset) delete next[key];
    const differs = (key) => canonical(next[key]) !== canonical(person.properties[key]);
    const changed = Object.keys({ ...next, ...person.properties }).filter(differs);
    const isWorthAWrite = changed.some((key) => PERSON_EVENTS.has(event) || !(key in person.properties) || !(key in next) || !NOT_WORTH_A_WRITE.has(key));
    if (isWorthAWrite) person.properties = next;
  }

  #warn(type) {
    this.warnings.set(type, (this.warnings.get(type) ?? 0) + 1);
  }
}
