import { Bell, Copy, Download, Ellipsis, Plus, RefreshCw, Share2, Star, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '@/ui/button'
import { Kbd } from '@/ui/kbd'
import { ExternalLink, TextLink } from '@/ui/link'
import { Menu, MenuChoice, MenuGroup, MenuItem, MenuLine } from '@/ui/menu'
import { MenuToggle } from '@/ui/menu_toggle'
import { SubMenu } from '@/ui/sub_menu'
import { Tooltip } from '@/ui/tooltip'
import { Specimen, State } from './specimen'

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const

export function Actions() {
  const [stacked, setStacked] = useState(true)
  const [order, setOrder] = useState<'name' | 'date'>('name')
  return (
    <>
      <Specimen name="Button" note="One primary on a screen; verbs in sentence case.">
        <State name="Primary">
          <Button look="primary">Save</Button>
        </State>
        <State name="Default">
          <Button icon={<Share2 {...icon} />}>Share</Button>
        </State>
        <State name="Ghost">
          <Button look="ghost" icon={<Plus {...icon} />}>
            Add filter
          </Button>
        </State>
        <State name="Danger">
          <Button look="danger" icon={<Trash2 {...icon} />}>
            Delete Power users
          </Button>
        </State>
        <State name="With its key">
          <Button>
            Last 7 days <Kbd hint>D</Kbd>
          </Button>
        </State>
        <State name="Busy">
          <Button look="primary" busy>
            Saving
          </Button>
        </State>
        <State name="Off">
          <Button disabled>Save</Button>
        </State>
        <State name="In a form">
          <Button size="form" look="primary">
            Create key
          </Button>
        </State>
      </Specimen>
      <Specimen name="IconButton">
        <State name="Ghost">
          <IconButton label="Compute again" shortcut="R" icon={<RefreshCw {...icon} />} />
        </State>
        <State name="Default">
          <IconButton look="default" label="Save as CSV" icon={<Download {...icon} />} />
        </State>
        <State name="Pressed">
          <IconButton label="Starred" aria-pressed icon={<Star {...icon} className="fill-brand text-brand" />} />
        </State>
        <State name="Off">
          <IconButton label="Alerts" icon={<Bell {...icon} />} disabled />
        </State>
      </Specimen>
      <Specimen name="Link">
        <State name="In text">
          <p>
            Narrow the dates or raise the limit in <TextLink to="/">Settings</TextLink>.
          </p>
        </State>
        <State name="To another site">
          <ExternalLink href="https://www.rfc-editor.org/rfc/rfc9110">Status codes</ExternalLink>
        </State>
      </Specimen>
      <Specimen name="Kbd">
        <State name="Keys">
          <span className="flex gap-1">
            <Kbd>⌘K</Kbd> <Kbd>G</Kbd> <Kbd>D</Kbd> <Kbd>Esc</Kbd>
          </span>
        </State>
        <State name="In a tooltip">
          <span className="rounded-control bg-fg px-2 py-1 text-small text-surface">
            Save <Kbd inverse>⌘S</Kbd>
          </span>
        </State>
      </Specimen>
      <Specimen name="Menu">
        <State name="Items, a group, choices, on and off, more beside">
          <Menu trigger={<Button icon={<Ellipsis {...icon} />}>Open the menu</Button>}>
            <MenuGroup label="Insight">
              <MenuItem icon={<Copy {...icon} />} shortcut="⌘⇧S">
                Save a copy
              </MenuItem>
              <MenuItem icon={<Bell {...icon} />} disabled>
                Set an alert
              </MenuItem>
              <SubMenu label="Add to dashboard" icon={<Plus {...icon} />}>
                <MenuItem>Weekly growth review</MenuItem>
                <MenuItem checked>Signup funnel</MenuItem>
              </SubMenu>
            </MenuGroup>
            <MenuLine />
            <MenuToggle checked={stacked} onChange={setStacked}>
              Stack the series
            </MenuToggle>
            <MenuLine />
            <MenuChoice
              label="Order"
              value={order}
              onChange={setOrder}
              options={[
                { value: 'name', label: 'By name' },
                { value: 'date', label: 'By date' },
              ]}
            />
            <MenuLine />
            <MenuItem danger icon={<Trash2 {...icon} />}>
              Delete this insight
            </MenuItem>
          </Menu>
        </State>
      </Specimen>
      <Specimen name="Tooltip">
        <State name="On hover and focus">
          <Tooltip label="Computed 12 s ago from 218M rows" shortcut="R">
            <Button>12 s ago</Button>
          </Tooltip>
        </State>
      </Specimen>
    </>
  )
}
