/** Sample rows of the kit's tables: always the same. */
export interface SamplePerson {
  id: string
  name: string
  email: string
  place: string
  browser: string
  events: number
  change: number
}

const first = ['Ada', 'Tomás', 'Priya', 'Jonas', 'Mei', 'Lucas', 'Sofia', 'Noah', 'Ines', 'Kofi', 'Hannah', 'Yara']
const last = ['Krause', 'Ferreira', 'Raman', 'Weber', 'Tanaka', 'Moreau', 'Lindqvist', 'Adler', 'Carvalho', 'Mensah', 'Vogel', 'Haddad']
const places = ['Berlin, DE', 'Porto, PT', 'Bengaluru, IN', 'Hamburg, DE', 'Osaka, JP', 'Lyon, FR', 'Malmö, SE', 'Austin, US']
const browsers = ['Chrome 142', 'Firefox 145', 'Safari 19', 'Edge 142', 'Arc 1.82']

const pick = <T>(from: readonly [T, ...T[]] | T[], at: number) => from[at % from.length] as T

export function samplePeople(count: number): SamplePerson[] {
  return Array.from({ length: count }, (_, i) => {
    const name = `${pick(first, i * 7)} ${pick(last, i * 5 + Math.floor(i / 12))}`
    return {
      id: `person-${i}`,
      name,
      email: `${name.toLowerCase().replace(' ', '.')}${i > 11 ? i : ''}@nordwind.example`,
      place: pick(places, i * 3),
      browser: pick(browsers, i * 11 + 1),
      events: (i * 7919) % 4000,
      change: ((i * 37) % 120) / 100 - 0.4,
    }
  })
}
