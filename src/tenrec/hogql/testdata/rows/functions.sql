SELECT count() AS `COUNT()`, lower(max(__events.event)) AS `Lower(max(event))`, coalesce(NULL, 1) AS `COALESCE(NULL, 1)`, ifNull(NULL, 2) AS `IfNull(NULL, 2)` FROM events AS __events PREWHERE equals(__events.team_id, 61) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 5,"server",1,2
;
SELECT concat(__events.event, ifNull(toString(__events.p_utm_source), ''), toString(1), '', toString(true), ifNull(toString(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64')), '')) AS `concat(event, properties.utm_source, 1, NULL, true, properties.price)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageviewgoogle1true10"
-- row: "$pageview1true2.5"
-- row: "buy1true"
-- row: "$pageview1true"
-- row: "server1true"
;
SELECT trimBoth({p0:String}) AS `trim('  a ')`, trimBoth({p1:String}, {p2:String}) AS column_2, trimBoth({p1:String}, {p2:String}) AS `trim('xax', 'x')`, trimLeft({p1:String}, {p2:String}) AS `trimLeft('xax', 'x')`, trimRight({p1:String}, {p2:String}) AS `trimRight('xax', 'x')`, trimLeft({p3:String}) AS `ltrim(' a')`, trimBoth({p4:String}) AS `btrim(' a ')` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0:   a 
-- p1: xax
-- p2: x
-- p3:  a
-- p4:  a 
-- row: "a","a","a","ax","xa","a","a"
;
SELECT toStartOfWeek(toTimeZone(__events.timestamp, 'America/New_York'), 0) AS `toStartOfWeek(timestamp)`, toStartOfWeek(toTimeZone(__events.timestamp, 'America/New_York'), 3) AS `toStartOfWeek(timestamp, 3)`, toDayOfWeek(toTimeZone(__events.timestamp, 'America/New_York')) AS `toDayOfWeek(timestamp)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "2024-02-25","2024-02-26",5
-- row: "2024-02-25","2024-02-26",5
-- row: "2024-02-25","2024-02-26",5
-- row: "2024-02-25","2024-02-26",6
-- row: "2024-03-03","2024-02-26",7
;
SELECT toStartOfWeek(toTimeZone(__events.timestamp, 'America/New_York'), 3) AS `toStartOfWeek(timestamp)`, toStartOfWeek(toTimeZone(__events.timestamp, 'America/New_York'), 0) AS `toStartOfWeek(timestamp, 0)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "2024-02-26","2024-02-25"
-- row: "2024-02-26","2024-02-25"
-- row: "2024-02-26","2024-02-25"
-- row: "2024-02-26","2024-02-25"
-- row: "2024-02-26","2024-03-03"
;
SELECT accurateCastOrNull({p0:String}, 'Int64') AS `toInt('5')`, accurateCastOrNull({p1:String}, 'Int64') AS `toInt('x')`, accurateCastOrNull({p2:String}, 'Float64') AS `toFloat('1.5')`, accurateCastOrNull({p1:String}, 'Float64') AS `toFloat('x')`, accurateCastOrNull({p1:String}, 'UUID') AS `toUUID('x')`, accurateCastOrNull({p3:String}, 'UUID') AS `toUUID('00000000-0000-0000-0000-000000000001')`, accurateCastOrNull({p2:String}, 'Decimal64(2)') AS `toDecimal('1.5', 2)`, toInt64OrZero({p1:String}) AS `toIntOrZero('x')`, toFloat64OrDefault({p1:String}, 7.0) AS `toFloatOrDefault('x', 7.0)`, toBool({p4:String}) AS `toBool('true')`, accurateCastOrNull(5, 'Nullable(String)') AS `toNullableString(5)` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 5
-- p1: x
-- p2: 1.5
-- p3: 00000000-0000-0000-0000-000000000001
-- p4: true
-- row: 5,null,1.5,null,null,"00000000-0000-0000-0000-000000000001",1.5,0,7.0,true,"5"
;
SELECT toDate({p0:String}) AS `toDate('2024-01-01')`, toDateOrNull({p1:String}) AS `toDate('x')`, toDate(toTimeZone(__events.timestamp, 'America/New_York')) AS `toDate(timestamp)`, toDate(parseDateTime64BestEffortOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'at'), ''), NULL, equals(arrayElement(__events.properties_tail, 'at'), '\x01'), '', arrayElement(__events.properties_tail, 'at')), 6, 'America/New_York')) AS `to_date(properties.at)`, toDateTime(parseDateTime64BestEffortOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'at'), ''), NULL, equals(arrayElement(__events.properties_tail, 'at'), '\x01'), '', arrayElement(__events.properties_tail, 'at')), 6, 'America/New_York'), 'America/New_York') AS `toDateTime(properties.at)`, toDateTime(toDate({p0:String}), 'America/New_York') AS `toDateTime(toDate('2024-01-01'))` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-01-01
-- p1: x
-- row: "2024-01-01",null,"2024-03-01","2024-02-29","2024-02-29T07:00:00-05:00","2024-01-01T00:00:00-05:00"
;
SELECT arraySort([3, 1, 2]) AS `arrayReverseSort([3, 1, 2])`, arraySort([3, 1, 2]) AS `arraySort([3, 1, 2])` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: [1,2,3],[1,2,3]
;
SELECT leftUTF8({p0:String}, 2) AS `left('héllo', 2)`, rightUTF8({p0:String}, 2) AS `right('héllo', 2)`, dateTrunc({p1:String}, toTimeZone(__events.timestamp, 'America/New_York')) AS `date_trunc('month', timestamp)`, toYear(toTimeZone(__events.timestamp, 'America/New_York')) AS `date_part('year', timestamp)`, toStartOfInterval(toTimeZone(__events.timestamp, 'America/New_York'), toIntervalDay(1), toDateTime64({p2:String}, 6, 'America/New_York')) AS `date_bin(toIntervalDay(1), timestamp, toDateTime('2024-01-01'))`, makeDate(2024, 1, 2) AS `make_date(2024, 1, 2)`, arrayElement(splitByString({p3:String}, ifNull(toString({p4:String}), {p5:String})), 2) AS `split_part('a-b', '-', 2)`, initcap({p6:String}) AS `initcap('ab cd')`, lpad({p7:String}, 3, {p8:String}) AS `lpad('a', 3, 'x')` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: héllo
-- p1: month
-- p2: 2024-01-01
-- p3: -
-- p4: a-b
-- p5: 
-- p6: ab cd
-- p7: a
-- p8: x
-- row: "hé","lo","2024-03-01",2024,"2024-03-01T05:00:00-05:00","2024-01-02","b","Ab Cd","xxa"
;
SELECT toJSONString(groupArray(__query_0.event)) AS `json_agg(event)`, arrayStringConcat(groupArray(__query_0.event), {p0:String}) AS `string_agg(event, ',')`, toBool(min(notEquals(__query_0.event, {p1:String}))) AS `every(notEquals(event, 'x'))`, groupArray(__query_0.event) AS `array_agg(event)` FROM (SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC) AS __query_0 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: ,
-- p1: x
-- row: "[\"$pageview\",\"$pageview\",\"buy\",\"$pageview\",\"server\"]","$pageview,$pageview,buy,$pageview,server",true,["$pageview","$pageview","buy","$pageview","server"]
;
SELECT quantile(0.5)(__numbers.number) AS `quantile(0.5)(number)`, quantiles(0.25, 0.75)(__numbers.number) AS `quantiles(0.25, 0.75)(number)`, topK(2)(modulo(__numbers.number, 2)) AS `topK(2)(modulo(number, 2))`, groupArraySample(10)(1) AS `groupArraySample(10)(1)` FROM numbers(5) AS __numbers SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 2.0,[1.0,3.0],[0,1],[1,1,1,1,1]
;
SELECT countIf(greater(__numbers.number, 2)) AS `countIf(greater(number, 2))`, sumArrayIf([__numbers.number], greater(__numbers.number, 2)) AS `sumArrayIf([number], greater(number, 2))`, avgOrNullIf(__numbers.number, greater(__numbers.number, 9)) AS `avgOrNullIf(number, greater(number, 9))`, countDistinctIf(modulo(__numbers.number, 2), greater(__numbers.number, 0)) AS `countDistinctIf(modulo(number, 2), greater(number, 0))`, maxArgMax(__numbers.number, __numbers.number) AS `maxArgMax(number, number)`, sumMap(map({p0:String}, __numbers.number)) AS `sumMap(map('a', number))` FROM numbers(5) AS __numbers SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- row: 2,7,null,2,4,{"a":10}
;
SELECT countMerge(__query_0.c) AS `countMerge(c)`, uniqMerge(__query_0.u) AS `uniqMerge(u)`, avgMerge(__query_0.a) AS `avgMerge(a)` FROM (SELECT countState() AS c, uniqState(__numbers.number) AS u, avgState(__numbers.number) AS a FROM numbers(5) AS __numbers) AS __query_0 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 5,5,2.0
;
SELECT isNull(__events.p_utm_source) AS `equals(properties.utm_source, NULL)`, ifNull(notEquals(__events.p_utm_source, {p0:String}), 1) AS `notEquals(properties.utm_source, 'google')`, ifNull(less(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64'), 5), 0) AS `less(properties.price, 5)`, in(__events.event, {p1:String}) AS `in(event, 'buy')`, like(__events.event, {p2:String}) AS column_5 FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: google
-- p1: buy
-- p2: b%
-- row: 0,0,0,0,0
-- row: 1,1,1,0,0
-- row: 1,1,0,1,1
-- row: 1,1,0,0,0
-- row: 1,1,0,0,0
;
SELECT transform(lower({p0:String}), [{p1:String}, {p2:String}, {p3:String}, {p4:String}, {p5:String}, {p6:String}, {p7:String}, {p8:String}, {p9:String}, {p10:String}, {p11:String}, {p0:String}, {p12:String}, {p13:String}, {p14:String}, {p15:String}, {p16:String}, {p17:String}, {p18:String}, {p19:String}, {p20:String}, {p21:String}, {p22:String}, {p23:String}, {p24:String}, {p25:String}, {p26:String}, {p27:String}, {p28:String}, {p29:String}, {p30:String}, {p31:String}, {p32:String}, {p33:String}, {p34:String}, {p35:String}, {p36:String}, {p37:String}, {p38:String}, {p39:String}, {p40:String}, {p41:String}, {p42:String}, {p43:String}, {p44:String}, {p45:String}, {p46:String}, {p47:String}, {p48:String}, {p49:String}, {p50:String}, {p51:String}, {p52:String}, {p53:String}, {p54:String}, {p55:String}, {p56:String}, {p57:String}, {p58:String}, {p59:String}, {p60:String}, {p61:String}, {p62:String}, {p63:String}, {p64:String}, {p65:String}, {p66:String}, {p67:String}, {p68:String}, {p69:String}, {p70:String}, {p71:String}, {p72:String}, {p73:String}, {p74:String}, {p75:String}, {p76:String}, {p77:String}], [{p78:String}, {p79:String}, {p80:String}, {p81:String}, {p82:String}, {p83:String}, {p84:String}, {p85:String}, {p86:String}, {p87:String}, {p88:String}, {p89:String}, {p90:String}, {p91:String}, {p92:String}, {p93:String}, {p94:String}, {p95:String}, {p96:String}, {p97:String}, {p98:String}, {p99:String}, {p100:String}, {p101:String}, {p102:String}, {p103:String}, {p104:String}, {p105:String}, {p106:String}, {p107:String}, {p108:String}, {p109:String}, {p110:String}, {p111:String}, {p112:String}, {p113:String}, {p114:String}, {p115:String}, {p116:String}, {p117:String}, {p118:String}, {p119:String}, {p120:String}, {p121:String}, {p122:String}, {p123:String}, {p124:String}, {p125:String}, {p126:String}, {p127:String}, {p128:String}, {p129:String}, {p127:String}, {p127:String}, {p130:String}, {p131:String}, {p132:String}, {p133:String}, {p134:String}, {p135:String}, {p136:String}, {p137:String}, {p138:String}, {p139:String}, {p140:String}, {p141:String}, {p142:String}, {p143:String}, {p144:String}, {p145:String}, {p146:String}, {p147:String}, {p148:String}, {p149:String}, {p150:String}, {p151:String}, {p152:String}, {p153:String}], {p154:String}) AS `languageCodeToName('de')`, transform(lower({p155:String}), [{p1:String}, {p2:String}, {p3:String}, {p4:String}, {p5:String}, {p6:String}, {p7:String}, {p8:String}, {p9:String}, {p10:String}, {p11:String}, {p0:String}, {p12:String}, {p13:String}, {p14:String}, {p15:String}, {p16:String}, {p17:String}, {p18:String}, {p19:String}, {p20:String}, {p21:String}, {p22:String}, {p23:String}, {p24:String}, {p25:String}, {p26:String}, {p27:String}, {p28:String}, {p29:String}, {p30:String}, {p31:String}, {p32:String}, {p33:String}, {p34:String}, {p35:String}, {p36:String}, {p37:String}, {p38:String}, {p39:String}, {p40:String}, {p41:String}, {p42:String}, {p43:String}, {p44:String}, {p45:String}, {p46:String}, {p47:String}, {p48:String}, {p49:String}, {p50:String}, {p51:String}, {p52:String}, {p53:String}, {p54:String}, {p55:String}, {p56:String}, {p57:String}, {p58:String}, {p59:String}, {p60:String}, {p61:String}, {p62:String}, {p63:String}, {p64:String}, {p65:String}, {p66:String}, {p67:String}, {p68:String}, {p69:String}, {p70:String}, {p71:String}, {p72:String}, {p73:String}, {p74:String}, {p75:String}, {p76:String}, {p77:String}], [{p78:String}, {p79:String}, {p80:String}, {p81:String}, {p82:String}, {p83:String}, {p84:String}, {p85:String}, {p86:String}, {p87:String}, {p88:String}, {p89:String}, {p90:String}, {p91:String}, {p92:String}, {p93:String}, {p94:String}, {p95:String}, {p96:String}, {p97:String}, {p98:String}, {p99:String}, {p100:String}, {p101:String}, {p102:String}, {p103:String}, {p104:String}, {p105:String}, {p106:String}, {p107:String}, {p108:String}, {p109:String}, {p110:String}, {p111:String}, {p112:String}, {p113:String}, {p114:String}, {p115:String}, {p116:String}, {p117:String}, {p118:String}, {p119:String}, {p120:String}, {p121:String}, {p122:String}, {p123:String}, {p124:String}, {p125:String}, {p126:String}, {p127:String}, {p128:String}, {p129:String}, {p127:String}, {p127:String}, {p130:String}, {p131:String}, {p132:String}, {p133:String}, {p134:String}, {p135:String}, {p136:String}, {p137:String}, {p138:String}, {p139:String}, {p140:String}, {p141:String}, {p142:String}, {p143:String}, {p144:String}, {p145:String}, {p146:String}, {p147:String}, {p148:String}, {p149:String}, {p150:String}, {p151:String}, {p152:String}, {p153:String}], {p154:String}) AS `languageCodeToName('zz')` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: de
-- p1: af
-- p2: ar
-- p3: az
-- p4: be
-- p5: bg
-- p6: bn
-- p7: bs
-- p8: ca
-- p9: cs
-- p10: cy
-- p11: da
-- p12: el
-- p13: en
-- p14: eo
-- p15: es
-- p16: et
-- p17: eu
-- p18: fa
-- p19: fi
-- p20: fil
-- p21: fr
-- p22: ga
-- p23: gl
-- p24: gu
-- p25: he
-- p26: hi
-- p27: hr
-- p28: hu
-- p29: hy
-- p30: id
-- p31: is
-- p32: it
-- p33: ja
-- p34: ka
-- p35: kk
-- p36: km
-- p37: kn
-- p38: ko
-- p39: ky
-- p40: lo
-- p41: lt
-- p42: lv
-- p43: mk
-- p44: ml
-- p45: mn
-- p46: mr
-- p47: ms
-- p48: my
-- p49: nb
-- p50: ne
-- p51: nl
-- p52: nn
-- p53: no
-- p54: pa
-- p55: pl
-- p56: ps
-- p57: pt
-- p58: ro
-- p59: ru
-- p60: si
-- p61: sk
-- p62: sl
-- p63: sq
-- p64: sr
-- p65: sv
-- p66: sw
-- p67: ta
-- p68: te
-- p69: th
-- p70: tl
-- p71: tr
-- p72: uk
-- p73: ur
-- p74: uz
-- p75: vi
-- p76: zh
-- p77: zu
-- p78: Afrikaans
-- p79: Arabic
-- p80: Azerbaijani
-- p81: Belarusian
-- p82: Bulgarian
-- p83: Bengali
-- p84: Bosnian
-- p85: Catalan
-- p86: Czech
-- p87: Welsh
-- p88: Danish
-- p89: German
-- p90: Greek
-- p91: English
-- p92: Esperanto
-- p93: Spanish
-- p94: Estonian
-- p95: Basque
-- p96: Persian
-- p97: Finnish
-- p98: Filipino
-- p99: French
-- p100: Irish
-- p101: Galician
-- p102: Gujarati
-- p103: Hebrew
-- p104: Hindi
-- p105: Croatian
-- p106: Hungarian
-- p107: Armenian
-- p108: Indonesian
-- p109: Icelandic
-- p110: Italian
-- p111: Japanese
-- p112: Georgian
-- p113: Kazakh
-- p114: Khmer
-- p115: Kannada
-- p116: Korean
-- p117: Kyrgyz
-- p118: Lao
-- p119: Lithuanian
-- p120: Latvian
-- p121: Macedonian
-- p122: Malayalam
-- p123: Mongolian
-- p124: Marathi
-- p125: Malay
-- p126: Burmese
-- p127: Norwegian
-- p128: Nepali
-- p129: Dutch
-- p130: Punjabi
-- p131: Polish
-- p132: Pashto
-- p133: Portuguese
-- p134: Romanian
-- p135: Russian
-- p136: Sinhala
-- p137: Slovak
-- p138: Slovenian
-- p139: Albanian
-- p140: Serbian
-- p141: Swedish
-- p142: Swahili
-- p143: Tamil
-- p144: Telugu
-- p145: Thai
-- p146: Tagalog
-- p147: Turkish
-- p148: Ukrainian
-- p149: Urdu
-- p150: Uzbek
-- p151: Vietnamese
-- p152: Chinese
-- p153: Zulu
-- p154: Unknown
-- p155: zz
-- row: "German","Unknown"
;
SELECT toString(tumbleStart(toDateTime(toDateTime64({p0:String}, 6, 'America/New_York'), 'UTC'), toIntervalMinute(5))) AS `toString(tumbleStart(toDateTime('2024-01-01 00:07:00'), toIntervalMinute(5)))`, notEquals(hex(hex(MD5({p1:String}))), {p2:String}) AS `notEquals(hex(md5('a')), '')`, hex(MD5({p1:String})) AS `md5('a')` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-01-01 00:07:00
-- p1: a
-- p2: 
-- row: "2024-01-01 05:05:00",1,"0CC175B9C0F1B6A831C399E269772661"
