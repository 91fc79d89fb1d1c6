import { letters } from '@/lib/question_parts'

/**
 * What the server asked to answer the question, as the SQL editor reads it; null where it does not say. Several series
 * have a statement each, and become one.
 */
export function statementOf(response: unknown): string | null {
  const { hogql } = (response ?? {}) as { hogql?: string | null }
  if (!hogql) return null
  const statements = hogql.split('\n\n')
  return statements.length === 1 ? hogql : statements.map((one, i) => `SELECT '${letters[i] ?? i + 1}' AS series, *\nFROM (\n${one}\n)`).join('\nUNION ALL\n')
}
