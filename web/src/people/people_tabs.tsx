import { useQuery } from '@tanstack/react-query'
import { groupTypesQuery, nameOfType } from '@/api/groups'
import { PageTabs } from '@/ui/page_tabs'

/** The pages of People: persons, and one for each type of group. */
export function PeopleTabs({ projectId, current }: { projectId: number; current: string }) {
  const { data: types = [] } = useQuery(groupTypesQuery(projectId))
  const tabs = [{ label: 'Persons', path: '/persons' }, ...types.map((type) => ({ label: nameOfType(type, true), path: `/groups/${type.group_type_index}` }))]
  return <PageTabs label="People" tabs={tabs} base={`/project/${projectId}`} current={current} />
}
