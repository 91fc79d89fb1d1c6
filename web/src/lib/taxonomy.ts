import { once } from './once'

/** Names that people read, for the events and properties that the SDKs send by themselves. */
const eventNames: Record<string, string> = {
  $pageview: 'Pageview',
  $pageleave: 'Pageleave',
  $autocapture: 'Autocapture',
  $screen: 'Screen',
  $identify: 'Identify',
  $set: 'Set person properties',
  $create_alias: 'Alias',
  $groupidentify: 'Group identify',
  $feature_flag_called: 'Feature flag called',
  $rageclick: 'Rage click',
  $dead_click: 'Dead click',
  $exception: 'Exception',
  $web_vitals: 'Web vitals',
  '$$heatmap': 'Heatmap',
  $opt_in: 'Opted in',
}

const propertyNames: Record<string, string> = {
  $browser: 'Browser',
  $browser_version: 'Browser version',
  $browser_language: 'Browser language',
  $os: 'OS',
  $os_version: 'OS version',
  $device: 'Device',
  $device_type: 'Device type',
  $device_id: 'Device ID',
  $current_url: 'Current URL',
  $pathname: 'Path name',
  $host: 'Host',
  $title: 'Title',
  $referrer: 'Referrer URL',
  $referring_domain: 'Referring domain',
  $screen_height: 'Screen height',
  $screen_width: 'Screen width',
  $viewport_height: 'Viewport height',
  $viewport_width: 'Viewport width',
  $lib: 'Library',
  $lib_version: 'Library version',
  $session_id: 'Session ID',
  $window_id: 'Window ID',
  $ip: 'IP address',
  $timezone: 'Timezone',
  $raw_user_agent: 'User agent',
  $user_agent: 'User agent',
  $event_type: 'Event type',
  $active_feature_flags: 'Active feature flags',
  $insert_id: 'Insert ID',
  $is_identified: 'Is identified',
  $process_person_profile: 'Person profile processed',
  $geoip_country_name: 'Country',
  $geoip_country_code: 'Country code',
  $geoip_city_name: 'City',
  $geoip_continent_name: 'Continent',
  $geoip_subdivision_1_name: 'Region',
  $geoip_time_zone: 'Time zone',
  $initial_referrer: 'Initial referrer URL',
  $initial_referring_domain: 'Initial referring domain',
  $initial_current_url: 'Initial URL',
  $initial_pathname: 'Initial path name',
  $initial_browser: 'Initial browser',
  $initial_os: 'Initial OS',
  $initial_device_type: 'Initial device type',
  $app_version: 'App version',
  $app_name: 'App name',
  $screen_name: 'Screen name',
  utm_source: 'UTM source',
  utm_medium: 'UTM medium',
  utm_campaign: 'UTM campaign',
  utm_content: 'UTM content',
  utm_term: 'UTM term',
  $creator_event_uuid: 'Creator event ID',
}

/** "$pageview" → "Pageview"; other events keep their name; null is every event. */
export function eventLabel(name: string | null | undefined): string {
  if (name === null || name === undefined) return 'All events'
  return eventNames[name] ?? name
}

export function propertyLabel(key: string): string {
  return propertyNames[key] ?? key
}

/** "$entry_pathname" → "Entry pathname" */
export const sessionLabel = (key: string): string => key.replace(/^\$./, (start) => start.slice(1).toUpperCase()).replaceAll('_', ' ')

const countries = once(() => new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }))

/** A value as people call it: the country for its code; others as they are. */
export function valueLabel(key: string | undefined, value: string): string {
  const isCountry = key === '$geoip_country_code' || key === '$initial_geoip_country_code'
  return (isCountry && /^[A-Z]{2}$/.test(value) && countries().of(value)) || value
}

/** The raw name when it differs from what is shown, to stand beside it. */
export function rawNote(label: string, raw: string | null): string | undefined {
  return raw !== null && label !== raw ? raw : undefined
}
