import { geoNaturalEarth1, geoPath } from 'd3-geo'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import world from 'world-atlas/countries-110m.json'

/*
 * The shapes name countries by the numbers of ISO 3166-1, breakdowns by its two letters: both stand
 * here, five characters a country. Countries too small for the shapes are dots, at these places.
 */
const numbers =
  'AE784AF004AL008AM051AO024AQ010AR032AT040AU036AZ031BA070BD050BE056BF854BG100BI108BJ204BN096BO068BR076BS044BT064BW072BY112' +
  'BZ084CA124CD180CF140CG178CH756CI384CL152CM120CN156CO170CR188CU192CY196CZ203DE276DJ262DK208DO214DZ012EC218EE233EG818EH732' +
  'ER232ES724ET231FI246FJ242FK238FR250GA266GB826GE268GH288GL304GM270GN324GQ226GR300GT320GW624GY328HN340HR191HT332HU348ID360' +
  'IE372IL376IN356IQ368IR364IS352IT380JM388JO400JP392KE404KG417KH116KP408KR410KW414KZ398LA418LB422LK144LR430LS426LT440LU442' +
  'LV428LY434MA504MD498ME499MG450MK807ML466MM104MN496MR478MW454MX484MY458MZ508NA516NC540NE562NG566NI558NL528NO578NP524NZ554' +
  'OM512PA591PE604PG598PH608PK586PL616PR630PS275PT620PY600QA634RO642RS688RU643RW646SA682SB090SD729SE752SI705SK703SL694SN686' +
  'SO706SR740SS728SV222SY760SZ748TD148TF260TG768TH764TJ762TL626TM795TN788TR792TT780TW158TZ834UA804UG800US840UY858UZ860VE862' +
  'VN704VU548YE887ZA710ZM894ZW716'

const dots = `
AD 1.6 42.5 AG -61.8 17.1 AS -170.7 -14.3 AW -70 12.5 AX 20 60.2 BB -59.6 13.2 BH 50.6 26.1 BL -62.8 17.9 BM -64.8 32.3 BQ -68.3 12.2
CK -159.8 -21.2 CV -23.6 15.1 CW -69 12.2 DM -61.4 15.4 FM 158.2 6.9 FO -6.9 62 GD -61.7 12.1 GF -53.1 3.9 GG -2.6 49.5 GI -5.3 36.1
GP -61.5 16.2 GU 144.8 13.4 HK 114.2 22.3 IM -4.5 54.2 JE -2.1 49.2 KI 173 1.4 KM 43.3 -11.7 KN -62.8 17.3 KY -81.3 19.3 LC -61 13.9
LI 9.5 47.2 MC 7.4 43.7 MF -63.1 18.1 MH 171.2 7.1 MO 113.5 22.2 MP 145.7 15.2 MQ -61 14.6 MS -62.2 16.7 MT 14.4 35.9 MU 57.6 -20.3
MV 73.5 3.2 NR 166.9 -0.5 PF -149.4 -17.7 PM -56.3 46.9 PW 134.6 7.5 RE 55.5 -21.1 SC 55.5 -4.7 SG 103.8 1.35 SH -5.7 -15.9 SM 12.5 43.9
ST 6.6 0.2 SX -63.1 18 TC -71.8 21.8 TO -175.2 -21.2 TV 179.2 -8.5 VA 12.5 41.9 VC -61.2 13.3 VG -64.6 18.4 VI -64.9 17.7 WF -177.2 -13.3
WS -172.1 -13.8 YT 45.2 -12.8`

/** What stands for a country on the map. */
export interface CountryShape {
  /** Two letters; null for land that has no code of its own. */
  code: string | null
  path: string
  /** Where its tooltip points. */
  x: number
  y: number
}

export interface WorldShapes {
  height: number
  countries: CountryShape[]
  dots: CountryShape[]
}

const antarctica = '010'

/** The countries as paths for a map of this width. */
export function drawWorld(width: number): WorldShapes {
  const codes = new Map<string, string>()
  for (let i = 0; i < numbers.length; i += 5) codes.set(numbers.slice(i + 2, i + 5), numbers.slice(i, i + 2))
  const topology = world as unknown as Topology<{ countries: GeometryCollection }>
  const all = feature(topology, topology.objects.countries)
  const land = { ...all, features: all.features.filter((country) => country.id !== antarctica) }
  const projection = geoNaturalEarth1().fitWidth(width, land)
  const draw = geoPath(projection).digits(1)
  const [, [, bottom]] = draw.bounds(land)
  return {
    height: Math.ceil(bottom),
    countries: land.features.map((country) => {
      const [x, y] = draw.centroid(country)
      return { code: codes.get(String(country.id)) ?? null, path: draw(country) ?? '', x, y }
    }),
    dots: placesOfDots().map(({ code, at }) => {
      const [x, y] = projection(at) ?? [0, 0]
      return { code, path: `M${x.toFixed(1)} ${y.toFixed(1)}m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0`, x, y }
    }),
  }
}

function placesOfDots(): { code: string; at: [number, number] }[] {
  const words = dots.trim().split(/\s+/)
  const places: { code: string; at: [number, number] }[] = []
  for (let i = 0; i + 2 < words.length; i += 3) places.push({ code: words[i] ?? '', at: [Number(words[i + 1]), Number(words[i + 2])] })
  return places
}
