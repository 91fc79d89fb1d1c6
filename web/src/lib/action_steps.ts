import type { Action, AnyFilter, FilterGroup } from '@/api/types'
import { describeAny, isComplete, isPropertyFilter } from './filters'
import { eventLabel } from './taxonomy'

/*
 * What an action matches: an event fits when it fits one of the steps, and a step when all that it asks holds. Elements
 * are asked about only of autocaptured events.
 */

export const autocapture = '$autocapture'

export const textMatches = ['contains', 'exact', 'regex'] as const
export type TextMatch = (typeof textMatches)[number]

export interface ActionStep {
  /** Null stands for every event. */
  event: string | null
  selector: string | null
  tag_name: string | null
  text: string | null
  text_matching: TextMatch | null
  href: string | null
  href_matching: TextMatch | null
  url: string | null
  url_matching: TextMatch | null
  properties: AnyFilter[]
}

export const newStep = (event: string | null): ActionStep => ({
  event,
  selector: null,
  tag_name: null,
  text: null,
  text_matching: null,
  href: null,
  href_matching: null,
  url: null,
  url_matching: null,
  properties: [],
})

/** How a text is compared when nothing is said about it. */
export const usualMatch = { text: 'exact', href: 'exact', url: 'contains' } as const
export type MatchedField = keyof typeof usualMatch

export const matchOf = (step: ActionStep, field: MatchedField): TextMatch => step[`${field}_matching`] ?? usualMatch[field]

const isFilter = (value: unknown): value is AnyFilter => typeof value === 'object' && value !== null && 'type' in value

/** The steps as the server has them. */
export function readSteps(steps: Action['steps']): ActionStep[] {
  return steps.map(({ selector_regex: _read, properties, ...step }) => ({ ...newStep(null), ...step, properties: Array.isArray(properties) ? properties.filter(isFilter) : [] }))
}

/** The step with another event: what only autocaptured events have is forgotten for others. */
export function withEvent(step: ActionStep, event: string | null): ActionStep {
  if (event === autocapture) return { ...step, event }
  const { url, url_matching, properties } = step
  return { ...newStep(event), url, url_matching, properties }
}

const isWhole = (filter: AnyFilter): boolean => (isPropertyFilter(filter) ? isComplete(filter) : filter.type !== 'hogql' || Boolean(filter.key?.trim()))

/** Whether every condition has its value. */
export const isFinished = (step: ActionStep): boolean => step.properties.every(isWhole)

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const operators = { contains: 'icontains', exact: 'exact', regex: 'regex' } as const

/** What the step asks, as conditions on events; a journey holds them to what the saved action matches. */
function conditionsOf(step: ActionStep): AnyFilter[] {
  const asked: AnyFilter[] = []
  if (step.event !== null) asked.push({ type: 'event_metadata', key: 'event', operator: 'exact', value: [step.event] })
  if (step.event === autocapture) {
    if (step.selector) asked.push({ type: 'element', key: 'selector', operator: 'exact', value: [step.selector] })
    if (step.tag_name) asked.push({ type: 'element', key: 'tag_name', operator: 'exact', value: [step.tag_name] })
    for (const field of ['href', 'text'] as const) {
      const match = matchOf(step, field)
      const value = step[field]
      if (value) asked.push({ type: 'element', key: field, operator: operators[match], value: match === 'exact' ? [value] : value })
    }
  }
  if (step.url) {
    // A part of a URL is looked for as it is written; other texts in any case.
    if (matchOf(step, 'url') === 'contains') asked.push({ type: 'hogql', key: `properties.$current_url like ${quote(`%${step.url}%`)}`, value: null })
    else asked.push({ type: 'event', key: '$current_url', operator: operators[matchOf(step, 'url')], value: matchOf(step, 'url') === 'exact' ? [step.url] : step.url })
  }
  return [...asked, ...step.properties.filter(isWhole)]
}

/** The steps as conditions on events; null when every event fits. */
export function conditionsOfSteps(steps: ActionStep[]): FilterGroup | null {
  const each = steps.map(conditionsOf)
  if (each.length === 0 || each.some((one) => one.length === 0)) return null
  return { type: 'OR', values: each.map((values) => ({ type: 'AND', values })) }
}

const words = { contains: 'contains', exact: 'is', regex: 'matches' } as const

/** The step as a sentence: "Pageview where URL contains /pricing and Plan is pro". */
export function describeStep(step: ActionStep): string {
  const said = (name: string, field: MatchedField) => (step[field] ? [`${name} ${words[matchOf(step, field)]} ${step[field]}`] : [])
  const element = step.event === autocapture ? [...said('text', 'text'), ...said('link', 'href'), ...(step.selector ? [`selector is ${step.selector}`] : []), ...(step.tag_name ? [`tag is ${step.tag_name}`] : [])] : []
  const asked = [...element, ...said('URL', 'url'), ...step.properties.map(describeAny)]
  const subject = step.event === null ? 'Any event' : eventLabel(step.event)
  return asked.length === 0 ? subject : `${subject} where ${asked.join(' and ')}`
}
